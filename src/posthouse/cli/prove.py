"""``posthouse prove``: every shot compared with a reference movie, frame by frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, table
from posthouse.cli.command import CORES, PRODUCTION, house_command, opened
from posthouse.cli.exits import Exit

if TYPE_CHECKING:
    from posthouse.studio import Film
    from posthouse.studio.proving.laying import Proven
    from posthouse.studio.proving.prove import ShotProof
    from posthouse.studio.proving.reference import Reference


@house_command(
    "prove",
    examples="""
    posthouse prove --reference offline.mov
    posthouse prove harbour --reference offline.mov --html proof.html
    posthouse prove --reference offline.mov --start 01:00:00:00 --json
    """,
)
@PRODUCTION
@click.option(
    "--reference",
    "movie",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A movie of the cut, as the editor exported it; it may be small, graded, and have timecode burnt in.",
)
@click.option(
    "--start", metavar="TIMECODE", help="The programme timecode of its first frame, where it says none, or a wrong one."
)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write the report there.")
@CORES
def command(production: Path, movie: Path, start: str | None, page: Path | None, cores: int | None) -> None:
    """Prove that every shot shows the right frames.

    Each shot's pictures, without grade, titles and effects, are compared with the reference's. Found are another take,
    a shot some frames off, and media of another rate. A shot in which nothing moves is told as unsure. Sound is not
    needed; a shot of which the footage is not here is told, and the others are proven. The exit code is 4 if any shot
    is wrong.
    """
    from posthouse.studio import Film
    from posthouse.studio.proving.laying import proven
    from posthouse.studio.proving.pictures import pictures_of

    with opened(production) as whole:
        pictures = pictures_of(whole.production, whole.library)
    with Film(pictures.production, cores=cores) as film, proven(film, movie, start=start, away=pictures.away) as found:
        if page is not None:
            _write_page(page, film, found.reference, found.proofs, movie)
        _tell(film, found, page)
    if any(proof.is_wrong for proof in found.proofs):
        click.get_current_context().exit(Exit.DELIVERY)


def _write_page(page: Path, film: Film, reference: Reference, proofs: tuple[ShotProof, ...], movie: Path) -> None:
    from posthouse.studio.proving.report import report_page

    page.write_text(report_page(film, reference, proofs, movie), encoding="utf-8")


def _tell(film: Film, found: Proven, page: Path | None) -> None:
    from posthouse.studio.proving.reference import first_label

    start, proofs, reference = first_label(film), found.proofs, found.reference
    counts = {
        "proven": sum(proof.is_proven for proof in proofs),
        "wrong": sum(proof.is_wrong for proof in proofs),
    }
    counts["away"] = sum(bool(proof.away) for proof in proofs)
    counts["unsure"] = len(proofs) - sum(counts.values())

    def show() -> None:
        rows = [
            (str(start.plus(proof.range.start_frame)), proof.shot, str(proof.range.duration_frames), proof.words)
            for proof in proofs
        ]
        table(("from", "shot", ">frames", "finding"), rows)
        color = "red" if counts["wrong"] else "green"
        away = f", {counts['away']} not here" if counts["away"] else ""
        say(f"{counts['proven']} proven, {counts['unsure']} unsure, {counts['wrong']} wrong{away}", color=color)
        say(f"the reference lies beside the programme {reference.how}")
        if found.hint:
            say(f"{found.hint}: if so, say it with --start", color="yellow")
        if page is not None:
            say(f"pictures side by side: {page}")

    answer(
        {**counts, "laid": reference.how, "hint": found.hint, "shots": [proof.facts(start) for proof in proofs]}, show
    )
