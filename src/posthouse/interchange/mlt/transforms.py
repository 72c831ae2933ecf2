"""Where a filter stands a picture: ``qtblend`` (Kdenlive), ``affine`` (Shotcut, melt), and ``qtcrop`` before them.

A rectangle is in pixels of the profile. Without ``distort`` the picture is fitted into it with its own shape:
``qtblend`` centers it, ``affine`` goes by ``halign`` and ``valign``. Both turn it clockwise around the rectangle's
middle. ``qtcrop`` counts as if the picture filled the frame, so in parts of the picture, whatever its shape.

Source: MLT 7.12, filter_qtblend.cpp, transition_affine.c, filter_qtcrop.cpp; checked against what melt renders.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.keys import Base, curve_of, is_bent, rect_curve, within
from posthouse.interchange.mlt.words import pixel_aspect
from posthouse.interchange.timeline import Curve, Transform
from posthouse.interchange.xml_reading import plain_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posthouse.interchange.timeline import Clip
    from posthouse.timing import FrameRange

PLACING = {"qtblend", "affine"}
CROPPING = "qtcrop"
_NEAR = 1e-6
_ALIGNED = {"left": 0.0, "top": 0.0, "": 0.0, "center": 0.5, "centre": 0.5, "middle": 0.5, "right": 1.0, "bottom": 1.0}
_UNREAD = ("fix_rotate_y", "fix_rotate_z", "fix_shear_x", "fix_shear_y", "fix_shear_z", "rotate_x", "rotate_y",
           "rotate_z", "shear_x", "shear_y", "shear_z", "scale_x", "scale_y", "ox", "oy")  # fmt: skip
Parts = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One filter of a clip: its words, what its keys count in, and the frames of the clip it acts on."""

    service: str
    words: dict[str, str]
    base: Base
    frames: FrameRange
    length: int
    """Of the clip."""

    def word(self, name: str) -> str:
        """Return a word of its transition, which ``affine`` spells with a prefix."""
        return self.words.get(f"transition.{name}" if self.service == "affine" else name, "")

    def curve(self, text: str, neutral: float) -> Curve | None:
        """Return a curve of one number over all of the clip; None where it cannot be read."""
        found = curve_of(text, self.base)
        return None if found is None else within(found, self.frames, self.length, (neutral,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a filter comes to, and why it is not all of what MLT shows."""

    transform: Transform
    opacity: Curve | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """How a picture lies in a rectangle: its size in the frame when it is fitted, and how it is laid in."""

    canvas: tuple[int, int]
    fitted: tuple[float, float]
    is_known: bool
    is_distorted: bool
    aligned: tuple[float, float]

    def scale(self, rect: Parts) -> tuple[float, float]:
        """Return how large the picture is, of its fitted size."""
        across, down = rect[2] / self.fitted[0], rect[3] / self.fitted[1]
        return (across, down) if self.is_distorted else (min(across, down),) * 2

    def corner(self, rect: Parts) -> tuple[float, float]:
        """Return where the picture's top left lies, in pixels of the profile."""
        by = self.scale(rect)
        left, top = (
            rect[side] + (rect[2 + side] - by[side] * self.fitted[side]) * self.aligned[side] for side in (0, 1)
        )
        return left, top

    def position(self, rect: Parts, anchor: tuple[float, float]) -> tuple[float, float]:
        """Return where a part of the picture lies, in parts of the frame."""
        corner, by = self.corner(rect), self.scale(rect)
        across, down = (
            (corner[side] + anchor[side] * by[side] * self.fitted[side]) / self.canvas[side] for side in (0, 1)
        )
        return across, down

    def is_exact(self, rects: list[Parts]) -> bool:
        """Return whether it is known, and goes straight between the rectangles."""
        wide = [rect[2] * self.canvas[1] for rect in rects]
        high = [rect[3] * self.canvas[0] for rect in rects]
        if all(abs(one - two) < 1 for one, two in zip(wide, high, strict=True)):
            return self.is_known or (not self.is_distorted and self.aligned == (0.5, 0.5))
        ratios = [rect[2] * self.fitted[1] - rect[3] * self.fitted[0] for rect in rects]
        is_one_sided = max(ratios) <= _NEAR or min(ratios) >= -_NEAR
        return self.is_known and (self.is_distorted or is_one_sided)


def placed(clip: Clip, act: Act) -> Placed | None:
    """Return where a filter stands a clip's picture; None where it cannot be read."""
    width, height = act.base.size
    whole = f"0 0 {width} {height} 1"
    rects = rect_curve(act.word("rect") or whole, act.base)
    rects = rects and within(rects, act.frames, act.length, (0.0, 0.0, width, height, 1.0))
    turn = act.curve(act.word("fix_rotate_x" if act.service == "affine" else "rotation") or "0", 0.0)
    if rects is None or turn is None:
        return None
    fit = _fit(clip, act)
    is_still = turn.is_constant and turn.keys[0].value == (0.0,)
    anchor = (0.5, 0.5) if is_still or _turns_in_the_middle(act) else _corner_anchor(fit, rects.keys[0].value)
    transform = Transform(
        position=_mapped(rects, lambda rect: fit.position(rect, anchor)),
        scale=_mapped(rects, fit.scale),
        rotation=None if is_still else turn,
        anchor=None if anchor == (0.5, 0.5) else Curve.constant(*anchor),
    )
    opacity = _mapped(rects, lambda rect: (rect[4],))
    is_opaque = opacity.is_constant and opacity.keys[0].value == (1.0,)
    return Placed(
        transform=transform,
        opacity=None if is_opaque else opacity,
        why="; ".join(_why(act, fit, rects)),
    )


def cropped(act: Act) -> Placed | None:
    """Return what ``qtcrop`` leaves of a picture; None where it cannot be read."""
    width, height = act.base.size
    rects = rect_curve(act.word("rect") or "0%/0%:100%x100%", act.base)
    rects = rects and within(rects, act.frames, act.length, (0.0, 0.0, width, height, 1.0))
    if rects is None:
        return None
    crop = _mapped(rects, lambda rect: _sides(rect, act.base.size))
    is_round = act.word("circle") == "1" or bool(plain_float(act.word("radius")))
    why = "its crop is round, and becomes a rectangle" if is_round else ""
    return Placed(transform=Transform(crop=crop), why=why)


def _sides(rect: Parts, size: tuple[int, int]) -> Parts:
    left, top = rect[0] / size[0], rect[1] / size[1]
    right, bottom = 1 - left - rect[2] / size[0], 1 - top - rect[3] / size[1]
    return tuple(min(1.0, max(0.0, side)) for side in (left, top, right, bottom))


def _fit(clip: Clip, act: Act) -> _Fit:
    width, height = act.base.size
    size = clip.media.size
    shape = Fraction(*size) * pixel_aspect(clip.media) if size else Fraction(width, height)
    frame = Fraction(width, height)
    fitted = (Fraction(width), width / shape) if shape >= frame else (height * shape, Fraction(height))
    is_affine = act.service == "affine"
    aligned = [_ALIGNED.get(act.word(side), 0.0) if is_affine else 0.5 for side in ("halign", "valign")]
    return _Fit(
        canvas=(width, height),
        fitted=(float(fitted[0]), float(fitted[1])),
        is_known=size is not None or clip.nested is not None,
        is_distorted=act.word("distort") == "1",
        aligned=(aligned[0], aligned[1]),
    )


def _turns_in_the_middle(act: Act) -> bool:
    return act.service == "affine" or act.word("rotate_center") == "1"


def _corner_anchor(fit: _Fit, rect: Parts) -> tuple[float, float]:
    """Return the rectangle's top left, which old ``qtblend`` turns around, in parts of the picture."""
    corner, by = fit.corner(rect), fit.scale(rect)
    across, down = ((rect[side] - corner[side]) / ((by[side] * fit.fitted[side]) or 1.0) for side in (0, 1))
    return across, down


def _why(act: Act, fit: _Fit, rects: Curve) -> Iterator[str]:
    """Yield why a transform is not all of what MLT shows."""
    if not fit.is_exact([key.value for key in rects.keys]):
        yield (
            "the shape of its rectangle changes" if fit.is_known else "the shape of its media is taken for the frame's"
        )
    if any(is_bent(act.word(name)) for name in ("rect", "rotation", "fix_rotate_x")):
        yield "keys of MLT's own curves go smoothly"
    if act.service == "affine":
        unread = [name for name in _UNREAD if plain_float(act.word(name)) not in {None, 0.0} or ";" in act.word(name)]
        if unread:
            yield f"{', '.join(unread)} of it are not read"
        if act.word("fill") == "0":
            yield "it is enlarged to its rectangle"
        if act.word("repeat_off") != "1" and len(rects.keys) > 1 and rects.keys[-1].at < act.length - 1:
            yield "MLT repeats it after its last key"


def _mapped(curve: Curve, meaning: Callable[[Parts], Parts]) -> Curve:
    return Curve(keys=tuple(dataclasses.replace(key, value=meaning(key.value)) for key in curve.keys))
