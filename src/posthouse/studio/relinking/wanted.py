"""What a cut says of each of its media, and where it uses it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Span, Wanted
from posthouse.interchange import Clip, MediaKind, TrackKind
from posthouse.interchange.file_names import folders_of, last_part
from posthouse.studio.relinking.stretches import Stretch, stretches_of

if TYPE_CHECKING:
    from posthouse.interchange import MediaRef, Reading, SourceSpan, Timeline, Track
    from posthouse.timing import Rate

_RATELESS = {"mlt", "kdenlive", "protools-text"}
"""Formats that count every source at the cut's rate, whatever its own is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One media of a cut, and the clips of picture and of sound that are cut from it."""

    wanted: Wanted
    media: MediaRef
    clips: tuple[Stretch, ...]
    """Those of the main cut that are seen."""
    sounds: tuple[Clip, ...]
    """Those of the main cut that are heard."""
    rate: Rate
    """Of the timeline."""


def uses_of(reading: Reading) -> tuple[Use, ...]:
    """Return every media of files that a cut uses, in the order of their first use."""
    found: dict[tuple[str, ...], list[tuple[Clip, Track]]] = {}
    for timeline in (*reading.timelines, *reading.nested):
        for track in timeline.tracks:
            for clip in track.clips:
                if clip.nested is None and clip.media.kind in {MediaKind.FILE, MediaKind.MISSING}:
                    found.setdefault(use_key(clip.media), []).append((clip, track))
    if not reading.timelines:
        return ()
    uses = [_use(clips, reading.timelines[0], reading.format) for clips in found.values()]
    seen: dict[tuple[str, ...], list[Stretch]] = {}
    for stretch in stretches_of(reading.timelines[0]):
        seen.setdefault(use_key(stretch.clip.media), []).append(stretch)
    return tuple(replace(use, clips=tuple(seen.get(key, ()))) for key, use in zip(found, uses, strict=True))


def use_key(media: MediaRef) -> tuple[str, ...]:
    """Return what makes two references one media: its file, else its reel and name."""
    return (media.file,) if media.file else ("", media.reel, media.name)


def _use(clips: list[tuple[Clip, Track]], main: Timeline, form: str) -> Use:
    media, rate = clips[0][0].media, main.rate
    heard = [track for track in main.of_kind(TrackKind.SOUND) if track.is_enabled]
    sounds = tuple(clip for clip, track in clips if any(track is each for each in heard) and clip.is_enabled)
    wanted = Wanted(
        name=media.name,
        file=file_name(media.file),
        folders=folders_of(media.file),
        reel=media.reel,
        used=tuple(_span(clip.source) for clip, _ in clips),
        available=None if media.available is None else _span(media.available),
        has_timecode=media.has_timecode,
        wants_picture=any(track.kind is TrackKind.PICTURE for _, track in clips),
        scene=media.scene,
        take=media.take,
        channels=media.sound_channels,
        is_rate_said=form not in _RATELESS,
        is_faster_labelled=form == "edl" and all(clip.source.rate == rate for clip, _ in clips),
    )
    return Use(wanted=wanted, media=media, clips=(), sounds=sounds, rate=rate)


def _span(source: SourceSpan) -> Span:
    return Span(start=source.start, end=source.end, rate=source.rate)


def file_name(path: str) -> str:
    """Return a path's last part, whichever system wrote it."""
    return last_part(path)
