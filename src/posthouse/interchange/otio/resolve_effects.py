"""What DaVinci Resolve keeps in ``metadata.Resolve_OTIO``: transforms, opacity, levels, pans, fades, links.

Its effects are ``Effect.1`` objects whose parameters lie in metadata; the numbers of their types and the names of their
parameters are not published, and are taken from files Resolve 18.5 to 21 exported. Pan and tilt are parts of the frame
(tilt upwards), zoom is of the fitted size, rotation is counter-clockwise, levels are dB, fades are frames.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.otio.metadata import as_plain
from posthouse.interchange.timeline import Curve, Key, Transform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.interchange.timeline import Clip
    from posthouse.timing import Rate

WORDS = "Resolve_OTIO"
_COMPOSITE, _TRANSFORM, _FADERS, _VOLUME, _PAN = 1, 2, 36, 62, 72
_NAMES = {
    _COMPOSITE: "Composite",
    _TRANSFORM: "Transform",
    _FADERS: "Video Faders",
    _VOLUME: "Fairlight Clip Volume and Fades",
    _PAN: "Fairlight Clip Pan",
}


def read_resolve(clip: Clip, item: Any, rate: Rate) -> Clip:
    """Return a clip with what Resolve's effects say of it."""
    own = as_plain(item.metadata.get(WORDS, {})) if WORDS in item.metadata else {}
    link = own.get("Link Group ID") if isinstance(own, dict) else None
    changes: dict[str, Any] = {} if link is None else {"link": str(link)}
    values = _Parameters(item, rate)
    zoom = values.pair("transformationZoomX", "transformationZoomY", (1.0, 1.0), tuple)
    place = values.pair("transformationPan", "transformationTilt", (0.0, 0.0), lambda at: (0.5 + at[0], 0.5 - at[1]))
    turn = values.single("transformationRotationAngle", lambda angle: -angle)
    if zoom or place or turn:
        changes["transform"] = Transform(scale=zoom, position=place, rotation=turn)
    changes["opacity"] = values.single("opacity", lambda percent: percent / 100)
    changes["gain_db"] = values.single("volume", float)
    changes["pan"] = values.single("pan", lambda percent: percent / 100)
    for name, parameters in (("fade_in", ("videoFaderIn", "faderIn")), ("fade_out", ("videoFaderOut", "faderOut"))):
        given = next((curve for each in parameters if (curve := values.single(each, float))), None)
        changes[name] = 0 if given is None else round(given.keys[0].value[0])
    return dataclasses.replace(clip, **{name: value for name, value in changes.items() if value})


class _Parameters:
    """The parameters of all effects of an item, by their ids."""

    def __init__(self, item: Any, rate: Rate) -> None:
        self.rate = rate
        self.found: dict[str, Mapping[str, Any]] = {}
        for effect in item.effects:
            words = as_plain(effect.metadata.get(WORDS, {})) if WORDS in effect.metadata else {}
            if isinstance(words, dict) and words.get("Enabled", True):
                for each in words.get("Parameters") or ():
                    if isinstance(each, dict) and "Parameter ID" in each:
                        self.found[str(each["Parameter ID"])] = each

    def single(self, name: str, meaning: Callable[[float], float]) -> Curve | None:
        """Return one parameter's curve, or None where it is not there."""
        points = self._points(name)
        return None if points is None else _curve({at: (meaning(value),) for at, value in points.items()})

    def pair(
        self,
        first: str,
        second: str,
        default: tuple[float, float],
        meaning: Callable[[tuple[float, float]], tuple[float, ...]],
    ) -> Curve | None:
        """Return the curve of two parameters that belong together."""
        found = [self._points(name) for name in (first, second)]
        if found == [None, None]:
            return None
        whole = [points or {0: value} for points, value in zip(found, default, strict=True)]
        times = sorted({*whole[0], *whole[1]})
        return _curve({at: meaning((_at(whole[0], at), _at(whole[1], at))) for at in times})

    def _points(self, name: str) -> dict[int, float] | None:
        given = self.found.get(name)
        if given is None:
            return None
        try:
            keys = {int(at): float(key["Value"]) for at, key in (given.get("Key Frames") or {}).items()}
            return dict(sorted(keys.items())) or {0: float(given["Parameter Value"])}
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _at(points: Mapping[int, float], at: int) -> float:
    """Return the value at a time, straight between keyframes."""
    before = max((each for each in points if each <= at), default=min(points))
    after = min((each for each in points if each >= at), default=max(points))
    if before == after or not before <= at <= after:
        return points[before if at >= before else after]
    return points[before] + (points[after] - points[before]) * (at - before) / (after - before)


def _curve(values: Mapping[int, tuple[float, ...]]) -> Curve:
    return Curve(keys=tuple(Key(at=Fraction(at), value=value) for at, value in values.items()))


def written_effects(clip: Clip, *, is_sound: bool, otio: Any) -> list[Any]:
    """Return the effects Resolve reads a clip's transform, opacity, level, pan and fades from."""
    if is_sound:
        levels = [_parameter("volume", clip.gain_db, 0, 0.0), *_faders(clip, "faderIn", "faderOut")]
        return _effects(
            [(_VOLUME, levels), (_PAN, [_parameter("pan", clip.pan, 0, 0.0, lambda part: part * 100)])], otio
        )
    shape = clip.transform or Transform()
    moves = [
        _parameter("transformationZoomX", shape.scale, 0, 1.0),
        _parameter("transformationZoomY", shape.scale, 1, 1.0),
        _parameter("transformationPan", shape.position, 0, 0.0, lambda at: at - 0.5),
        _parameter("transformationTilt", shape.position, 1, 0.0, lambda at: 0.5 - at),
        _parameter("transformationRotationAngle", shape.rotation, 0, 0.0, lambda angle: -angle),
    ]
    opacity = [_parameter("opacity", clip.opacity, 0, 100.0, lambda part: part * 100)]
    return _effects(
        [(_TRANSFORM, moves), (_COMPOSITE, opacity), (_FADERS, _faders(clip, "videoFaderIn", "videoFaderOut"))], otio
    )


def _faders(clip: Clip, first: str, last: str) -> list[dict[str, Any] | None]:
    given = ((first, clip.fade_in), (last, clip.fade_out))
    return [_parameter(name, Curve.constant(float(frames)), 0, 0.0) if frames else None for name, frames in given]


def _parameter(
    name: str, curve: Curve | None, part: int, default: float, meaning: Callable[[float], float] = float
) -> dict[str, Any] | None:
    """Return one parameter, or None where it is as it is anyway."""
    if curve is None:
        return None
    keys = {str(round(key.at)): {"Value": meaning(key.value[part]), "Variant Type": "Double"} for key in curve.keys}
    first = meaning(curve.keys[0].value[part])
    if curve.is_constant and first == default:
        return None
    return {
        "Default Parameter Value": default,
        "Key Frames": {} if curve.is_constant else keys,
        "Parameter ID": name,
        "Parameter Value": first,
        "Variant Type": "Double",
    }


def _effects(groups: list[tuple[int, list[dict[str, Any] | None]]], otio: Any) -> list[Any]:
    made = []
    for number, parameters in groups:
        given = [each for each in parameters if each is not None]
        if given:
            words = {"Effect Name": _NAMES[number], "Enabled": True, "Name": _NAMES[number], "Type": number}
            metadata = {WORDS: words | {"Parameters": given}}
            made.append(otio.schema.Effect(name="", effect_name="Resolve Effect", metadata=metadata))
    return made
