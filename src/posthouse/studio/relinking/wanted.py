"""What a cut says of each of its media, and where it uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Span, Wanted
from posthouse.interchange import Clip, MediaKind, TrackKind

if TYPE_CHECKING:
    from posthouse.interchange import MediaRef, Reading, SourceSpan
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One media of a cut, and the picture clips that are cut from it."""

    wanted: Wanted
    media: MediaRef
    clips: tuple[Clip, ...]
    rate: Rate
    """Of the timeline."""


def uses_of(reading: Reading) -> tuple[Use, ...]:
    """Return every media of files that a cut uses, in the order of their first use."""
    found: dict[tuple[str, str, str], list[tuple[Clip, bool]]] = {}
    for timeline in (*reading.timelines, *reading.nested):
        for track in timeline.tracks:
            for clip in track.clips:
                if clip.nested is None and clip.media.kind in {MediaKind.FILE, MediaKind.MISSING}:
                    key = (clip.media.file, clip.media.reel, "" if clip.media.file else clip.media.name)
                    found.setdefault(key, []).append((clip, track.kind is TrackKind.PICTURE))
    rate = reading.timelines[0].rate
    return tuple(_use(clips, rate) for clips in found.values())


def _use(clips: list[tuple[Clip, bool]], rate: Rate) -> Use:
    media = clips[0][0].media
    pictures = tuple(clip for clip, is_picture in clips if is_picture)
    wanted = Wanted(
        name=media.name,
        file=file_name(media.file),
        reel=media.reel,
        used=tuple(_span(clip.source) for clip, _ in clips),
        available=None if media.available is None else _span(media.available),
        has_timecode=media.has_timecode,
        wants_picture=bool(pictures),
    )
    return Use(wanted=wanted, media=media, clips=pictures, rate=rate)


def _span(source: SourceSpan) -> Span:
    return Span(start=source.start, end=source.end, rate=source.rate)


def file_name(path: str) -> str:
    """Return a path's last part, whichever system wrote it."""
    return PurePosixPath(path.replace("\\", "/")).name
