"""``posthouse relink``: the files of a cut, found with evidence or refused with the candidates."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, table, wants_json
from posthouse.cli.command import house_command
from posthouse.cli.diff import parsed_rate
from posthouse.cli.exits import Exit

if TYPE_CHECKING:
    from posthouse.conform.finding import Finding
    from posthouse.interchange import Timeline
    from posthouse.studio.relinking.wanted import Use
    from posthouse.timing import Rate


@house_command(
    "relink",
    examples="""
    posthouse relink cut.edl --media /mnt/rushes --rate 24
    posthouse relink cut.xml harbour --media rushes --media sound --take
    posthouse relink cut.edl harbour --media rushes --reference offline.mov --take
    posthouse relink cut.aaf --media recorder --reference mixdown.wav
    posthouse relink harbour --media /mnt/rushes --take
    """,
)
@click.argument("cut", type=click.Path(path_type=Path, exists=True))
@click.argument("production", type=click.Path(path_type=Path), required=False)
@click.option(
    "--media", "folders", multiple=True, required=True, type=click.Path(path_type=Path), help="Look here; repeatable."
)
@click.option(
    "--reference", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Ask this movie or mixdown, too."
)
@click.option("--rate", metavar="RATE", help="The rate of a cut that does not say it, as 25 or 29.97.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Take no file below it.")
@click.option("--take", is_flag=True, help="Write the files that were found into the production.")
def command(cut: Path, production: Path | None, folders: tuple[Path, ...], **said: object) -> None:
    """Find the files a cut was made from.

    Name, reel, timecode, length, rate, slate, and with --reference pictures and sound themselves, speak for or against
    each file. The reference lies beside the cut by its timecode, else first frame to first; its sound
    may be a mixdown.
    What is not clear is refused, with the candidates. With PRODUCTION, its missing media are shown as a change of its
    text, which --take writes; CUT may be a production itself, whose text then says what its media are. The exit code
    is 3 if a media was not found.
    """
    from posthouse.studio.relinking.reference import asked_reference  # late, as all of a command
    from posthouse.studio.relinking.relink import find_files

    reference = None if said["reference"] is None else Path(str(said["reference"]))
    production = production or (cut if _is_production(cut) else None)
    if reference is not None and _is_production(cut):
        raise click.UsageError("a reference is asked about a cut file, and this is a production")
    uses, main = _uses(cut, parsed_rate(None if said["rate"] is None else str(said["rate"])))
    with TemporaryDirectory(prefix="posthouse-relink-") as scratch:
        folder = _folder(production) or Path(scratch)
        files, unread = _files(folders, folder)
        with asked_reference(folder, reference, uses, main) as witnesses:
            findings = find_files(uses, files, float(str(said["threshold"])), witnesses)
    _tell(findings, unread, production, take=bool(said["take"]))
    if any(finding.found is None for finding in findings):
        click.get_current_context().exit(Exit.MEDIA)


def _is_production(cut: Path) -> bool:
    return cut.suffix in {".yaml", ".yml"} or (cut.is_dir() and cut.suffix != ".fcpxmld")


def _uses(cut: Path, rate: Rate | None) -> tuple[tuple[Use, ...], Timeline | None]:
    """Return what a cut says of its media, and its main timeline; a production has none here."""
    from posthouse.interchange.formats import format_of
    from posthouse.production import read_production
    from posthouse.studio.relinking.of_production import missing_uses
    from posthouse.studio.relinking.wanted import uses_of

    if _is_production(cut):
        return missing_uses(read_production(cut)), None
    reading = format_of(cut).reader(cut, rate=rate)
    return uses_of(reading), next(iter(reading.timelines), None)


def _folder(production: Path | None) -> Path | None:
    from posthouse.production.text import production_file

    return None if production is None else production_file(production).parent


def _files(folders: tuple[Path, ...], work: Path) -> tuple[list, list[str]]:  # type: ignore[type-arg] # FileFacts, late
    from posthouse.media.library import MediaLibrary
    from posthouse.studio.relinking.files import files_in
    from posthouse.studio.work_folder import WORK_FOLDER

    (work / WORK_FOLDER).mkdir(parents=True, exist_ok=True)
    with (
        MediaLibrary(work / WORK_FOLDER) as library,
        click.progressbar(
            length=1, label="reading media", file=sys.stderr, hidden=wants_json() or not sys.stderr.isatty()
        ) as bar,
    ):

        def tell(count: int, total: int) -> None:
            bar.length = total
            bar.update(count - bar.pos)

        return files_in(folders, library, tell)


def _tell(findings: list[Finding], unread: list[str], production: Path | None, *, take: bool) -> None:
    from posthouse.studio.relinking.relink import Relinked, finding_facts, relinked

    change, diff = Relinked(written={}, unsure={}), ""
    if production is not None:
        from posthouse.production.draft import Draft

        draft = Draft.open(production)
        change = relinked(draft, findings)
        diff = draft.diff()
        if take:
            draft.write()

    def show() -> None:
        _show(findings, unread)
        for name, words in change.unsure.items():
            say(f"{name} may be {words}: say its reel at the media", color="yellow")
        if diff:
            say(diff.rstrip("\n"))
            say("written" if take else "nothing is written yet: --take does", color="green" if take else "yellow")

    facts = {
        "media": [finding_facts(finding) for finding in findings],
        "unread": unread,
        "written": change.written if take else {},
        "proposed": change.written,
        "unsure": change.unsure,
    }
    answer(facts, show)


def _show(findings: list[Finding], unread: list[str]) -> None:
    from posthouse.studio.relinking.relink import titled

    rows = [
        (titled(finding.wanted), f"{finding.found.score:.2f}", finding.found.facts.path)
        for finding in findings
        if finding.found is not None
    ]
    if rows:
        table(("media", ">score", "file"), rows)
    for finding in findings:
        if finding.found is None:
            say(f"{titled(finding.wanted)}: not found: {finding.reason}", color="red")
            for candidate in finding.candidates[:5]:
                words = "; ".join(f"{each.words} ({each.weight:+.2f})" for each in candidate.evidence)
                say(f"  {candidate.score:+.2f} {candidate.facts.path}: {words}")
    for words in unread:
        say(f"not read: {words}", color="yellow")
    found = sum(finding.found is not None for finding in findings)
    say(f"{found} of {len(findings)} media found", color="green" if found == len(findings) else "red")
