"""Sampling planes at luma and at chroma sites.

Chroma of 4:2:0 and 4:2:2 is sited left: co-sited with every second luma sample across, and for 4:2:0 half way between
two lines down (ITU-T H.273, chroma sample location type 0). Each axis has its own little filter; every filter passes
a constant unchanged and keeps the sample's place, so nothing shifts (checked in tests against slow numpy twins).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.signal import Chroma

if TYPE_CHECKING:
    import halide as hl


def load(plane: hl.Func | hl.ImageParam, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return one code value as float32."""
    import halide as hl

    return hl.cast(hl.Float(32), plane[x, y])


def chroma_rows_at_luma(plane: hl.ImageParam, chroma: Chroma, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return a chroma plane at luma line y, still at the plane's own columns: 3/4 of the near line, 1/4 of the far."""
    import halide as hl

    if chroma is not Chroma.C420:
        return load(plane, x, y)
    near, far = y // 2, hl.select(y % 2 == 0, y // 2 - 1, y // 2 + 1)
    far = hl.clamp(far, 0, plane.height() - 1)
    return load(plane, x, near) * hl.f32(0.75) + load(plane, x, far) * hl.f32(0.25)


def chroma_columns_at_luma(rows: hl.Func, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return half-width chroma at luma column x: even columns are co-sited, odd ones lie half way."""
    import halide as hl

    half_way = (load(rows, x // 2, y) + load(rows, x // 2 + 1, y)) * hl.f32(0.5)
    return hl.select(x % 2 == 0, load(rows, x // 2, y), half_way)


def full_rows_at_chroma(plane: hl.ImageParam, target: Chroma, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return a full-size plane at the target's chroma line y, still at its own columns: two lines down for 4:2:0."""
    import halide as hl

    if target is Chroma.C422:
        return load(plane, x, y)
    return (load(plane, x, 2 * y) + load(plane, x, hl.min(2 * y + 1, plane.height() - 1))) * hl.f32(0.5)


def full_columns_at_chroma(rows: hl.Func, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return a full-width line at chroma column x: 1 2 1 around the co-sited column."""
    import halide as hl

    sides = load(rows, 2 * x - 1, y) + load(rows, 2 * x + 1, y)
    return sides * hl.f32(0.25) + load(rows, 2 * x, y) * hl.f32(0.5)


def chroma_at_chroma(plane: hl.ImageParam, source: Chroma, target: Chroma, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return a half-width chroma plane at the target's half-width chroma site."""
    import halide as hl

    if source is target:
        return load(plane, x, y)
    if source is Chroma.C422:  # to 4:2:0: the mean of two lines
        return (load(plane, x, 2 * y) + load(plane, x, hl.min(2 * y + 1, plane.height() - 1))) * hl.f32(0.5)
    return chroma_rows_at_luma(plane, source, x, y)  # 4:2:0 to 4:2:2


def total(terms: list[hl.Expr]) -> hl.Expr:
    """Return the sum of some terms, first to last."""
    summed = terms[0]
    for term in terms[1:]:
        summed += term
    return summed
