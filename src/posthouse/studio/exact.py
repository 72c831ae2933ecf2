"""Color worked out at every pixel, where the document asks for it or for a budget that no LUT keeps.

A footage is rendered without its grade as R'G'B' of the canvas's size, 16 bits, narrow range (so that what lies below
black and above white is kept), graded in float, and stands in the stack as footage of that kind: the kernels then do
with it what they do with any other, and take no LUT. One code of 10 bits is 64 of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.color import Grade, apply_finite
from posthouse.color.baked import ExactGrade
from posthouse.pixels import Footage, Placement, Rect, Renderer
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.color import BakedGrade
    from posthouse.pixels import Stack, Supplies

_BLACK, _SPAN = 4096.0, 56064.0
"""R'G'B' 0 and 1 in narrow range of 16 bits (standards sheet 2.2)."""
_TOP = 65535


@dataclass(slots=True)
class ExactFootage:
    """The footage of one stack whose color is worked out exactly, by the id of what stands for it."""

    canvas: PictureFormat
    supplies: Supplies
    read_file: Callable[[str], bytes]
    _ways: dict[int, tuple[Footage, Renderer, Grade]] = field(default_factory=dict)
    _last: dict[int, tuple[Picture, Picture]] = field(default_factory=dict)
    """The last picture of each footage, before and after its grade."""

    def settle(self, stack: Stack, grades: Sequence[BakedGrade | ExactGrade | None]) -> Stack:
        """Return a stack in which footage of an exact grade is footage of pictures that are graded already."""
        return cast("Stack", self._settled(stack, grades))

    def _settled(self, node: object, grades: Sequence[BakedGrade | ExactGrade | None]) -> object:
        if isinstance(node, Footage):
            grade = None if node.grade is None else grades[node.grade]
            return self._stand_in(node, grade.grade) if isinstance(grade, ExactGrade) else node
        assert is_dataclass(node)
        assert not isinstance(node, type)
        below = {each.name: getattr(node, each.name) for each in fields(node) if each.name in {"under", "above"}}
        settled = {name: self._settled(part, grades) for name, part in below.items()}
        return replace(node, **settled) if any(settled[name] is not part for name, part in below.items()) else node

    def _stand_in(self, footage: Footage, grade: Grade) -> Footage:
        plain = replace(footage, grade=None)
        form = _graded_format(self.canvas, has_alpha=footage.format.has_alpha or bool(footage.motion))
        whole = Rect(left=Fraction(0), top=Fraction(0), width=Fraction(form.width), height=Fraction(form.height))
        stand_in = replace(
            _neutral(plain), format=form, placement=Placement(source=whole, canvas=whole), frames=footage.frames
        )
        self._ways[id(stand_in)] = (stand_in, Renderer(plain, form, self.supplies), grade)
        return stand_in

    def picture(self, footage: Footage, frame: int) -> Picture | None:
        """Return the graded picture of a footage's frame; None of footage that is not of this kind."""
        if id(footage) not in self._ways:
            return None
        _, renderer, grade = self._ways[id(footage)]
        picture = Picture.empty(footage.format)
        renderer.render(frame, picture)  # also of a held picture: every frame is asked for once
        return self._held(id(footage), picture, grade)

    def _held(self, key: int, picture: Picture, grade: Grade) -> Picture:
        """Return a graded picture, worked out once where the same one is shown again."""
        before = self._last.get(key)
        if before is not None and all(map(np.array_equal, before[0].planes, picture.planes)):
            return before[1]
        graded = graded_picture(picture, grade, self.read_file)
        self._last[key] = picture, graded
        return graded


def _neutral(footage: Footage) -> Footage:
    """Return footage that says nothing but which media it is from."""
    return Footage(
        media=footage.media,
        stream=footage.stream,
        frames=footage.frames,
        format=footage.format,
        placement=footage.placement,
    )


def _graded_format(canvas: PictureFormat, *, has_alpha: bool) -> PictureFormat:
    return PictureFormat(
        width=canvas.width,
        height=canvas.height,
        bit_depth=16,
        family=Family.RGB,
        chroma=Chroma.C444,
        has_alpha=has_alpha,
        range=Range.NARROW,
        matrix=Matrix.RGB,
        primaries=canvas.primaries,
        transfer=canvas.transfer,
    )


def graded_picture(picture: Picture, grade: Grade, read_file: Callable[[str], bytes]) -> Picture:
    """Return a R'G'B' picture of 16 bits, narrow range, with every pixel graded; a strip at a time."""
    planes = [np.empty_like(plane) for plane in picture.planes[:3]]
    for top in range(0, picture.format.height, _STRIP_ROWS):
        rows = slice(top, top + _STRIP_ROWS)
        codes = np.stack([plane[rows] for plane in picture.planes[:3]], axis=-1).astype(np.float64)
        graded = apply_finite(grade, (codes - _BLACK) / _SPAN, read_file=read_file)
        whole = np.floor(np.clip(graded * _SPAN + _BLACK, 0, _TOP) + 0.5).astype(np.uint16)
        for channel, plane in enumerate(planes):
            plane[rows] = whole[..., channel]
    return Picture(format=picture.format, planes=(*planes, *picture.planes[3:]))


_STRIP_ROWS = 64
"""Lines that are graded at once: memory stays small."""
