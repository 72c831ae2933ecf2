"""A transform as filters: ``affine`` as Shotcut writes it and melt plays it without a screen, ``qtblend`` for Kdenlive.

A scale alike both ways is a rectangle of the frame's shape, into which MLT fits the picture whatever its own shape; one
that is not is the picture's own rectangle, distorted. Crops are ``qtcrop``, the one both applications show.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.keys import is_exact, spelled
from posthouse.interchange.mlt.words import pixel_aspect
from posthouse.interchange.timeline import Curve, Key
from posthouse.interchange.xml_writing import decimal_text

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Transform

_MIDDLE, _WHOLE, _STILL = Curve.constant(0.5, 0.5), Curve.constant(1.0, 1.0), Curve.constant(0.0)
_DECIMALS = 6
Parts = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a transform, in their order, and why they are not all of it."""

    words: tuple[dict[str, str], ...]
    why: str = ""


def transform_filters(clip: Clip, frame: tuple[int, int], first: int, *, is_kdenlive: bool) -> Filters:
    """Return a clip's transform as filters, keyed from frame ``first`` of its producer on."""
    transform = clip.transform
    assert transform is not None, "only clips with a transform have filters of one"
    found = []
    if transform.crop is not None:
        text = spelled(transform.crop, first, lambda sides: _rect_text(_kept(sides, frame)))
        found.append(
            {"mlt_service": "qtcrop", "kdenlive_id": "qtcrop", "rect": text, "circle": "0", "color": "#00000000"}
        )
    place = _Place(transform=transform, frame=frame, size=_fitted(clip, frame), is_of_fit=_is_of_fit(clip))
    if any((transform.position, transform.scale, transform.rotation, transform.anchor)):
        rect = spelled(place.rects(), first, _rect_text)
        turn = spelled(transform.rotation or _STILL, first, lambda degrees: decimal_text(degrees[0], _DECIMALS))
        found.append(_words(rect, turn, is_distorted=not place.is_even, is_kdenlive=is_kdenlive))
    return Filters(words=tuple(found), why="; ".join(place.why()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A transform over a frame, and the size of its picture fitted to it; None where nobody knows that."""

    transform: Transform
    frame: tuple[int, int]
    size: tuple[float, float] | None
    is_of_fit: bool

    @property
    def is_even(self) -> bool:
        """Return whether it scales alike both ways."""
        return all(math.isclose(*key.value[:2], rel_tol=1e-9) for key in (self.transform.scale or _WHOLE).keys)

    def rects(self) -> Curve:
        """Return its rectangle (x, y, width, height, opacity) in pixels of the frame."""
        position, scale = self.transform.position or _MIDDLE, self.transform.scale or _WHOLE
        anchor, turn = self.transform.anchor or _MIDDLE, self.transform.rotation or _STILL
        moving = [curve for curve in (position, scale, anchor) if not curve.is_constant]
        if anchor != _MIDDLE and not turn.is_constant:
            moving.append(turn)
        if not moving:
            moving = [position]
        times = {key.at: key.ease for curve in moving for key in curve.keys}
        return Curve(keys=tuple(Key(at=at, ease=times[at], value=self._rect_at(at)) for at in sorted(times)))

    def _rect_at(self, at: Fraction) -> Parts:
        given = self.transform
        position, scale, anchor = (
            (curve or usual).value_at(at)
            for curve, usual in ((given.position, _MIDDLE), (given.scale, _WHOLE), (given.anchor, _MIDDLE))
        )
        return self._rect(position, scale, anchor, (given.rotation or _STILL).value_at(at)[0])

    def _rect(self, position: Parts, scale: Parts, anchor: Parts, degrees: float) -> Parts:
        fitted = self.size or (float(self.frame[0]), float(self.frame[1]))
        own = (float(self.frame[0]), float(self.frame[1])) if self.is_even else fitted
        wide, high = (side * by for side, by in zip(own, scale, strict=True))
        across, down = ((0.5 - at) * by * side for at, by, side in zip(anchor, scale, fitted, strict=True))
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        middle = (position[0] * self.frame[0] + across * cos - down * sin,
                  position[1] * self.frame[1] + across * sin + down * cos)  # fmt: skip
        return middle[0] - wide / 2, middle[1] - high / 2, wide, high, 1.0

    def why(self) -> list[str]:
        """Return why its filters are not all of it."""
        given = self.transform
        curves = [curve for curve in (given.position, given.scale, given.rotation, given.anchor, given.crop) if curve]
        found = []
        if not all(is_exact(curve) for curve in curves) or self._is_torn():
            found.append("MLT goes smoothly in its own way, and from frame to frame")
        has_anchor = given.anchor is not None and given.anchor != _MIDDLE
        if self.size is None and (not self.is_even or has_anchor):
            found.append("the shape of its media is not known, and taken for the frame's")
        if has_anchor and given.rotation is not None and not given.rotation.is_constant:
            found.append("MLT turns it around its middle, moved so that it is right at its keys")
        if not self.is_of_fit:
            found.append("its scale counts pixels of a media whose size is not known")
        return found

    def _is_torn(self) -> bool:
        """Return whether keys of one curve cut a smooth or held way of another."""
        moving = [
            c for c in (self.transform.position, self.transform.scale, self.transform.anchor) if c and not c.is_constant
        ]
        return len({tuple((key.at, key.ease) for key in curve.keys[:-1]) for curve in moving}) > 1 and any(
            key.ease != "linear" for curve in moving for key in curve.keys
        )


def fitted_transform(clip: Clip, frame: tuple[int, int]) -> Transform | None:
    """Return a clip's transform with its scale as of the fitted size, where the size of its media is known."""
    transform = clip.transform
    if transform is None or transform.is_scale_of_fit or clip.media.size is None:
        return transform
    by = 1 / min(Fraction(frame[0], clip.media.size[0]), Fraction(frame[1], clip.media.size[1]))
    scale = transform.scale or _WHOLE
    keys = (dataclasses.replace(key, value=tuple(part * float(by) for part in key.value)) for key in scale.keys)
    return dataclasses.replace(transform, scale=Curve(keys=tuple(keys)), is_scale_of_fit=True)


def _is_of_fit(clip: Clip) -> bool:
    return clip.transform is None or clip.transform.is_scale_of_fit or clip.transform.scale is None


def _fitted(clip: Clip, frame: tuple[int, int]) -> tuple[float, float] | None:
    """Return the size of a clip's picture fitted to the frame."""
    if clip.nested is not None:
        return float(frame[0]), float(frame[1])
    if clip.media.size is None:
        return None
    shape = Fraction(*clip.media.size) * pixel_aspect(clip.media)
    width, height = Fraction(frame[0]), Fraction(frame[1])
    wide = width if shape >= width / height else height * shape
    return float(wide), float(wide / shape)


def _kept(sides: Parts, frame: tuple[int, int]) -> Parts:
    left, top, right, bottom = sides
    return left * frame[0], top * frame[1], (1 - left - right) * frame[0], (1 - top - bottom) * frame[1], 1.0


def _rect_text(rect: Parts) -> str:
    return " ".join(decimal_text(part, _DECIMALS) for part in rect)


def _words(rect: str, turn: str, *, is_distorted: bool, is_kdenlive: bool) -> dict[str, str]:
    distort = str(int(is_distorted))
    if is_kdenlive:
        return {"mlt_service": "qtblend", "kdenlive_id": "qtblend", "rect": rect, "rotation": turn,
                "rotate_center": "1", "distort": distort, "compositing": "0"}  # fmt: skip
    return {
        "mlt_service": "affine", "shotcut:filter": "affineSizePosition", "background": "color:#00000000",
        "use_normalised": "1", "transition.rect": rect, "transition.fix_rotate_x": turn, "transition.distort": distort,
        "transition.fill": "1", "transition.halign": "center", "transition.valign": "middle",
        "transition.repeat_off": "1", "transition.mirror_off": "1",
    }  # fmt: skip
