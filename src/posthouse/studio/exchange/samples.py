"""The note that says on which sample of its file a sound begins, for formats that count in frames."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import TrackKind

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Reading, Timeline

_NOTE = re.compile(r"SAMPLE: (-?\d{1,15}) AT (\d{4,6})", re.ASCII)


def sample_note(seconds: Fraction, sample_rate: int) -> str:
    """Return the note for a sound that begins so many seconds after its file does: ``SAMPLE: 504123 AT 48000``."""
    return f"SAMPLE: {(seconds * sample_rate + Fraction(1, 2)).__floor__()} AT {sample_rate}"


def with_samples(reading: Reading) -> Reading:
    """Return what was read with every sound on the sample its note says; the notes are left out."""
    return dataclasses.replace(
        reading,
        timelines=tuple(_timeline(each) for each in reading.timelines),
        nested=tuple(_timeline(each) for each in reading.nested),
    )


def _timeline(timeline: Timeline) -> Timeline:
    tracks = (
        dataclasses.replace(track, clips=tuple(_on_sample(clip) for clip in track.clips))
        if track.kind is TrackKind.SOUND
        else track
        for track in timeline.tracks
    )
    return dataclasses.replace(timeline, tracks=tuple(tracks))


def _on_sample(clip: Clip) -> Clip:
    """Return a clip as far off its frame as its note says; one that was trimmed since keeps what it was trimmed by."""
    match = next((found for note in clip.notes if (found := _NOTE.fullmatch(note.strip()))), None)
    if match is None or not int(match[2]):
        return clip
    exact = Fraction(int(match[1]), int(match[2])) * clip.source.rate.fraction
    if clip.source.start.denominator != 1:
        exact = Fraction(0)  # the format said it itself
    off = exact - (exact + Fraction(1, 2)).__floor__()
    notes = tuple(note for note in clip.notes if not _NOTE.fullmatch(note.strip()))
    return dataclasses.replace(
        clip, notes=notes, source=dataclasses.replace(clip.source, start=clip.source.start + off)
    )
