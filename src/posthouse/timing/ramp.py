"""Speed ramps: which frame of the source a shot of changing speed shows, exactly.

Problem: keyframes say how fast the source runs when it stands at certain source frames; between two of them the speed
changes over programme time, and each programme frame must show one exact frame, whatever is trimmed.
Example: 100% at 0, 50% at 60, linear. The speed falls evenly over T programme frames, its mean is 75%, so T is
60 / 0.75 = 80, and after t frames the source stands at t - t^2 / 320: rational, so exact in fractions.
Approach: a ``SpeedCurve`` maps curve time (programme frames since the first keyframe) to source frames, section by
section; a ``RampMap`` is a run of whole frames of it. The curve hangs on the source alone: a trim changes which frames
of it a shot takes, never what any of them shows.
Traps: sections may run backwards or stand still, so a source frame may be shown more than once: the first time counts.
"""

from __future__ import annotations

import enum
import functools
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.timing.ranges import FrameRange

if TYPE_CHECKING:
    from collections.abc import Callable

_HALF = Fraction(1, 2)
_FINEST = 40
"""Halvings of a section that find a moment in it: far below a sample."""
_FARTHEST = 34
"""Doublings of a frame number that are beyond any media."""


class Ease(enum.StrEnum):
    """How the speed comes to a keyframe from the one before."""

    LINEAR = "linear"  # evenly
    SMOOTH = "smooth"  # 3u^2 - 2u^3: it leaves and arrives without a jerk
    HOLD = "hold"  # not before it is there


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedKey:
    """The speed at a source position, in source grid frames; ``hold_frames``: how long a stand at 0% lasts there."""

    at: Fraction
    speed: Fraction
    ease: Ease = Ease.LINEAR
    hold_frames: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a curve between two turns or keyframes; ``end`` is its last moment (None: it never ends)."""

    start: Fraction | None
    end: Fraction | None
    origin: Fraction
    source: Fraction
    speed: Fraction
    change: Fraction = Fraction(0)
    ease: Ease = Ease.LINEAR

    def position(self, moment: Fraction) -> Fraction:
        """Return the source position at a moment: the integral of the speed from ``origin``, where it is ``source``."""
        since = moment - self.origin
        if self.change == 0:
            return self.source + since * self.speed
        assert self.end is not None
        lasting = self.end - self.origin
        part = since / lasting
        grown = part * part / 2 if self.ease is Ease.LINEAR else part**3 - part**4 / 2
        return self.source + since * self.speed + lasting * self.change * grown

    def speed_at(self, moment: Fraction) -> Fraction:
        """Return the speed at a moment."""
        if self.change == 0:
            return self.speed
        assert self.end is not None
        part = (moment - self.origin) / (self.end - self.origin)
        return self.speed + self.change * (part if self.ease is Ease.LINEAR else part * part * (3 - 2 * part))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedCurve:
    """A speed that changes, by keyframes in the order they are played; moments count from the first of them.

    Before the first keyframe and after the last its speed goes on.

    Raises:
        ValueError: keyframes between which no speed leads; see ``wrong_key``.
    """

    keys: tuple[SpeedKey, ...]

    def __post_init__(self) -> None:
        found = wrong_key(self.keys)
        if found is not None:
            raise ValueError(f"keyframe {found[0]}: {found[1]}")

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the curve's sections in the order they are played; the first and the last have no end."""
        return _sections(self.keys)

    def section_at(self, moment: Fraction) -> Section:
        """Return the section a moment lies in; where two meet, the later."""
        sections = self.sections
        return sections[bisect_right([s.start for s in sections[1:] if s.start is not None], moment)]

    def position(self, moment: Fraction) -> Fraction:
        """Return where the source stands at a moment, in source grid frames."""
        return self.section_at(moment).position(moment)

    def speed_at(self, moment: Fraction) -> Fraction:
        """Return the speed at a moment, in source frames a programme frame."""
        return self.section_at(moment).speed_at(moment)

    @property
    def direction(self) -> int:
        """Return 1 where the curve never runs backwards, -1 where it never runs forwards, 0 where it turns."""
        signs = {(key.speed > 0) - (key.speed < 0) for key in self.keys} - {0}
        return next(iter(signs)) if len(signs) == 1 else 0

    def moment_at(self, source: Fraction, start: Fraction, end: Fraction) -> Fraction | None:
        """Return the first moment from ``start`` to before ``end`` at which the source stands at a position, or None.

        Exact where the speed is constant, else to 2^-40 of a section.
        """
        for section in self.sections:
            low = start if section.start is None else max(start, section.start)
            high = end if section.end is None else min(end, section.end)
            if low < high and (found := _moment_within(section, source, low, high)) is not None:
                return found
        return None


