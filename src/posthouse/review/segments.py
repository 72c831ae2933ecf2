"""The programme in pieces for a player: whole chunks of picture, whole frames of FLAC, about two seconds each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.editorial import Chunk
    from posthouse.timing import Rate

TARGET_SECONDS = Fraction(2)
LONGEST_SECONDS = Fraction(5, 2)
"""Chunks go on being joined while a segment stays within this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSegment:
    """Programme frames, and the numbers of the chunks they are made of."""

    frames: FrameRange
    chunks: range


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSegment:
    """Samples start..end of the programme's sound; ``first_frame`` is the number of its first FLAC frame."""

    start_samples: int
    end_samples: int
    first_frame: int


def picture_segments(chunks: Sequence[Chunk], rate: Rate) -> tuple[PictureSegment, ...]:
    """Return the segments of a programme: runs of whole chunks; a chunk longer than a segment is one of its own."""
    longest_frames = LONGEST_SECONDS * rate.fraction
    segments: list[PictureSegment] = []
    for number, chunk in enumerate(chunks):
        open_segment = segments[-1] if segments else None
        if open_segment is None or chunk.range.end_frame - open_segment.frames.start_frame > longest_frames:
            segments.append(PictureSegment(frames=chunk.range, chunks=range(number, number + 1)))
            continue
        frames = FrameRange(open_segment.frames.start_frame, chunk.range.end_frame)
        segments[-1] = PictureSegment(frames=frames, chunks=range(open_segment.chunks.start, number + 1))
    return tuple(segments)


def sound_segments(programme_samples: int, sample_rate: int, frame_samples: int) -> tuple[SoundSegment, ...]:
    """Return the segments of a programme's sound: equal runs of FLAC frames, and what is left."""
    frames = max(1, round(TARGET_SECONDS * sample_rate / frame_samples))
    step = frames * frame_samples
    return tuple(
        SoundSegment(start_samples=start, end_samples=min(start + step, programme_samples), first_frame=place * frames)
        for place, start in enumerate(range(0, programme_samples, step))
    )
