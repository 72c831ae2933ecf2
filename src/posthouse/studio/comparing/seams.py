"""A cut as shots and the seams between them: what black and which transitions lie there."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.studio.comparing.layout import LaidGap, LaidJoin, LaidShot
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posthouse.studio.comparing.layout import Layout

NOT_WRITTEN = -1
"""The place, in a cut's own list, of what it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """What lies between two shots, or before the first and after the last.

    ``joins`` are (place, kind, frames, lead): place 0 is the end of the shot before, 1 that of the first gap.
    """

    gaps: tuple[int, ...] = ()
    joins: tuple[tuple[int, str, int, int], ...] = ()
    gap_indices: tuple[int, ...] = dataclasses.field(default=(), compare=False)
    join_indices: tuple[int, ...] = dataclasses.field(default=(), compare=False)

    @property
    def duration_frames(self) -> int:
        """Return how much black it is."""
        return sum(self.gaps)

    def written_as(self, other: Seam) -> Seam:
        """Return the seam with the lines of another; what that has no line for is not written there."""
        return dataclasses.replace(
            self,
            gap_indices=_filled(other.gap_indices, len(self.gaps)),
            join_indices=_filled(other.join_indices, len(self.joins)),
        )

    def longer(self, frames: int) -> Seam | None:
        """Return the seam with more black, or less; None where nobody can tell which of its parts that is."""
        if not frames:
            return self
        if not self.gaps and not self.joins and frames > 0:
            return dataclasses.replace(self, gaps=(frames,))
        if len(self.gaps) != 1 or self.gaps[0] + frames < 1:
            return None
        return dataclasses.replace(self, gaps=(self.gaps[0] + frames,))

    def with_cut_later(self, frames: int) -> Seam | None:
        """Return the seam with the cut under its one transition later, that where it is; None if it cannot lie so."""
        place, kind, lasting, lead = self.joins[0]
        if not 0 <= lead + frames <= lasting or any(gap + frames < 1 for gap in self.gaps):
            return None
        gaps = tuple(gap + frames for gap in self.gaps)
        return dataclasses.replace(self, gaps=gaps, joins=((place, kind, lasting, lead + frames),))


def _filled(indices: Sequence[int], count: int) -> tuple[int, ...]:
    return (*indices, *(NOT_WRITTEN for _ in range(count)))[:count]


@dataclass(frozen=True, kw_only=True)
class Seamed:
    """The shots of a cut, and one seam more than those."""

    shots: tuple[LaidShot, ...]
    seams: tuple[Seam, ...]

    @classmethod
    def of(cls, layout: Layout) -> Seamed:
        """Return a layout's shots and seams."""
        shots = [at for at, event in enumerate(layout.events) if isinstance(event, LaidShot)]
        edges = [-1, *shots, len(layout.events)]
        seams = [_seam(layout, first, last) for first, last in itertools.pairwise(edges)]
        found = [layout.events[at] for at in shots]
        return cls(shots=tuple(shot for shot in found if isinstance(shot, LaidShot)), seams=tuple(seams))

    @functools.cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each shot, by its id."""
        return {shot.id: at for at, shot in enumerate(self.shots)}

    def joined(self, runs: Mapping[range, LaidShot]) -> Seamed:
        """Return the cut with one shot in the place of each run of shots, under the id of the run's first."""
        starts = {run.start: run for run in runs}
        shots: list[LaidShot] = []
        seams = [self.seams[0]]
        at = 0
        while at < len(self.shots):
            run, first = starts.get(at, range(at, at + 1)), self.shots[at]
            shots.append(dataclasses.replace(first, retime=runs[run].retime) if run in runs else first)
            at = run.stop
            seams.append(self.seams[at])
        return Seamed(shots=tuple(shots), seams=tuple(seams))

    def laid(self) -> tuple[tuple[LaidShot | LaidGap, ...], tuple[LaidJoin, ...]]:
        """Return events end to end and the transitions over their joins."""
        events: list[LaidShot | LaidGap] = []
        joins: list[LaidJoin] = []
        at = 0
        for number, seam in enumerate(self.seams):
            first = len(events)
            for frames, index in zip(seam.gaps, seam.gap_indices, strict=True):
                events.append(LaidGap(index=index, range=FrameRange.lasting(at, frames)))
                at += frames
            for (place, kind, frames, lead), index in zip(seam.joins, seam.join_indices, strict=True):
                after = first + place
                join = LaidJoin(index=index, kind=kind, frames=frames, lead=lead, before=after - 1, after=after)
                joins.append(join)
            if number < len(self.shots):
                events.append(dataclasses.replace(self.shots[number], start_frame=at))
                at = events[-1].range.end_frame
        return tuple(events), tuple(joins)

    def tight(self) -> Iterator[int]:
        """Yield the seams with a transition that is longer than what lies at its sides."""
        events, joins = self.laid()
        starts = {join.after: join for join in joins}
        owners = [number for number, seam in enumerate(self.seams) for _ in (*seam.gaps, None)]
        for at, event in enumerate(events):
            head, tail = starts.get(at), starts.get(at + 1)
            taken = (head.frames - head.lead if head else 0) + (tail.lead if tail else 0)
            if taken > event.range.duration_frames:
                yield from (owners[join.after] for join in (head, tail) if join is not None)


def _seam(layout: Layout, first: int, last: int) -> Seam:
    """Return what lies between two events."""
    gaps = [event for event in layout.events[first + 1 : last] if isinstance(event, LaidGap)]
    joins = [join for join in layout.joins if first < join.after <= last and join.before >= first]
    return Seam(
        gaps=tuple(gap.range.duration_frames for gap in gaps),
        joins=tuple((join.after - first - 1, join.kind, join.frames, join.lead) for join in joins),
        gap_indices=tuple(gap.index for gap in gaps),
        join_indices=tuple(join.index for join in joins),
    )