def wrong_key(keys: tuple[SpeedKey, ...]) -> tuple[int, str, str] | None:
    """Return (index, cause, hint) of the first keyframe that cannot be reached from the one before, or None."""
    for index, key in enumerate(keys):
        if key.hold_frames and key.speed != 0:
            return index, "only a keyframe at 0% can last", "drop its for:, or say to: 0%"
        if index and (told := _wrong_step(keys[index - 1], key)) is not None:
            return index, *told
    if all(key.speed == 0 for key in keys):
        return 0, "the speed never leaves 0%", "say freeze: true, with for:"
    return None


def _wrong_step(before: SpeedKey, key: SpeedKey) -> tuple[str, str] | None:
    """Return (cause, hint) where no speed leads from one keyframe to the next."""
    arriving = before.speed if key.ease is Ease.HOLD else key.speed
    if before.speed * arriving < 0:
        return "the speed turns around on the way here", "put a keyframe at 0% where it turns"
    if before.speed + arriving == 0:
        return "the source stands still before this keyframe and never comes here", "give the one before a speed"
    if (key.at - before.at) * (before.speed + arriving) <= 0:
        way = "later" if before.speed + arriving > 0 else "earlier"
        return f"the source runs towards {way} frames and never comes here", f"put it {way}, or turn the speed around"
    return None


@functools.lru_cache(maxsize=512)
def _sections(keys: tuple[SpeedKey, ...]) -> tuple[Section, ...]:
    first, moment = keys[0], Fraction(0)
    made = [Section(start=None, end=moment, origin=moment, source=first.at, speed=first.speed)]
    for before, key in zip(keys, (*keys[1:], None), strict=True):
        if before.hold_frames:
            rest = moment + before.hold_frames
            made.append(Section(start=moment, end=rest, origin=moment, source=before.at, speed=Fraction(0)))
            moment = rest
        if key is None:
            made.append(Section(start=moment, end=None, origin=moment, source=before.at, speed=before.speed))
            break
        change = Fraction(0) if key.ease is Ease.HOLD else key.speed - before.speed
        end = moment + (key.at - before.at) / (before.speed + change / 2)
        made.append(
            Section(
                start=moment, end=end, origin=moment, source=before.at, speed=before.speed, change=change, ease=key.ease
            )
        )
        moment = end
    return tuple(made)


