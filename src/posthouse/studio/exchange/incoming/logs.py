"""A log on its way in: every clip it lists as a media, with its reel and start; its color decisions as looks.

A document has no place for the scene and take of a media: they stand in a comment behind it, and ``posthouse assemble
--log`` reads them, circles and notes from the log itself. A color decision belongs to a clip there and to a shot here,
so it becomes a look of the media's name, for grades to take.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.interchange import Cdl, Clip, Timeline, Track, TrackKind
from posthouse.studio.exchange.incoming.desk import Line
from posthouse.studio.exchange.incoming.document import Incoming, Wishes, form_of, opened_desk
from posthouse.studio.exchange.incoming.shot import cdl_entry
from posthouse.studio.exchange.incoming.sources import media_key
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange import Ledger, MediaRef, Reading
    from posthouse.timing import Rate

_EMPTY_CUT = {"gap": "1s"}
_TAKEN = {
    "name", "tape", "source tape", "camroll", "reel", "labroll", "soundroll", "reel name", "reel number", "source file",
    "file name", "filename", "source file name", "clip directory", "source path", "unc", "start", "end", "duration",
    "fps", "tracks", "asc_sop", "asc_sat", "image size", "frame size", "resolution", "raster dimension", "uid", "umid",
}  # fmt: skip
"""Columns that say what the document says, or the file itself."""
_SLATES = {"scene", "take", "camera", "circled", "circle", "note", "notes", "comments", "description"}
"""Columns of the slate, which a rough cut is made by."""


def laid_out(reading: Reading, rate: Rate) -> Reading:
    """Return a log as a cut that uses all of every clip, one after the other: what finding their files goes by."""
    at, clips = 0, []
    for number, media in enumerate(reading.media, 1):
        span = media.available
        if span is None or span.duration <= 0:
            continue
        frames = max(1, rate.nearest_frames(span.duration / span.rate.fraction))
        record = FrameRange.lasting(at, frames)
        clips.append(Clip(id=str(number), name=media.name, record=record, source=span, media=media))
        at = record.end_frame
    seen, heard = (
        tuple(clip for clip in clips if (clip.media.has_picture is False) == is_heard) for is_heard in (False, True)
    )
    tracks = (
        Track(name="V1", kind=TrackKind.PICTURE, clips=seen),
        Track(name="A1", kind=TrackKind.SOUND, clips=heard),
    )
    timeline = Timeline(id="log", name="log", rate=rate, tracks=tracks)
    return dataclasses.replace(reading, timelines=(timeline,))


def incoming_log(reading: Reading, wishes: Wishes) -> Incoming:
    """Return a log that was laid out as a document: its media and looks, and a cut of nothing."""
    timeline = reading.timelines[0]
    desk = opened_desk(reading, timeline, wishes)
    desk.book.keeps_starts = True
    cut = [Line(value=dict(_EMPTY_CUT), comment="nothing is cut yet")]
    found = Incoming(title=wishes.title or "Untitled", form=form_of(timeline, desk), book=desk.book, cut=cut)
    found.ledger = desk.ledger
    entered: set[str] = set()
    for media in reading.media:
        rate = media.available.rate if media.available is not None else timeline.rate
        if media_key(media) in desk.book.by_key:
            found.ledger.approximate(media.name, "media", "its file is listed more than once: one media stands for it")
        name = desk.book.name_of(media, rate)
        if name in entered:
            continue
        entered.add(name)
        if name not in desk.book.entries:
            found.known[name] = media
        _add_slate(name, media, found)
        _add_look(name, media, found)
    _tell_columns(reading.media, found.ledger)
    return found


def _add_slate(name: str, media: MediaRef, found: Incoming) -> None:
    words = [f"{word} {said}" for word, said in (("scene", media.scene), ("take", media.take)) if said]
    if words:
        before = found.book.comments.get(name, "")
        found.book.comments[name] = ", ".join([*words, *([before] if before else [])])


def _add_look(name: str, media: MediaRef, found: Incoming) -> None:
    said = media.facts.get("cdl")
    numbers = cdl_entry(Cdl(**said), name, found.ledger) if isinstance(said, dict) else {}
    if numbers:
        found.looks[name] = {"cdl": numbers}


def _tell_columns(listed: tuple[MediaRef, ...], ledger: Ledger) -> None:
    """Tell of what the log says beyond what a media has a word for, column by column."""
    counts: dict[str, int] = {}
    for media in listed:
        row = media.facts.get("ale")
        for column, said in row.items() if isinstance(row, dict) else ():
            if str(said).strip() and str(column).strip().lower() not in _TAKEN:
                counts[str(column).strip()] = counts.get(str(column).strip(), 0) + 1
    for column, count in counts.items():
        item = f"column {column} ({count} clip{'s' if count > 1 else ''})"
        if column.lower() in _SLATES:
            ledger.approximate(item, "metadata", "it stays in the log: posthouse assemble --log reads it there")
        else:
            ledger.drop(item, "metadata", "a media has no word for it: it stays in the log")
