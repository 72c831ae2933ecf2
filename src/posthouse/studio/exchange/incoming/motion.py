"""Transforms and opacities as the document says them: parts of the frame, scales of the fitted size, keyframes."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import Curve, Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange import Clip, Transform
    from posthouse.production.splice import Value
    from posthouse.studio.exchange.incoming.desk import Desk, Entry

_NEAR = 1e-5
_DECIMALS = 6
_LARGEST_SCALE = 20
_FARTHEST = 20
_SIDES = ("left", "top", "right", "bottom")
Spell = "Callable[[tuple[float, ...]], Value]"


def motion_fields(clip: Clip, who: str, desk: Desk) -> Entry:
    """Return the fields of a clip's transform and opacity that are not as they are anyway."""
    said: Entry = {}
    if clip.transform is not None:
        said = _framed(clip, clip.transform, who, desk)
        if said:
            desk.ledger.keep(who, "transform")
    if clip.opacity is not None and not _is(clip.opacity, (1.0,)):
        said["opacity"] = spelled_curve(clip.opacity, _part, clip, who)
        desk.ledger.keep(who, "opacity")
    return said


def _framed(clip: Clip, given: Transform, who: str, desk: Desk) -> Entry:
    scale = _fitted_scale(clip, given, who, desk)
    filled = _filling(clip, given, scale, desk)
    if filled is not None:
        return filled
    said: Entry = {}
    if given.position is not None and not _is(given.position, (0.5, 0.5)):
        said["position"] = spelled_curve(_bounded(given.position, _FARTHEST, who, desk), _pair, clip, who)
    if scale is not None and not _is(scale, (1.0, 1.0)):
        said["scale"] = spelled_curve(_bounded(scale, _LARGEST_SCALE, who, desk, lowest=0.0), _scale, clip, who)
    if given.rotation is not None and not _is(given.rotation, (0.0,)):
        said["rotation"] = spelled_curve(given.rotation, _number, clip, who)
    if given.anchor is not None and not _is(given.anchor, (0.5, 0.5)):
        said["anchor"] = spelled_curve(given.anchor, _pair, clip, who)
    if given.crop is not None and not _is(given.crop, (0.0, 0.0, 0.0, 0.0)):
        said["crop"] = {
            side: spelled_curve(part, _part, clip, who)
            for index, side in enumerate(_SIDES)
            if not _is(part := _of(given.crop, index), (0.0,))
        }
    return said


def _fitted_scale(clip: Clip, given: Transform, who: str, desk: Desk) -> Curve | None:
    """Return the scale as of the fitted size; one of pixels needs the media's size."""
    if given.is_scale_of_fit:
        return given.scale
    size = _media_size(clip, desk)
    if size is None:
        if given.scale is not None:
            desk.ledger.approximate(who, "transform", "its scale counts pixels of a media whose size is not known")
        return given.scale
    wide, high = size
    by = 1 / min(Fraction(desk.size[0], wide), Fraction(desk.size[1], high))
    scale = given.scale or Curve.constant(1.0, 1.0)
    keys = (dataclasses.replace(key, value=tuple(part * float(by) for part in key.value)) for key in scale.keys)
    return Curve(keys=tuple(keys))


def _media_size(clip: Clip, desk: Desk) -> tuple[int, int] | None:
    if clip.nested:
        nested = desk.reading.timeline(clip.nested)
        return nested.size if nested else None
    return desk.book.references[desk.book.name_of(clip.media, clip.source.rate)].size


