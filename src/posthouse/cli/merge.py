"""``posthouse merge``: two people's changes of one production, merged by shot and field; git's merge driver."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, refuse, say
from posthouse.cli.command import house_command
from posthouse.cli.exits import Exit
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from posthouse.production.merging import Merged
    from posthouse.production.merging.conflict import Conflict

_ATTRIBUTE = "production.yaml merge=posthouse"
_CONFIG = {
    "merge.posthouse.name": "posthouse: by shot and field",
    "merge.posthouse.driver": "posthouse merge %O %A %B --write %A --file %P",
}


@house_command(
    "merge",
    examples="""
    posthouse merge base.yaml mine.yaml theirs.yaml --write merged.yaml
    posthouse merge base.yaml mine.yaml theirs.yaml --json
    posthouse merge --install              let git merge productions of this repository so
    """,
)
@click.argument("texts", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--write", "into", type=click.Path(path_type=Path, dir_okay=False), help="Write the merged text there.")
@click.option("--file", "name", default="production.yaml", help="The name conflicts are told under; git says it.")
@click.option("--install", is_flag=True, help="Set it up as git's merge driver for production.yaml, in this folder.")
def command(texts: tuple[Path, ...], into: Path | None, name: str, *, install: bool) -> None:
    """Merge two productions that began as one.

    TEXTS are BASE OURS THEIRS. Shots are known by their ids, so a moved shot keeps what the other changed in it; fields
    merge one by one; comments stay. What cannot be had both ways is told in words, stands between git's conflict marks
    in the text, and the exit code is 2.
    """
    if install:
        _install()
        return
    if len(texts) != 3:
        refuse("give three texts: BASE OURS THEIRS", hint="or --install, for git")
    merged, notes = _merged(texts, Path(name))
    if into is not None:
        from posthouse.production.draft import replace_file  # late: the crafts' specs

        replace_file(into, merged.text)
    _tell(merged, notes, into)
    if not merged.is_clean:
        click.get_current_context().exit(Exit.PRODUCTION)


def _merged(texts: tuple[Path, ...], file: Path) -> tuple[Merged, tuple[Conflict, ...]]:
    """Return the merge, checked in frames too, and what a check of it would let pass but a person should know."""
    from posthouse.production.merging import merge_texts
    from posthouse.production.text import read_text

    base, ours, theirs = (read_text(text) for text in texts)
    merged = merge_texts(base, ours, theirs, file=file)
    if not merged.is_clean or merged.text in {ours, theirs}:
        return merged, ()
    from posthouse.studio.comparing.merged import merged_in_frames  # late: the crafts

    found = merged_in_frames(merged.text, ours, theirs, file)
    return replace(merged, conflicts=found.conflicts), found.notes


def _tell(merged: Merged, notes: tuple[Conflict, ...], into: Path | None) -> None:
    def show() -> None:
        for conflict in merged.conflicts:
            click.secho("conflict: ", err=True, fg="red", nl=False)
            click.echo(str(conflict), err=True)
        for note in notes:
            click.secho("note: ", err=True, fg="yellow", nl=False)
            click.echo(str(note), err=True)
        if into is None:
            say(merged.text.removesuffix("\n"))

    facts = {
        "merged": merged.is_clean,
        "conflicts": [conflict.facts() for conflict in merged.conflicts],
        "notes": [note.facts() for note in notes],
        "file": None if into is None else str(into),
    }
    answer(facts if into else {**facts, "text": merged.text}, show)


def _install() -> None:
    """Write the driver into the repository's configuration, and the attribute beside the production."""
    try:
        for key, value in _CONFIG.items():
            subprocess.run(["git", "config", key, value], check=True, capture_output=True)  # noqa: S603, S607 - git is what it is for
    except (OSError, subprocess.CalledProcessError) as error:
        raise MediaError("git does not take the merge driver here", hint="run it inside a git repository") from error
    attributes = Path(".gitattributes")
    lines = attributes.read_text(encoding="utf-8").splitlines() if attributes.exists() else []
    if _ATTRIBUTE not in lines:
        attributes.write_text("\n".join([*lines, _ATTRIBUTE]) + "\n", encoding="utf-8")

    def show() -> None:
        say("git merges production.yaml by shot and field now: commit .gitattributes, and let each clone run this once")

    answer({"installed": True, "attributes": str(attributes)}, show)
