"""The cut, resolved: every shot, transition and layer in whole frames of the programme."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.curve import Curve
from posthouse.editorial.track_spec import OVER_TRACK
from posthouse.pixels.blending import Blend, LumaKey
from posthouse.timing import FrameRange, RampMap, Retime, Timecode

if TYPE_CHECKING:
    from posthouse.editorial.framing import Framing
    from posthouse.editorial.light import Light
    from posthouse.editorial.motion import Motion
    from posthouse.pixels.scaling import Scaling
    from posthouse.pixels.stack import InBetween, Rgb

OPAQUE = Curve.constant(1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One use of a media: ``start_frame`` is its first programme frame, not counting what a transition borrows."""

    shot: str
    media: str
    start_frame: int
    source: Retime
    framing: Framing
    motion: Motion | None = None
    """None: it stands as it is framed."""
    opacity: Curve = OPAQUE
    in_between: InBetween | None = None
    """What is shown between two pictures of the source; None: what the media says."""
    scaling: Scaling | None = None
    """None: as the format says."""
    clock: str = ""
    """Whose time its source times count in: a subclip, or an angle of a group; empty: the media's own."""
    shown: FrameRange | None = None
    """Of a shot inside a nested sequence, the programme frames it is seen in; ``start_frame`` may lie before them."""
    path: tuple[str, ...] = ()
    """Of a shot inside nested sequences, the ids of the shots that play them, outermost first, then its own."""

    @property
    def range(self) -> FrameRange:
        """Return the programme frames the shot stands for."""
        return self.shown or FrameRange.lasting(self.start_frame, self.source.duration_frames)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the document it goes by, outermost first: its own alone where it is not nested."""
        return self.path or (self.shot,)

    def frame_reaching(self, grid_frame: int) -> int | None:
        """Return the first frame, from ``start_frame``, that shows a source grid frame or has just run past it."""
        if self.shown is None:
            return self.source.frame_reaching(grid_frame)
        seen = self.shown.shifted(-self.start_frame)
        if isinstance(self.source, RampMap):
            frame = self.source.frame_reaching(grid_frame)
            return frame if frame is not None and seen.contains(frame) else None
        showing = self.source.frames_showing(FrameRange(grid_frame, grid_frame + 1))
        frame = max(showing.start_frame, seen.start_frame) if showing.overlaps(seen) else showing.start_frame
        return frame if seen.contains(frame) else None

    def opacities(self, frames: FrameRange) -> tuple[float, ...]:
        """Return the shot's own opacity at programme frames."""
        if self.opacity.is_constant:
            return self.opacity.keys[0].value * frames.duration_frames
        at = (self.opacity.at(self.source, Fraction(frame - self.start_frame))[0] for frame in frames)
        return tuple(min(1.0, max(0.0, opacity)) for opacity in at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Black and silence."""

    start_frame: int
    duration_frames: int

    @property
    def range(self) -> FrameRange:
        """Return the programme frames of the gap."""
        return FrameRange.lasting(self.start_frame, self.duration_frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissolve:
    """One picture mixed into the next."""

    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Dip:
    """One half of a dip: a picture to a color (``is_out``), or from it."""

    rgb: Rgb
    is_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """The next picture uncovered along a pattern."""

    pattern: str
    softness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A change from ``before`` to ``after`` (indices of the cut's events); a dip's halves have the same for both."""

    effect: Dissolve | Dip | Wipe
    range: FrameRange
    before: int
    after: int

    def weights(self, frames: FrameRange) -> tuple[float, ...]:
        """Return how far the change has come, at programme frames: (k + 1) / (n + 1), never quite 0 or 1."""
        count = self.range.duration_frames
        return tuple(float(Fraction(f - self.range.start_frame + 1, count + 1)) for f in frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A shot of the second picture track, over the cut."""

    shot: Shot
    fade_in_frames: int
    fade_out_frames: int
    track: str = OVER_TRACK
    blend: Blend = Blend.NORMAL
    is_linear: bool = False
    """It is blended in linear light."""
    key: LumaKey | None = None
    whole: FrameRange | None = None
    """What its fades are of, where it is a part of a nested sequence; None: its own range."""

    def opacities(self, frames: FrameRange) -> tuple[float, ...]:
        """Return the layer's opacity at programme frames, fades included."""
        own = self.shot.opacities(frames)
        return tuple(opacity * self._fade(frame) for opacity, frame in zip(own, frames, strict=True))

    def _fade(self, frame: int) -> float:
        whole = self.whole or self.shot.range
        since, left = frame - whole.start_frame, whole.end_frame - 1 - frame
        rising = min(1.0, (since + 1) / (self.fade_in_frames + 1))
        return rising * min(1.0, (left + 1) / (self.fade_out_frames + 1))


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The whole picture edit: events end to end, transitions across their joins, layers over them."""

    events: tuple[Shot | Gap, ...]
    transitions: tuple[Transition, ...] = ()
    layers: tuple[Layer, ...] = ()
    start: Timecode | None = None
    """The label of the programme's first frame; None: labels count from 0."""
    unsure: frozenset[str] = frozenset()
    """Shots that could not be resolved: a problem was told of each, and the place it holds is a guess."""
    nests: tuple[Shot, ...] = ()
    """The shots that play sequences, as wholes; the events have what is inside them."""

    @property
    def duration_frames(self) -> int:
        """Return the length of the programme: the sum of its events."""
        return self.events[-1].range.end_frame if self.events else 0

    def shots(self) -> tuple[Shot, ...]:
        """Return all shots of both picture tracks, in programme order."""
        placed = [e for e in self.events if isinstance(e, Shot)] + [layer.shot for layer in self.layers]
        return tuple(sorted(placed, key=lambda shot: (shot.start_frame, shot.shot)))

    @functools.cached_property
    def by_id(self) -> dict[str, Shot]:
        """Return the shots of both picture tracks by id."""
        return {shot.shot: shot for shot in self.shots()}

    def named(self, name: str) -> tuple[Shot, ...]:
        """Return the shots a name means: one by its id or its whole path, or each use of one inside a sequence."""
        found = self.by_id.get(name) or self._nests_by_id.get(name)
        return (found,) if found is not None else self._nested_by_name.get(name, ())

    @functools.cached_property
    def _nests_by_id(self) -> dict[str, Shot]:
        return {shot.shot: shot for shot in self.nests}

    @functools.cached_property
    def _nested_by_name(self) -> dict[str, tuple[Shot, ...]]:
        """Return nested shots, and nests in nests, by every end of their path."""
        found: dict[str, list[Shot]] = {}
        for shot in (*self.shots(), *self.nests):
            for start in range(1, len(shot.path)):
                found.setdefault("/".join(shot.path[start:]), []).append(shot)
        return {name: tuple(shots) for name, shots in found.items()}
