"""A log as a production, or into one: its clips as media; those there already get what they do not say themselves."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posthouse.interchange import Outcome
from posthouse.interchange.file_names import last_part
from posthouse.production.media_spec import FileMediaSpec
from posthouse.production.reader import production_from_text
from posthouse.studio.exchange.finding import FoundMedia, MediaFinder
from posthouse.studio.exchange.importing import DOCUMENT, Asked, Imported, missing_media
from posthouse.studio.exchange.incoming import Wishes
from posthouse.studio.exchange.incoming.logs import incoming_log, laid_out
from posthouse.studio.exchange.incoming.sources import label
from posthouse.studio.exchange.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import MediaRef, Reading
    from posthouse.interchange.formats import Format
    from posthouse.production import Production
    from posthouse.production.draft import Draft
    from posthouse.studio.exchange.incoming import Incoming
    from posthouse.timing import Rate


def is_log(reading: Reading) -> bool:
    """Return whether a file lists media and holds no cut."""
    return not reading.timelines and bool(reading.media)


def import_log(file: Path, form: Format, reading: Reading, asked: Asked) -> Imported:
    """Return a log as a production's text: its media, its looks, and a cut of nothing.

    Raises:
        MediaError: a folder to look in is none.
        ProductionError: no production can be made of it.
    """
    rate = asked.rate or _rate_of(reading)
    laid = laid_out(reading, rate)
    finder = MediaFinder(laid, asked.media, asked.tell)
    try:
        wishes = Wishes(folder=asked.folder, title=asked.title or file.stem, finder=finder)
        fresh = incoming_log(laid, wishes)
    finally:
        finder.close()
    text = fresh.text(f"From {file.name} ({form.title}).")
    production = production_from_text(text, asked.folder / DOCUMENT)
    return Imported(
        text=text,
        production=production,
        report=_report(f"{file.name} ({form.title}), imported", reading, fresh),
        fresh=fresh,
        reading=reading,
        missing=missing_media(production),
    )


def add_log(
    file: Path, told: tuple[Format, Reading], draft: Draft, before: Production, asked: Asked
) -> tuple[Imported, str]:
    """Add a log's clips to a production as media, and write it.

    Raises:
        MediaError: a folder to look in is none.
        ProductionError: it cannot be written.
    """
    form, reading = told
    fresh = _added_facts(reading, draft, before, asked)
    for name, written in fresh.book.entries.items():
        draft.set(("media", name), written)
    _add_looks(fresh, draft, before)
    production = draft.write()
    done = Imported(
        text=draft.text,
        production=production,
        report=_report(f"{file.name} ({form.title}), its clips added", reading, fresh),
        fresh=fresh,
        reading=reading,
        missing=missing_media(production),
    )
    return done, f"{draft.file}: media"


def _added_facts(reading: Reading, draft: Draft, before: Production, asked: Asked) -> Incoming:
    """Return what a log brings; what it says of media that are there is in the draft."""
    laid = laid_out(reading, before.document.format.rate)
    finder = MediaFinder(laid, asked.media, asked.tell)
    try:
        wishes = Wishes(
            folder=before.folder,
            finder=finder,
            names=frozenset({*before.document.media, *before.document.sequences}),
            known_files=_known(before, reading, finder),
        )
        fresh = incoming_log(laid, wishes)
        for name, media in fresh.known.items():
            _add_facts(name, media, fresh, draft, (before, finder))
    finally:
        finder.close()
    return fresh


def _add_looks(fresh: Incoming, draft: Draft, before: Production) -> None:
    """Write the looks of a log's color decisions; a look of the same name stays."""
    for name, look in fresh.looks.items():
        if name in before.document.color.looks:
            fresh.ledger.drop(name, "cdl", "there is a look of its name already, and it stays")
        else:
            draft.set(("color", "looks", name), look)


def _report(title: str, reading: Reading, fresh: Incoming) -> Report:
    """Return the report; a clip is told of once, by what became of it here."""
    entries = (each for each in reading.ledger.entries if each.feature != "media" or each.outcome is not Outcome.KEPT)
    return Report.of(title, dataclasses.replace(reading.ledger, entries=list(entries)), fresh.ledger)


def _rate_of(reading: Reading) -> Rate:
    """Return the rate most clips of a log run at; without timecode, the log's first word on it stands for all."""
    from posthouse.timing import Rate

    rates = [media.available.rate for media in reading.media if media.available is not None]
    if rates:
        return max(rates, key=rates.count)
    heading = reading.media[0].facts.get("heading")
    said = heading.get("FPS") if isinstance(heading, dict) else None
    return Rate.parse(str(said)) if said else Rate.parse(24)


def _known(before: Production, reading: Reading, finder: MediaFinder) -> dict[str, str]:
    """Return the media a production has, by what a log may call them: a file's name, with and without ending."""
    paths = before.media_files()
    known: dict[str, str] = {}
    stems: dict[str, list[str]] = {}
    for name, path in paths.items():
        stems.setdefault(PurePosixPath(path.name).stem.lower(), []).append(name)
    known |= {stem: names[0] for stem, names in stems.items() if len(names) == 1}
    known |= {path.name.lower(): name for name, path in paths.items()}
    resolved = {path.resolve(): name for name, path in paths.items()}
    for media in reading.media:
        sought = finder.find(media)
        there = resolved.get(sought.path.resolve()) if isinstance(sought, FoundMedia) else None
        if there is not None:
            known[(last_part(media.file) or media.name or media.reel).lower()] = there
    return known


def _add_facts(
    name: str, media: MediaRef, fresh: Incoming, draft: Draft, there: tuple[Production, MediaFinder]
) -> None:
    """Add what a log says of a media that is there to what the document says, where it says nothing."""
    before, finder = there
    spec = before.document.media[name]
    if not isinstance(spec, FileMediaSpec):
        fresh.ledger.drop(name, "media", "the production has it, and it is no file: it stays as it is")
        return
    path = before.media_files()[name]
    said = _unsaid(spec, media, finder.reference_of(path) if path.is_file() else None)
    written = draft.at(("media", name))
    if isinstance(written, str) and said:
        draft.set(("media", name), {"file": written} | said)
    else:
        for key, text in said.items():
            draft.set(("media", name, key), text)
    fresh.ledger.keep(name, "media")
    if spec.reel and media.reel and spec.reel != media.reel:
        fresh.ledger.drop(name, "metadata", f"the log calls its reel {media.reel}; the production's {spec.reel} stays")


def _unsaid(spec: FileMediaSpec, media: MediaRef, own: MediaRef | None) -> dict[str, str]:
    """Return what a log says of a media that neither the document nor its file, ``own``, says."""
    said: dict[str, str] = {}
    if media.reel and not spec.reel and (own is None or own.reel.lower() != media.reel.lower()):
        said["reel"] = media.reel
    has_none = own is not None and not own.has_timecode and bool(own.has_picture)
    if spec.start is None and media.available is not None and has_none:
        said["start"] = label(media.available.start, media.available.rate, media)
    return said