def _filling(clip: Clip, given: Transform, scale: Curve | None, desk: Desk) -> Entry | None:
    """Return ``fit: fill`` with its pan, where the scale is just the one that fills the frame; else None."""
    size = _media_size(clip, desk)
    others = (given.rotation, given.crop)
    if size is None or scale is None or not scale.is_constant or any(each is not None for each in others):
        return None
    position = given.position or Curve.constant(0.5, 0.5)
    wide, high = (Fraction(part) for part in size)
    across, down = Fraction(desk.size[0]) / wide, Fraction(desk.size[1]) / high
    fitted, fill = min(across, down), max(across, down)
    by = scale.keys[0].value
    if fill == fitted or not position.is_constant:
        return None
    if all(abs(part - float(each / fitted)) < _NEAR for part, each in zip(by, (across, down), strict=True)):
        return {"fit": "stretch"} if _is(position, (0.5, 0.5)) else None
    if any(abs(part - float(fill / fitted)) > _NEAR for part in by):
        return None
    over = (float(fill / across) - 1, float(fill / down) - 1)
    shifts = [at - 0.5 for at in position.keys[0].value]
    if any(abs(shift) > beyond / 2 + _NEAR for shift, beyond in zip(shifts, over, strict=True)):
        return None
    pan = [0.5 - shift / beyond if beyond > _NEAR else 0.5 for shift, beyond in zip(shifts, over, strict=True)]
    pan = [round(min(1.0, max(0.0, part)), 4) for part in pan]
    return {"fit": "fill"} | ({} if pan == [0.5, 0.5] else {"pan": pan})


def _bounded(curve: Curve, most: float, who: str, desk: Desk, *, lowest: float | None = None) -> Curve:
    least = -most if lowest is None else lowest
    if all(least <= part <= most for key in curve.keys for part in key.value):
        return curve
    desk.ledger.approximate(who, "transform", f"it goes beyond {least:g} to {most:g}, and stops there")
    return Curve(
        keys=tuple(
            dataclasses.replace(key, value=tuple(min(most, max(least, part)) for part in key.value))
            for key in curve.keys
        )
    )


def spelled_curve(curve: Curve, spell: Callable[[tuple[float, ...]], Value], clip: Clip, who: str) -> Value:
    """Return a curve as one value, or as keyframes on the shot's own frames."""
    del who
    if curve.is_constant:
        return spell(curve.keys[0].value)
    keys = _inside(curve, clip.record.duration_frames - 1)
    if len(keys) == 1:
        return spell(keys[0].value)
    said: list[Value] = []
    for index, key in enumerate(keys):
        entry: Entry = {"at": f"+{key.at}f", "to": spell(key.value)}
        before = keys[index - 1].ease if index else "linear"
        if before != "linear":
            entry["ease"] = before
        said.append(entry)
    return said


def _inside(curve: Curve, last: int) -> list[Key]:
    """Return keys at whole frames of the shot; the ways that lead out of it are cut at its ends."""
    found: dict[int, Key] = {}
    for at in sorted({0, last, *(round(key.at) for key in curve.keys)}):
        if 0 <= at <= last:
            own = next((key for key in curve.keys if round(key.at) == at), None)
            value = own.value if own else curve.value_at(Fraction(at))
            ease = own.ease if own else curve.ease_at(Fraction(at))
            found[at] = Key(at=Fraction(at), value=value, ease=ease)
    kept = list(found.values())
    first, end = curve.keys[0].at, curve.keys[-1].at
    kept = [key for key in kept if key.at >= first or first > last or key.at == 0] or kept
    while len(kept) > 1 and kept[0].at < first and kept[1].value == kept[0].value:
        kept.pop(0)
    while len(kept) > 1 and kept[-1].at > end and kept[-2].value == kept[-1].value:
        kept.pop()
    return kept


def _of(curve: Curve, index: int) -> Curve:
    return Curve(keys=tuple(dataclasses.replace(key, value=(key.value[index],)) for key in curve.keys))


def _is(curve: Curve, value: tuple[float, ...]) -> bool:
    found = curve.keys[0].value
    return curve.is_constant and all(abs(one - two) < _NEAR for one, two in zip(found, value, strict=True))


def _short(number: float) -> float:
    rounded = round(number, _DECIMALS) + 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def _number(value: tuple[float, ...]) -> Value:
    return _short(value[0])


def _part(value: tuple[float, ...]) -> Value:
    return _short(min(1.0, max(0.0, value[0])))


def _pair(value: tuple[float, ...]) -> Value:
    return [_short(part) for part in value[:2]]


def _scale(value: tuple[float, ...]) -> Value:
    across, down = (_short(part) for part in value[:2])
    return across if across == down else [across, down]
