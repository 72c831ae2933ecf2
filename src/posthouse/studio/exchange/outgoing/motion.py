"""Where a shot stands in the frame, as a transform: positions in parts of the frame, scales of the fitted size."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.ease import NAMED
from posthouse.editorial.spec import Fit
from posthouse.interchange import Curve, Key, Transform
from posthouse.studio.exchange.outgoing.speed import shown_frames
from posthouse.timing import RampMap

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.editorial import Raster, Shot
    from posthouse.editorial.curve import Curve as HouseCurve
    from posthouse.editorial.ease import Ease
    from posthouse.editorial.motion import Motion
    from posthouse.studio.exchange.outgoing.desk import Desk

_HALF = Fraction(1, 2)
Pair = tuple[float, float]


def transform_of(shot: Shot, desk: Desk) -> Transform | None:
    """Return a shot's transform; None where its picture is fitted to the frame and stands still."""
    framing = shot.framing
    stretch, offset, crop = _fitting(shot, desk)
    is_whole = stretch == (1.0, 1.0) and offset == (0.0, 0.0)
    if shot.motion is None:
        scale = float(framing.scale)
        place_at = tuple(float(part) for part in framing.position)
        if is_whole and scale == 1 and place_at == (0.5, 0.5):
            return None
        desk.ledger.keep(shot.shot, "transform")
        return Transform(
            position=Curve.constant(*(at + scale * shift for at, shift in zip(place_at, offset, strict=True))),
            scale=Curve.constant(*(scale * part for part in stretch)),
            crop=Curve.constant(*crop) if any(crop) and (scale, place_at) != (1.0, (0.5, 0.5)) else None,
        )
    return _moving(shot, shot.motion, (stretch, offset, crop), desk)


def _moving(
    shot: Shot, motion: Motion, fitting: tuple[Pair, Pair, tuple[float, float, float, float]], desk: Desk
) -> Transform:
    stretch, offset, crop = fitting
    if offset != (0.0, 0.0) or (stretch != (1.0, 1.0) and not _is_middle(motion.anchor)):
        desk.ledger.approximate(shot.shot, "transform", "it fills the frame off its middle, and moves")
    elif motion.shutter_degrees or motion.softness.keys[0].value != (0.0,):
        desk.ledger.approximate(shot.shot, "transform", "its motion blur or soft edges stay in the sidecar")
    else:
        desk.ledger.keep(shot.shot, "transform")
    sides = [_curve(getattr(motion, name), shot, desk) for name in ("left", "top", "right", "bottom")]
    cropped = _together(sides)
    if any(crop):
        cropped = Curve.constant(*crop)
    return Transform(
        position=_mapped(_curve(motion.position, shot, desk), lambda at: _sum(at, offset)),
        scale=_mapped(_curve(motion.scale, shot, desk), lambda by: (by[0] * stretch[0], by[1] * stretch[1])),
        rotation=None if motion.rotation.keys[0].value == (0.0,) and motion.rotation.is_constant
        else _curve(motion.rotation, shot, desk),
        anchor=None if _is_middle(motion.anchor) else _curve(motion.anchor, shot, desk),
        crop=None if cropped.is_constant and not any(cropped.keys[0].value) else cropped,
    )  # fmt: skip


def opacity_of(opacity: HouseCurve, shot: Shot, desk: Desk) -> Curve | None:
    """Return a shot's opacity; None where it is opaque."""
    if opacity.is_constant and opacity.keys[0].value == (1.0,):
        return None
    desk.ledger.keep(shot.shot, "opacity")
    return _curve(opacity, shot, desk)


