"""``posthouse recut``: a new cut taken in; all work follows its footage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command
from posthouse.cli.diff import parsed_rate, report_options, show, write_reports

if TYPE_CHECKING:
    from posthouse.studio.recut.recut import Recut


@house_command(
    "recut",
    examples="""
    posthouse recut v2.edl --dry-run          what would change
    posthouse recut v2.fcpxml harbour --html changes.html --list changes.txt
    posthouse recut ../editor/production.yaml
    posthouse recut v2.otio --takes           other footage in a shot's place is another take of it
    """,
)
@click.argument("new")
@click.argument("production", type=click.Path(path_type=Path), default=".")
@click.option("--dry-run", "-n", is_flag=True, help="Show the changes of the text; write nothing.")
@click.option("--takes", is_flag=True, help="Other footage in a shot's place keeps the shot's id and work.")
@click.option("--follow-cut", is_flag=True, help="Leave anchors as fleet+12f as they are, not on their picture.")
@click.option("--rate", metavar="RATE", help="The rate of a cut file that does not say its own.")
@click.option("--timeline", metavar="NAME", default="", help="The cut to take from a file that holds several.")
@report_options
def command(  # noqa: PLR0913 - one parameter for each option
    new: str,
    production: Path,
    *,
    dry_run: bool,
    takes: bool,
    follow_cut: bool,
    rate: str | None,
    timeline: str,
    html: Path | None,
    edl: Path | None,
    text: Path | None,
) -> None:
    """Take a new cut into a production.

    NEW is a cut file (.edl .xml .fcpxml .aaf .otio ...), another production, or a git revision. Shots are matched by
    the footage they show and by their neighbours; ids, comments and fields that did not change stay. Grades, effects,
    cues, titles, markers and beds follow their frames. What has no place any more is parked in the text, under
    x-parked, and taken up again by a later recut that brings its frames back.
    """
    from posthouse.production.draft import Draft  # late: the crafts
    from posthouse.studio.comparing.opening import Opener
    from posthouse.studio.recut.recut import RecutOptions, recut

    draft = Draft.open(production)
    side = Opener(production=production, rate=parsed_rate(rate), timeline=timeline).side(new)
    options = RecutOptions(by=new, when=_today(), follows_cut=follow_cut, keeps_takes=takes)
    found = recut(draft, side, options=options)
    diff = draft.diff()
    if not dry_run:
        draft.write()
    written = write_reports(found.comparison, html=html, edl=edl, text=text)
    facts = {"production": str(draft.file), "written": not dry_run, **_facts(found), "diff": diff}
    answer({**facts, "files": [str(path) for path in written]}, lambda: _show(found, diff if dry_run else "", written))


def _today() -> str:
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def _facts(found: Recut) -> dict[str, Any]:
    matching = found.cast.matched.matching
    return {
        **found.comparison.facts(),
        "shots": {found.cast.ids[key]: pair.old.key for key, pair in matching.of_new.items()},
        "parked": [parked.plain() for parked in found.parked],
        "restored": [parked.plain() for parked in found.restored],
        "notes": list(found.notes),
        "unsure": [found.told(pair) for pair in found.unsure],
    }


def _show(found: Recut, diff: str, written: list[Path]) -> None:
    if diff:
        say(diff)
    show(found.comparison, written)
    for pair in found.unsure:
        say(f"not sure: {found.doubt(pair)}", color="yellow")
    for note in found.notes:
        say(f"note: {note}", color="yellow")
    for parked in found.parked:
        say(f"parked: {parked.name}: {parked.why}", color="yellow")
    for parked in found.restored:
        say(f"taken up again: {parked.name}", color="green")
    if diff:
        say("nothing was written", color="cyan")
