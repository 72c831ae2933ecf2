"""``posthouse build``: make the deliverables."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say, wants_json
from posthouse.cli.command import CORES, house_command, opened, split_production

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build import BuildReport
    from posthouse.studio import Built, Film


@house_command(
    "build",
    examples="""
    posthouse build
    posthouse build harbour
    posthouse build harbour web stems
    posthouse build --cores 2 --json > built.json
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [DELIVERABLE]...")
@CORES
def command(words: tuple[str, ...], cores: int | None) -> None:
    """Make the deliverables, or those named.

    Only what a change touches is made anew. Ctrl-C stops it at once and loses nothing that was finished. With
    --json, progress is written to standard error, one JSON object a line.
    """
    path, names = split_production(words)
    began = time.perf_counter()
    if (files := _fresh_files(path, names)) is not None:
        facts = {"files": [str(file) for file in files], "published": [], "jobs": None, "ran": [], "chunks_rebuilt": 0}
        facts |= {"chunks_copied": 0}
        answer(facts | {"seconds": round(time.perf_counter() - began, 3)}, lambda: _show_fresh(files))
        return
    with opened(path, cores=cores) as film:
        built = build_with_progress(film, *names)
        facts = built_facts(built)
    answer(facts, lambda: show_built(built))


def _fresh_files(path: Path, names: tuple[str, ...]) -> list[Path] | None:
    """Return the finished files if nothing changed since they were built, without opening the studio; else None."""
    from posthouse.studio.fresh import is_fresh  # late: only a build asks
    from posthouse.studio.work_folder import WORK_FOLDER

    file = path / "production.yaml" if path.is_dir() else path
    written = is_fresh(file.parent / WORK_FOLDER, (file.name, *names))
    folders = {each.parent for each in written or ()}
    return None if written is None else [each for each in written if each not in folders]


def _show_fresh(files: list[Path]) -> None:
    say("nothing changed since the last build", color="green")
    for file in files:
        say(str(file))


def build_with_progress(film: Film, *names: str) -> Built:
    """Build, and tell how far it is on standard error."""
    from posthouse.build import choose_progress

    return film.build(*names, progress=choose_progress(sys.stderr, is_json=wants_json()))


def built_facts(built: Built) -> dict[str, Any]:
    """Return what a build made, as plain data."""
    report = built.report
    return {
        "files": [str(path) for path in built.files],
        "published": [str(path) for path in report.published],
        "jobs": report.job_count,
        "ran": [
            {"label": ran.job.label, "craft": ran.job.craft, "why": ran.reason.text, "seconds": round(ran.seconds, 3)}
            for ran in report.built
        ],
        "chunks_rebuilt": count_chunks(report),
        "chunks_copied": count_copied(report),
        "seconds": round(report.seconds, 3),
    }


def count_chunks(report: BuildReport) -> int:
    """Return how many chunks of picture a build rendered."""
    return sum(ran.job.kind == "studio.picture" for ran in report.built)


def count_copied(report: BuildReport) -> int:
    """Return how many chunks of picture a build copied from their sources."""
    return sum(ran.job.kind == "studio.copy" for ran in report.built)


def show_built(built: Built) -> None:
    """Tell a person what a build made."""
    report = built.report
    if not report.job_count:
        say("the production delivers nothing yet; say what, as deliver: [web]", color="yellow")
    elif not report.built and not report.published:
        say(f"nothing to do: all {report.job_count} jobs are done", color="green")
    else:
        counted = f"{len(report.built)} of {report.job_count} jobs ran, {count_chunks(report)} of them picture chunks"
        copied = count_copied(report)
        counted += f", {copied} chunks copied" if copied else ""
        say(f"{counted}, in {report.seconds:.1f} s", color="green")
    for path in built.files:
        say(str(path))
