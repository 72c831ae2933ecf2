"""The stretch of each clip that a movie of the cut shows alone: under no other clip, and in no transition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange import MediaKind, TrackKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posthouse.interchange import Clip, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A clip of the cut, and the longest run of record frames in which it is seen alone."""

    clip: Clip
    frames: FrameRange

    @property
    def skipped(self) -> int:
        """Return how many frames of the clip come before."""
        return self.frames.start_frame - self.clip.record.start_frame


def stretches_of(timeline: Timeline) -> Iterator[Stretch]:
    """Yield each picture clip of a cut that is seen, with where it is seen alone; titles cover nothing."""
    above: list[FrameRange] = []
    for track in reversed(timeline.of_kind(TrackKind.PICTURE)):
        if not track.is_enabled:
            continue
        clips = [clip for clip in track.clips if clip.is_enabled]
        mixed = [transition.record for transition in track.transitions]
        for clip in clips:
            frames = _longest_run(clip.record, (*above, *mixed))
            if frames is not None:
                yield Stretch(clip=clip, frames=frames)
        above += [clip.record for clip in clips if clip.media.kind is not MediaKind.TITLE]


def _longest_run(record: FrameRange, covers: Iterable[FrameRange]) -> FrameRange | None:
    """Return the longest part of a range that no other touches."""
    runs, start = [], record.start_frame
    for cover in sorted(covers, key=lambda each: each.start_frame):
        if cover.end_frame <= start or cover.start_frame >= record.end_frame:
            continue
        runs.append((start, max(start, cover.start_frame)))
        start = max(start, cover.end_frame)
    runs.append((start, max(start, record.end_frame)))
    first, last = max(runs, key=lambda run: run[1] - run[0])
    return FrameRange(first, last) if last > first else None
