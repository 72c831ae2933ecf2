"""``posthouse import``: a cut of another house, as a production."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, wants_json
from posthouse.cli.command import house_command
from posthouse.cli.diff import parsed_rate
from posthouse.cli.losses import show_losses
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posthouse.production.document import Document
    from posthouse.studio.exchange.importing import Asked, Imported


@house_command(
    "import",
    examples="""
    posthouse import harbour_v3.edl --rate 23.976
    posthouse import cut.xml harbour --media /mnt/rushes --media /mnt/sound
    posthouse import scene4.otio --into harbour
    posthouse import log.ale --into harbour --media /mnt/rushes
    posthouse import cut.aaf --report losses.html
    """,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--into",
    "--production",
    "-p",
    "into",
    type=click.Path(path_type=Path),
    metavar="PRODUCTION",
    help="Add it there: a cut as a sequence, a log as media.",
)
@click.option(
    "--media", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Look here; repeatable."
)
@click.option("--rate", metavar="RATE", help="The rate of a file that does not say it, as 25 or 29.97.")
@click.option("--timeline", default="", metavar="NAME", help="Which cut, where the file holds several.")
@click.option("--title", default="", help="The title; the cut's name if left out.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report: .html, .txt, .json.")
@click.option("--no-sidecar", is_flag=True, help="Take the file alone, not what was kept beside it.")
def command(
    file: Path,
    folder: Path | None,
    into: Path | None,
    media: tuple[Path, ...],
    report: Path | None,
    **said: str | bool | None,
) -> None:
    """Make a production of a cut of another house.

    The format is told by the file. FOLDER is the new production's; left out, it is named after the file. Every item is
    accounted for: kept, approximated or dropped, and why. A log (ALE) becomes the media it lists, with reel, start and
    color; with --into, media that are there already get what they do not say themselves.
    """
    from posthouse.studio.exchange.importing import Asked  # late, as all of a command
    from posthouse.studio.exchange.report import refuse_no_report

    if report is not None:
        refuse_no_report(report)
    if folder is not None and into is not None:
        raise click.UsageError("say either FOLDER or --into", click.get_current_context())
    target = _target(file, folder, into)
    with _reading_bar(is_asked=bool(media)) as tell:
        asked = Asked(
            folder=target,
            media=media,
            rate=parsed_rate(None if said["rate"] is None else str(said["rate"])),
            timeline=str(said["timeline"] or ""),
            title=str(said["title"] or ""),
            with_sidecar=not said["no_sidecar"] and into is None,
            tell=tell,
        )
        done, where = _taken(file, into, asked)
    if report is not None:
        done.report.write(report)
    answer(_facts(done, where, report), lambda: _show(done, where, report))


def _taken(file: Path, into: Path | None, asked: Asked) -> tuple[Imported, str]:
    """Take a file into a production that is there, or make one; return what was read, and where it stands."""
    from posthouse.cli.new import write_production
    from posthouse.studio.exchange.adding import add_cut
    from posthouse.studio.exchange.importing import import_cut

    if into is not None:
        return add_cut(file, into, asked)
    done = import_cut(file, asked)
    return done, str(write_production(asked.folder, done.text))


@contextmanager
def _reading_bar(*, is_asked: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how many media files have been read, and how long the others will take."""
    is_hidden = not is_asked or wants_json() or not sys.stderr.isatty()
    with click.progressbar(length=1, label="reading media", file=sys.stderr, hidden=is_hidden) as bar:

        def tell(count: int, total: int) -> None:
            bar.length = total
            bar.update(count - bar.pos)

        yield tell


def _target(file: Path, folder: Path | None, into: Path | None) -> Path:
    """Return the folder the production lies in, or shall."""
    if into is not None:
        return into.parent if into.suffix in {".yaml", ".yml"} else into
    target = folder or Path(file.name.partition(".")[0] or "imported")
    if (target / "production.yaml").exists():
        hint = "name another folder, add it with --into, or take it as a new cut with: posthouse recut"
        raise ProductionError(f"there is a production at {target} already", hint=hint)
    return target


def _facts(done: Imported, where: str, report: Path | None) -> dict[str, object]:
    document = done.production.document
    return {
        "production": where,
        "title": document.title,
        "rate": str(document.format.rate),
        "shots": len(document.shots),
        "cues": len(document.sound.cues),
        "titles": len(document.titles),
        "markers": len(document.markers),
        "media": len(document.media),
        "missing": list(done.missing),
        "sidecar": str(done.sidecar) if done.sidecar else None,
        "losses": str(report) if report else None,
        "report": done.report.facts(),
    }


def _held(document: Document) -> str:
    """Return what a document holds, in words: 12 shots; of sound alone its cues; of a log its media."""
    shots, cues = len(document.shots) + len(document.over), len(document.sound.cues)
    if shots:
        return f"{shots} shot{'s' if shots > 1 else ''}"
    if cues:
        return f"sound alone, {cues} cue{'s' if cues > 1 else ''}"
    held = ((len(document.titles), "title"), (len(document.media), "media"))
    count, word = next((each for each in held if each[0]), (0, "shots"))
    return f"no shots, {count} {word}{'s' if word == 'title' and count > 1 else ''}" if count else "no shots"


def _show(done: Imported, where: str, report: Path | None) -> None:
    document = done.production.document
    say(f"{where}: {document.title}, {_held(document)} at {document.format.rate} fps", color="green")
    if done.sidecar is not None:
        say(f"with what {done.sidecar.name} kept of it")
    show_losses(done.report)
    if done.missing:
        names = ", ".join(done.missing[:5]) + (", ..." if len(done.missing) > 5 else "")
        say(f"{len(done.missing)} of {len(document.media)} media are not here: {names}", color="yellow")
        say("look for them with --media FOLDER, or put them beside the production")
    if report is not None:
        say(f"the report is {report}")
