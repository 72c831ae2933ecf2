"""From what the document says of a shot's motion to curves in exact time; every problem is told at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.anchors import source_seconds
from posthouse.editorial.curve import Curve, Key, source_position
from posthouse.editorial.ease import Ease
from posthouse.editorial.framing import Framing
from posthouse.editorial.motion import Motion
from posthouse.editorial.motion_spec import CropSpec, Keyframe, Sweep
from posthouse.fields import KeyEdge, KeyTime

if TYPE_CHECKING:
    from posthouse.editorial.anchors import Source
    from posthouse.editorial.spec import OverSpec, ShotSpec
    from posthouse.timing import Rate, Retime

FieldPath = tuple[str | int, ...]
Complain = Callable[[FieldPath, str, str], None]
_SIDES = ("left", "top", "right", "bottom", "softness")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingShot:
    """A shot as far as its motion needs it."""

    retime: Retime
    source: Source
    rate: Rate
    complain: Complain
    path: FieldPath

    def motion(self, spec: ShotSpec[object] | OverSpec[object]) -> Motion | None:
        """Return a shot's motion; None where it stands still, upright and whole, which framing says."""
        if is_framed_only(spec):
            return None
        crop = spec.crop or CropSpec()
        return Motion(
            position=self.curve(spec.position, "position"),
            scale=self.curve(spec.scale, "scale"),
            rotation=self.curve(spec.rotation, "rotation"),
            anchor=self.curve(spec.anchor, "anchor"),
            shutter_degrees=Fraction(repr(spec.shutter)),
            **{side: self.curve(getattr(crop, side), "crop", side) for side in _SIDES},
        )

    def curve(self, written: object, *field: str) -> Curve:
        """Return what a field says as a curve."""
        path = (*self.path, *field)
        if isinstance(written, Sweep):
            last = Fraction(self.retime.duration_frames - 1)
            first = Key(time=Fraction(0), value=_values(written.first))
            if last == 0:
                return Curve(keys=(first,))
            return Curve(keys=(first, Key(time=last, value=_values(written.to), ease=written.ease)))
        if isinstance(written, tuple) and written and isinstance(written[0], Keyframe):
            return self._keyed(written, path)
        if written == ():
            self.complain(path, "there are no keyframes", "write one value, or at least two keyframes")
            return Curve.constant(0.0, 0.0)
        return Curve.constant(*_values(written))

    def _keyed(self, written: tuple[Keyframe[object], ...], path: FieldPath) -> Curve:
        if written[0].ease != Ease():
            hint = "an ease is of the way to its keyframe: write it at the next one"
            self.complain((*path, 0, "ease"), "nothing comes before the first keyframe", hint)
        is_on_source = all(key.at.edge is KeyEdge.SOURCE for key in written)
        keys: list[Key] = []
        for index, key in enumerate(written):
            place = (*path, index, "at")
            time = self._time(key.at, place, is_on_source=is_on_source)
            if time is None:
                continue
            if keys and time <= keys[-1].time:
                hint = "write keyframes in the order of time, each at a time of its own"
                self.complain(place, f"the keyframe at {key.at} is not after the one before it", hint)
                continue
            keys.append(Key(time=time, value=_values(key.to), ease=key.ease))
        if not keys:
            return Curve.constant(*_values(written[0].to))
        found = Curve(keys=tuple(keys), is_on_source=is_on_source)
        self._check_seen(found, path)
        return found

    def _time(self, at: KeyTime, place: FieldPath, *, is_on_source: bool) -> Fraction | None:
        """Return the time of a keyframe on its curve, or None after complaining."""
        try:
            if at.edge is KeyEdge.SOURCE:
                grid = self.rate.nearest_frames(source_seconds(at.offset, self.source))
                return Fraction(grid) if is_on_source else self._reached(grid, at, place)
            offset = at.offset.nearest_frames(self.rate)
        except ValueError as problem:
            self.complain(place, str(problem), "")
            return None
        last = self.retime.duration_frames - 1
        frame = offset if at.edge is KeyEdge.START else last + offset
        is_outside = frame > last if at.edge is KeyEdge.START else frame < 0
        if is_outside:
            cause = f"the keyframe at {at} is outside of the shot, which has {last + 1} frames"
            self.complain(place, cause, f"its first is start, its last is end or +{last}f; or tie it to a source time")
            return None
        return Fraction(frame)

    def _reached(self, grid: int, at: KeyTime, place: FieldPath) -> Fraction | None:
        """Return the shot's frame of a source time that stands beside times of the shot."""
        frame = None if self.retime.is_freeze else self.retime.frame_reaching(grid)
        if frame is None:
            cause = f"the keyframe at {at} was cut away: the shot does not show source frame {grid}"
            self.complain(place, cause, "beside times of the shot, a source time must be one that the shot shows")
            return None
        return Fraction(frame)

    def _check_seen(self, curve: Curve, path: FieldPath) -> None:
        """Complain of motion on the source of which a shot shows nothing."""
        if not curve.is_on_source or len(curve.keys) == 1:
            return
        if self.retime.is_freeze:
            self.complain(path, "a freeze shows one source time only", "count keyframes from its start, as +12f")
            return
        ends = (source_position(self.retime, Fraction(n)) for n in (0, self.retime.duration_frames - 1))
        low, high = sorted(ends)
        if curve.keys[-1].time < low or curve.keys[0].time > high:
            used = self.retime.grid_range()
            cause = f"all of this motion was cut away: the shot shows source frames {used.start_frame} to "
            hint = "move the keyframes to where the shot is, or write the one value that is left of them"
            self.complain(path, f"{cause}{used.end_frame - 1}", hint)


def framing_of(spec: ShotSpec[object] | OverSpec[object]) -> Framing:
    """Return a shot's framing; the place and size of one that moves is its motion's."""
    pan = _exact(spec.pan[0]), _exact(spec.pan[1])
    if not is_framed_only(spec):
        return Framing(fit=spec.fit, pan=pan)
    (across, down), (scale, _) = _values(spec.position), _values(spec.scale)
    return Framing(fit=spec.fit, pan=pan, position=(_exact(across), _exact(down)), scale=_exact(scale))


def _exact(number: float) -> Fraction:
    """Return the decimal a person wrote, exactly: 0.1 is 1/10."""
    return Fraction(repr(number))


def is_framed_only(spec: ShotSpec[object] | OverSpec[object]) -> bool:
    """Return whether a shot only stands at one place, at one size, upright: framing says that."""
    is_still = _is_pair(spec.position) and _is_pair(spec.scale)
    is_even = is_still and spec.scale[0] == spec.scale[1]  # type: ignore[index] # a pair
    return is_even and spec.crop is None and spec.rotation == 0 and spec.anchor == (0.5, 0.5)


def _is_pair(written: object) -> bool:
    return isinstance(written, tuple) and len(written) == 2 and all(isinstance(part, float) for part in written)


def _values(written: object) -> tuple[float, ...]:
    if isinstance(written, tuple):
        return tuple(float(part) for part in written)
    assert isinstance(written, int | float)
    return (float(written),)