def _fitting(shot: Shot, desk: Desk) -> tuple[Pair, Pair, tuple[float, float, float, float]]:
    """Return how much larger than fitted a shot's picture is, how far off the middle, and what lies outside.

    What lies outside is (left, top, right, bottom) in parts of the picture.
    """
    media = desk.programme.media.get(shot.media)
    source = media.editorial if media is not None else None  # none: a sequence, of the frame's own shape
    if source is None or shot.framing.fit is Fit.FIT:
        return (1.0, 1.0), (0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
    wide, high = fitted_size(source.raster, desk.size)
    across, down = desk.size[0] / wide, desk.size[1] / high
    if shot.framing.fit is Fit.STRETCH:
        return (float(across), float(down)), (0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
    by = max(across, down)
    over = (float(by / across) - 1, float(by / down) - 1)
    pan = shot.framing.pan
    shift = tuple(float(_HALF - part) * beyond for part, beyond in zip(pan, over, strict=True))
    left, top = (float(part) * beyond / (1 + beyond) for part, beyond in zip(pan, over, strict=True))
    right, bottom = (float(1 - part) * beyond / (1 + beyond) for part, beyond in zip(pan, over, strict=True))
    return (float(by), float(by)), (shift[0], shift[1]), (left, top, right, bottom)


def fitted_size(raster: Raster, canvas: tuple[int, int]) -> tuple[Fraction, Fraction]:
    """Return how large a picture is when it is fitted to a frame, exact."""
    width, height, aspect = raster.upright()
    shape = Fraction(width) * aspect / height
    frame = Fraction(canvas[0], canvas[1])
    wide = Fraction(canvas[0]) if shape >= frame else canvas[1] * shape
    return wide, wide / shape


def _curve(curve: HouseCurve, shot: Shot, desk: Desk) -> Curve:
    """Return a curve in frames of the shot."""
    if curve.is_constant:
        return Curve.constant(*curve.keys[0].value)
    is_backwards = curve.is_on_source and getattr(shot.source, "speed", Fraction(1)) < 0
    keys = list(reversed(curve.keys)) if is_backwards else list(curve.keys)
    eases = [key.ease for key in (curve.keys[1:] if not is_backwards else keys[:-1])]
    made = []
    for index, key in enumerate(keys):
        at = _frame_of(key.time, shot) if curve.is_on_source else key.time
        ease = eases[index] if index < len(eases) else None
        made.append(Key(at=at - shown_frames(shot).start_frame, value=key.value, ease=_ease_word(ease, shot, desk)))
    return Curve(keys=tuple(made))


def _ease_word(ease: Ease | None, shot: Shot, desk: Desk) -> str:
    if ease is None or ease.handles == NAMED["linear"]:
        return "linear"
    if ease.handles is None:
        return "hold"
    if ease.handles != NAMED["smooth"]:
        desk.ledger.approximate(shot.shot, "transform", f"its ease {ease.written()} goes out as smooth")
    return "smooth"


def _frame_of(time: Fraction, shot: Shot) -> Fraction:
    """Return the frame of a shot at which its source stands at a grid frame; it may lie outside of the shot."""
    source = shot.source
    if isinstance(source, RampMap):
        reached = source.frame_reaching(time.__floor__())
        return Fraction(reached or 0)
    steps = (time + _HALF - source.in_frame) / abs(source.speed)
    return steps - _HALF if source.speed > 0 else source.duration_frames - _HALF - steps


def _together(curves: list[Curve]) -> Curve:
    """Return curves of one value each as one curve; straight between the keys of each."""
    if all(curve.is_constant for curve in curves):
        return Curve.constant(*(curve.keys[0].value[0] for curve in curves))
    times = sorted({key.at for curve in curves for key in curve.keys})
    return Curve(keys=tuple(Key(at=at, value=tuple(_value(curve, at) for curve in curves)) for at in times))


def _value(curve: Curve, at: Fraction) -> float:
    before = [key for key in curve.keys if key.at <= at] or [curve.keys[0]]
    after = [key for key in curve.keys if key.at >= at] or [curve.keys[-1]]
    first, second = before[-1], after[0]
    if first.at == second.at or first.ease == "hold":
        return first.value[0]
    return first.value[0] + (second.value[0] - first.value[0]) * float((at - first.at) / (second.at - first.at))


def _mapped(curve: Curve, meaning: Callable[[Pair], Pair]) -> Curve:
    return Curve(
        keys=tuple(Key(at=key.at, value=meaning((key.value[0], key.value[1])), ease=key.ease) for key in curve.keys)
    )


def _sum(first: Pair, second: Pair) -> Pair:
    return first[0] + second[0], first[1] + second[1]


def _is_middle(curve: HouseCurve) -> bool:
    return curve.is_constant and curve.keys[0].value == (0.5, 0.5)
