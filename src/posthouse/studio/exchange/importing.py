"""A cut file as a production: read, written as a document, with what its sidecar kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange import Ledger, Reading
from posthouse.interchange.formats import format_of
from posthouse.production.draft import Draft
from posthouse.production.reader import production_from_text
from posthouse.studio.exchange.finding import MediaFinder
from posthouse.studio.exchange.incoming import Incoming, Wishes, incoming
from posthouse.studio.exchange.report import Report
from posthouse.studio.exchange.restoring import moved_paths
from posthouse.studio.exchange.sidecar import Sidecar, digest_of, read_sidecar, sidecar_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.formats import Format
    from posthouse.production import Production
    from posthouse.studio.comparing.side import Side
    from posthouse.timing import Rate

DOCUMENT = "production.yaml"
_DOCUMENTS = {".yaml", ".yml"}
_FILMS = {".mp4", ".mov", ".mxf", ".mkv", ".m4v", ".avi", ".webm", ".mpg", ".ts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person says of an import."""

    folder: Path
    """Where the production shall lie."""
    media: tuple[Path, ...] = ()
    """Folders to look for media in."""
    rate: Rate | None = None
    timeline: str = ""
    title: str = ""
    with_sidecar: bool = True
    tell: Callable[[int, int], None] | None = None
    """Hears how many of how many media files have been read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A cut as a production's text; nothing is written yet."""

    text: str
    production: Production
    report: Report
    fresh: Incoming | None
    """The document as the file alone gives it; None where a sidecar kept all of it."""
    reading: Reading
    """What the file holds."""
    sidecar: Path | None = None
    missing: tuple[str, ...] = field(default=())
    """Media whose files are not here."""


def read_cut(file: Path, rate: Rate | None = None) -> tuple[Format, Reading]:
    """Return a file's format, and what it holds.

    Raises:
        MediaError: it is missing, empty, or no cut.
    """
    if not file.exists():
        raise MediaError(f"there is no {file}", hint="check the path")
    if file.is_file() and file.stat().st_size == 0:
        raise MediaError(f"{file.name} is empty", hint="write it again")
    _refuse_others(file)
    form = format_of(file)
    reading = form.reader(file, rate=rate)
    if file.suffix.lower() not in form.suffixes:
        why = f"it ends in {file.suffix or 'nothing'} and is {form.title}: read as that"
        reading.ledger.approximate(file.name, "metadata", why)
    return form, reading


def _refuse_others(file: Path) -> None:
    """Refuse what is no cut, but has a command of its own."""
    suffix = file.suffix.lower()
    if suffix in _DOCUMENTS:
        hint = "take its cut into another with posthouse recut, or two ways of one with posthouse merge"
        raise MediaError(f"{file.name} is a production already", hint=hint)
    if suffix in _FILMS:
        hint = f"to find the cuts in a finished film: posthouse detect {file.name}"
        raise MediaError(f"{file.name} is media, not a cut", hint=hint)


def import_cut(file: Path, asked: Asked) -> Imported:
    """Return a cut file as a production.

    Raises:
        MediaError: it cannot be read.
        ProductionError: it holds no cut a production can be made of.
    """
    beside = sidecar_of(file)
    sidecar = read_sidecar(beside) if asked.with_sidecar and beside.exists() else None
    form, reading = read_cut(file, asked.rate or _kept_rate(sidecar, asked.folder))
    if sidecar is None and not reading.timelines and reading.media:
        from posthouse.studio.exchange.logs import import_log  # it makes an Imported, too

        return import_log(file, form, reading, asked)
    if sidecar is None:
        fresh = _fresh(reading, asked)
        text, ledgers = fresh.text(f"From {file.name} ({form.title})."), (reading.ledger, fresh.ledger)
    else:
        fresh = None
        text, kept = _with_sidecar(file, sidecar, reading, asked)
        ledgers = (kept, Ledger())  # what the sidecar kept is not lost, whatever the format could not say
    production = production_from_text(text, asked.folder / DOCUMENT)
    told = Report.of_import if sidecar is None else Report.of
    return Imported(
        text=text,
        production=production,
        report=told(f"{file.name} ({form.title}), imported", *ledgers),
        fresh=fresh,
        reading=reading,
        sidecar=beside if sidecar is not None else None,
        missing=missing_media(production),
    )


def _fresh(reading: Reading, asked: Asked) -> Incoming:
    """Return the document a file alone gives."""
    finder = MediaFinder(reading, asked.media, asked.tell)
    try:
        wishes = Wishes(folder=asked.folder, timeline=asked.timeline, title=asked.title, finder=finder)
        return incoming(reading, wishes)
    finally:
        finder.close()


def _kept_rate(sidecar: Sidecar | None, folder: Path) -> Rate | None:
    """Return the rate of the document a sidecar kept."""
    return None if sidecar is None else production_from_text(sidecar.text, folder / DOCUMENT).document.format.rate


def _with_sidecar(file: Path, sidecar: Sidecar, reading: Reading, asked: Asked) -> tuple[str, Ledger]:
    """Return the document a sidecar kept, recut where the file is not as it was written, and what became of it."""
    from posthouse.studio.comparing.cut_files import side_of_incoming  # late: as recut

    ledger = Ledger()
    home = (file.parent / sidecar.production).parent
    draft = Draft(sidecar.text, asked.folder / DOCUMENT)
    is_same = file.is_file() and digest_of(file.read_bytes()) == sidecar.digest
    if is_same or (reading.timelines and sidecar.is_as_it_was(reading)):
        for each in (*(seen.id for seen in sidecar.seen), *sidecar.hidden):
            ledger.keep(each, "clip")
        ledger.keep("document", "metadata")
    else:
        draft = Draft(draft.text, (home if home.is_dir() else asked.folder) / DOCUMENT)  # where its media can be opened
        fresh = _fresh(reading, replace(asked, folder=draft.file.parent))
        new = side_of_incoming(fresh, reading.format, file, draft.file.parent)
        draft = Draft(_recut(draft, new, (sidecar, fresh), ledger), asked.folder / DOCUMENT)
    moved_paths(draft, home, asked.folder)
    return draft.text, ledger


def _recut(draft: Draft, new: Side, kept: tuple[Sidecar, Incoming], ledger: Ledger) -> str:
    """Return the kept document with the file's cut in it."""
    from posthouse.studio.recut.recut import RecutOptions, recut  # asked for rarely, and imports much

    sidecar, fresh = kept
    done = recut(draft, new, options=RecutOptions(by=new.name))
    ledger.extend(fresh.ledger.entries)
    ledger.approximate(
        "document", "metadata", f"{new.name} was changed since it was written: recut into what its sidecar kept"
    )
    for parked in done.parked:
        ledger.approximate(str(parked.id), "metadata", "its shot is gone; it is parked in the document")
    for note in done.notes:
        ledger.approximate("cut", "clip", note)
    if sidecar.hidden:
        ledger.keep(f"{len(sidecar.hidden)} items the format cannot say", "metadata")
    ledger.approximate("sound", "clip", "sound, titles and markers are those of the sidecar, not of the changed file")
    return done.draft.text


def missing_media(production: Production) -> tuple[str, ...]:
    """Return the media of a production whose files are not here."""
    files = {name: Path(os.path.normpath(path)) for name, path in production.media_files().items()}
    return tuple(
        name for name, path in files.items() if not any(sign in path.name for sign in "%#") and not path.exists()
    )
