"""Where chroma lies on luma's grid, and the little filters between the two.

Along each axis chroma lies at every luma place, on every second one, or half way between two (ITU-T H.273, chroma
sample location types 0, 1 and 2). Each axis has its own filter; every filter passes a constant unchanged and keeps a
sample's place, so nothing shifts (checked in tests against slow numpy twins with exact positions).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import InternalError
from posthouse.signal import Chroma, ChromaSiting

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    Line = Callable[[hl.Expr], hl.Expr]


class Step(enum.StrEnum):
    """How chroma lies along one axis of luma."""

    EVERY = "every"  # as luma does
    COSITED = "cosited"  # on places 0, 2, 4, ...
    BETWEEN = "between"  # between 0 and 1, 2 and 3, ...


DOWN_TAPS = {
    Step.EVERY: ((0, 1.0),),
    Step.COSITED: ((-1, 0.25), (0, 0.5), (1, 0.25)),
    Step.BETWEEN: ((0, 0.5), (1, 0.5)),
}
"""What a full line gives a chroma sample: (places from the sample's even one, weight)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How chroma lies on luma, across and down."""

    across: Step
    down: Step

    @property
    def is_full(self) -> bool:
        """Return whether there is chroma at every luma place."""
        return self.across is Step.EVERY and self.down is Step.EVERY

    @property
    def log2_x(self) -> int:
        """Return 1 where chroma has half the width, else 0."""
        return 0 if self.across is Step.EVERY else 1

    @property
    def log2_y(self) -> int:
        """Return 1 where chroma has half the height, else 0."""
        return 0 if self.down is Step.EVERY else 1

    def is_beside(self, other: Grid) -> bool:
        """Return whether chroma of one is chroma of the other, or between the two by these filters alone."""
        pairs = ((self.across, other.across), (self.down, other.down))
        return all(a is b or Step.EVERY in {a, b} for a, b in pairs)


FULL = Grid(Step.EVERY, Step.EVERY)


def grid_of(chroma: Chroma, siting: ChromaSiting) -> Grid:
    """Return the grid of a subsampling and its siting (H.273: left is type 0, center 1, top left 2)."""
    if chroma is Chroma.C444:
        return FULL
    if chroma not in {Chroma.C420, Chroma.C422}:
        raise InternalError(f"pictures are not composed in 4:{chroma[1]}:{chroma[2]}")
    across = Step.BETWEEN if siting is ChromaSiting.CENTER else Step.COSITED
    down = Step.COSITED if siting is ChromaSiting.TOP_LEFT else Step.BETWEEN
    return Grid(across, Step.EVERY if chroma is Chroma.C422 else down)


def load(plane: hl.Func | hl.ImageParam, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return one code value as float32."""
    import halide as hl

    return hl.cast(hl.Float(32), plane[x, y])


def raised(line: Line, place: hl.Expr, step: Step) -> hl.Expr:
    """Return a chroma line at luma place ``place``: what lies there, or its two neighbours by their distance."""
    import halide as hl

    if step is Step.EVERY:
        return line(place)
    if step is Step.COSITED:
        half_way = (line(place // 2) + line(place // 2 + 1)) * hl.f32(0.5)
        return hl.select(place % 2 == 0, line(place // 2), half_way)
    near, far = place // 2, hl.select(place % 2 == 0, place // 2 - 1, place // 2 + 1)
    return line(near) * hl.f32(0.75) + line(far) * hl.f32(0.25)


def lowered(line: Line, place: hl.Expr, step: Step) -> hl.Expr:
    """Return a full line at chroma place ``place``: 1 2 1 around a co-sited one, the mean of two around one between."""
    import halide as hl

    if step is Step.EVERY:
        return line(place)
    if step is Step.BETWEEN:
        return (line(2 * place) + line(2 * place + 1)) * hl.f32(0.5)
    sides = line(2 * place - 1) + line(2 * place + 1)
    return sides * hl.f32(0.25) + line(2 * place) * hl.f32(0.5)


def at_middle(line: Line, place: hl.Expr, step: Step) -> hl.Expr:
    """Return a full line just where chroma place ``place`` lies, unfiltered: straight between two samples."""
    import halide as hl

    if step is Step.EVERY:
        return line(place)
    if step is Step.COSITED:
        return line(2 * place)
    return (line(2 * place) + line(2 * place + 1)) * hl.f32(0.5)


def rows_of(plane: hl.ImageParam, x: hl.Expr) -> Line:
    """Return column ``x`` of a plane as a line down; its edges go on outside."""
    import halide as hl

    return lambda y: load(plane, x, hl.clamp(y, 0, plane.height() - 1))


def between_rows(own: Step, target: Step, line: Line, y: hl.Expr) -> hl.Expr:
    """Return a chroma line down at the target's chroma line ``y``; one of the two has chroma on every line."""
    if own is target:
        return line(y)
    return lowered(line, y, target) if own is Step.EVERY else raised(line, y, own)


def total(terms: list[hl.Expr]) -> hl.Expr:
    """Return the sum of some terms, first to last."""
    summed = terms[0]
    for term in terms[1:]:
        summed += term
    return summed