def _moment_within(section: Section, source: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
    """Return the first moment of [low, high) of one section, which never turns, at which it stands at a position."""
    ends = section.position(low), section.position(high)
    if ends[0] == source:
        return low
    if not min(ends) < source < max(ends):
        return None
    if section.change == 0:
        return low + (source - ends[0]) / section.speed
    is_rising = ends[0] < ends[1]
    for _ in range(_FINEST):
        middle = (low + high) / 2
        low, high = (middle, high) if (section.position(middle) < source) == is_rising else (low, middle)
    return high


@dataclass(frozen=True, slots=True, kw_only=True)
class RampMap:
    """A shot's frames on the source grid through a curve: its frame k is the curve's frame ``first_frame + k``."""

    curve: SpeedCurve
    first_frame: int
    duration_frames: int

    def __post_init__(self) -> None:
        if self.duration_frames < 0:
            raise ValueError(f"a shot cannot last {self.duration_frames} frames")

    @property
    def is_plain(self) -> bool:
        """Return whether each programme frame shows the next source frame; a ramp is never taken for plain."""
        return False

    @property
    def is_freeze(self) -> bool:
        """Return whether every programme frame shows the same source frame; a ramp moves."""
        return False

    def position(self, place: Fraction) -> Fraction:
        """Return where the source stands at a place of the shot, in programme frames from its start."""
        return self.curve.position(self.first_frame + place)

    def grid_frame(self, frame: int) -> int:
        """Return the source grid frame the shot's frame shows, that of its middle; handles included."""
        return _curve_frame(self.curve, self.first_frame + frame)

    def grid_frames(self, frames: FrameRange) -> tuple[int, ...]:
        """Return the source grid frame of each of some frames of the shot, handles included."""
        return tuple(self.grid_frame(frame) for frame in frames)

    def grid_range(self, frames: FrameRange | None = None) -> FrameRange:
        """Return the source grid frames from the lowest to the highest that some frames of the shot (or all) show."""
        frames = FrameRange(0, self.duration_frames) if frames is None else frames
        if frames.is_empty:
            at = self.grid_frame(frames.start_frame)
            return FrameRange(at, at)
        shown = self.grid_frames(frames)
        return FrameRange(min(shown), max(shown) + 1)

    def covered(self, frame: int) -> tuple[Fraction, Fraction]:
        """Return the stretch of source, (low, high) in grid frames, that passes while a frame of the shot lasts."""
        ends = self.position(Fraction(frame)), self.position(Fraction(frame + 1))
        return min(ends), max(ends)

    def frame_reaching(self, grid_frame: int) -> int | None:
        """Return the first frame of the shot that shows a grid frame or has just run past it, or None."""
        before = self.position(Fraction(0)).__floor__()
        for frame in range(self.duration_frames):
            shown = self.grid_frame(frame)
            if min(before, shown) <= grid_frame <= max(before, shown):
                return frame
            before = shown
        return None


@functools.lru_cache(maxsize=1 << 16)  # chunks, anchors and pictures ask for the same frames again
def _curve_frame(curve: SpeedCurve, frame: int) -> int:
    return curve.position(frame + _HALF).__floor__()


def curve_frames_within(curve: SpeedCurve, low: int, high: int) -> FrameRange | None:
    """Return the frames of a curve that never turns which show grid frames low..high; None where it stops on the way.

    Frames count from the first keyframe, and may be negative.
    """
    ahead = (low, high) if curve.direction > 0 else (high - 1, low - 1)
    ends = [first_frame_past(curve, edge) for edge in ahead]
    return None if ends[0] is None or ends[1] is None else FrameRange(ends[0], max(ends[0], ends[1]))


def first_frame_past(curve: SpeedCurve, edge: int) -> int | None:
    """Return the first frame of a curve that never turns to show ``edge`` or what is played after it, or None.

    0 where all of them do: the curve begins standing still beyond it.
    """
    way = curve.direction

    def is_past(frame: int) -> bool:
        return (_curve_frame(curve, frame) - edge) * way >= 0

    low, high = _first_doubling(is_past, -1, wanted=False), _first_doubling(is_past, 1, wanted=True)
    if low is None or high is None:
        return 0 if low is None and high is not None else None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_past(middle) else (middle, high)
    return high


def _first_doubling(is_past: Callable[[int], bool], sign: int, *, wanted: bool) -> int | None:
    """Return the first of 1, 2, 4 ... frames towards one side for which the answer is the wanted one, or None."""
    steps = (sign * (1 << power) for power in range(_FARTHEST))
    return next((step for step in steps if is_past(step) is wanted), None)
