"""A cut file added to a production that is there: as a sequence, with its media and grades."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.arrange import New
from posthouse.production.draft import Draft
from posthouse.production.ids import ids_by_path
from posthouse.studio.exchange.adding_markers import add_markers, markers_of
from posthouse.studio.exchange.finding import MediaFinder
from posthouse.studio.exchange.importing import Asked, Imported, missing_media, read_cut
from posthouse.studio.exchange.incoming import Incoming, Wishes, incoming
from posthouse.studio.exchange.incoming.naming import plain_name
from posthouse.studio.exchange.logs import add_log, is_log
from posthouse.studio.exchange.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Reading, Timeline
    from posthouse.production import Production
    from posthouse.timing import Rate


def add_cut(file: Path, into: Path, asked: Asked) -> tuple[Imported, str]:
    """Add a cut file to a production as a sequence, and write it; return what was read, and where it stands.

    A file of markers and no clips gives its markers, at their times of the programme; a log its clips, as media.

    Raises:
        MediaError: the file cannot be read.
        ProductionError: it runs at another rate, or the production cannot be written.
    """
    draft = Draft.open(into)
    before = draft.checked()
    form, reading = read_cut(file, asked.rate or before.document.format.rate)
    if (marked := _marked(reading, asked)) is not None:
        return add_markers(marked, draft, before, (file.name, form.title, reading))
    if is_log(reading):
        return add_log(file, (form, reading), draft, before, asked)
    finder = MediaFinder(reading, asked.media, asked.tell)
    try:
        fresh = incoming(reading, _wishes(before, draft, asked, finder))
    finally:
        finder.close()
    _refuse_another_rate(file, _asked_timeline(reading, asked), before.document.format.rate)
    name = fresh.book.names.free(plain_name(file.name), "sequence")
    _write(draft, name, fresh)
    production = draft.write()
    report = Report.of_import(f"{file.name} ({form.title}), added as {name}", reading.ledger, fresh.ledger)
    done = Imported(
        text=draft.text,
        production=production,
        report=report,
        fresh=fresh,
        reading=reading,
        missing=missing_media(production),
    )
    return done, f"{draft.file}: sequences.{name}"


def _marked(reading: Reading, asked: Asked) -> Timeline | None:
    """Return the cut that is asked for, where it holds markers and no clips."""
    found = _asked_timeline(reading, asked)
    return found if found is not None and not found.duration_frames and markers_of(found) else None


def _asked_timeline(reading: Reading, asked: Asked) -> Timeline | None:
    """Return the cut of a file that is asked for, or its first; None where it has none."""
    found = (each for each in reading.timelines if not asked.timeline or asked.timeline in {each.id, each.name})
    return next(found, None)


def _refuse_another_rate(file: Path, timeline: Timeline | None, rate: Rate) -> None:
    if timeline is not None and timeline.rate != rate:
        cause = f"{file.name} runs at {timeline.rate} frames per second, the production at {rate}"
        raise ProductionError(cause, hint="a sequence runs at its production's rate; import it on its own")


def _wishes(before: Production, draft: Draft, asked: Asked, finder: MediaFinder) -> Wishes:
    document = before.document
    files = {path.name.lower(): name for name, path in before.media_files().items()}
    return Wishes(
        folder=before.folder,
        timeline=asked.timeline,
        finder=finder,
        ids=frozenset(ids_by_path(draft.value).values()),
        names=frozenset({*document.media, *document.sequences}),
        known_files={PurePosixPath(file).name: name for file, name in files.items()},
    )


def _write(draft: Draft, name: str, fresh: Incoming) -> None:
    """Put a cut into a draft; what a sequence has no place for is told."""
    for media, written in fresh.book.entries.items():
        draft.set(("media", media), written)
    for nested, lines in (*fresh.sequences.items(), (name, fresh.cut)):
        draft.arrange(("sequences", nested), [New(value=line.value, comment=line.comment) for line in lines])
    for shot, grade in fresh.grades.items():
        draft.set(("color", "grades", shot), grade)
    left = (("over", fresh.over), ("titles", fresh.titles), ("cues", fresh.cues), ("markers", fresh.markers))
    for place, entries in left:
        for entry in entries:
            label = next(str(entry.value[key]) for key in ("shot", "title", "cue", "marker") if key in entry.value)
            fresh.ledger.drop(label, "track" if place == "over" else "clip", f"a sequence has no {place}")
