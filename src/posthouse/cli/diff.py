"""``posthouse diff``: what changed between two cuts, in editorial words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.studio.comparing.compare import Comparison
    from posthouse.timing import Rate

_FILE = click.Path(path_type=Path, dir_okay=False)


def report_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the reports of changes."""
    options = (
        click.option("--html", type=_FILE, metavar="FILE", help="Write the changes as a page, with thumbnails."),
        click.option("--edl", type=_FILE, metavar="FILE", help="Write an EDL of the shots that changed."),
        click.option(
            "--list", "text", type=_FILE, metavar="FILE", help="Write a change list with old and new timecodes."
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


@house_command(
    "diff",
    examples="""
    posthouse diff                            what changed since the last commit
    posthouse diff HEAD~1                     since the one before
    posthouse diff main . --html changes.html
    posthouse diff v1.edl v2.edl --rate 25 --list changes.txt
    posthouse diff ../yesterday/production.yaml . --edl changes.edl
    """,
)
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@click.option("--production", "-p", type=click.Path(path_type=Path), default=".", help="What revisions are of.")
@click.option("--rate", metavar="RATE", help="The rate of cut files that do not say theirs.")
@click.option("--timeline", metavar="NAME", default="", help="The cut to take from files that hold several.")
@report_options
def command(  # noqa: PLR0913 - one parameter for each option
    old: str,
    new: str | None,
    *,
    production: Path,
    rate: str | None,
    timeline: str,
    html: Path | None,
    edl: Path | None,
    text: Path | None,
) -> None:
    """Compare two productions, revisions or cut files.

    OLD and NEW are folders or production files, git revisions as HEAD~1 or main (HEAD~1:film/production.yaml for
    another file), or cut files (.edl .xml .fcpxml .aaf .otio ...). NEW left out is the production here.
    """
    from posthouse.studio.comparing.compare import compared  # late: the crafts
    from posthouse.studio.comparing.opening import Opener

    opener = Opener(production=production, rate=parsed_rate(rate), timeline=timeline)
    found = compared(opener.side(old), opener.side(new or str(production)))
    written = write_reports(found, html=html, edl=edl, text=text)
    answer({**found.facts(), "files": [str(path) for path in written]}, lambda: show(found, written))


def parsed_rate(rate: str | None) -> Rate | None:
    """Return the rate of a cut file that a person said, or None.

    Raises:
        ProductionError: it is no rate, or none that a list of timecodes counts at.
    """
    if not rate:
        return None
    from posthouse.errors import ProductionError  # late, as all of a command
    from posthouse.timing import Rate

    try:
        found = Rate.parse(rate)
    except ValueError as problem:
        raise ProductionError(f"--rate: {problem}") from problem
    if found.fraction.denominator != 1 and not found.is_ntsc:
        hint = "cuts run at a whole rate, or one slowed by 1.001, as 23.976 or 29.97"
        raise ProductionError(f"--rate: no cut runs at {rate}", hint=hint)
    return found


def write_reports(found: Comparison, *, html: Path | None, edl: Path | None, text: Path | None) -> list[Path]:
    """Write the reports that were asked for, and return their files."""
    from posthouse.studio.comparing.change_list import change_edl, change_list

    written = []
    if edl is not None:
        edl.write_text(change_edl(found, title=found.matched.new.document.title), encoding="utf-8", newline="")
        written.append(edl)
    if text is not None:
        text.write_text(change_list(found), encoding="utf-8")
        written.append(text)
    if html is not None:
        from posthouse.studio.comparing.page import change_page, thumbnails

        html.write_text(change_page(found, thumbnails(found)), encoding="utf-8")
        written.append(html)
    return written


def show(found: Comparison, written: list[Path]) -> None:
    """Show the changes to a person, in programme order."""
    layout = found.matched.new.layout
    for change in found.changes:
        at = change.after or change.before
        label = layout.label(at.start_frame) if change.after and at else "gone       " if at else " " * 11
        say(f"{label}  {change}")
    for pair in found.unsure:
        others = f"; it could be {', '.join(pair.rivals)}" if pair.rivals else ""
        say(
            f"not sure: {pair.new.key} is taken for {pair.old.key} ({pair.score:.0%}: {pair.reason}{others})",
            color="yellow",
        )
    for path in written:
        say(f"{path} is written", color="green")
    if not found.changes:
        say("nothing changed", color="green")
