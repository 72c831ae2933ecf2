"""Baking: every operation of a grade into one 3D LUT, as small as its measured error allows.

Candidates are tried in the order of their cost until the worst error found is within the budget: 17 and 33 even
nodes, 33 drawn together by a shaper, then the same for 49 and 65; for a grade with a LUT file also nodes that fall on
the file's own (up to 80). Codes of HDR and of cameras get 65 nodes along a curve of light in place of the last. Where
all miss: 97 nodes (and 129, where a document asks for a budget that they miss). The kernel is as fast with 129 nodes as
with 33, because a picture's colors lie close together; baking and the store pay. If none is within, the best is kept
and says so.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.baked import BakedGrade, ExactGrade
from posthouse.color.error import (
    HIGHEST_CODE,
    LOWEST_CODE,
    WORST_OF_BUDGET,
    Exact,
    code10_distance,
    measure_error,
    sample_colors,
)
from posthouse.color.grade import Grade, apply_finite
from posthouse.color.lattice import CELLS, Lattice, aligned_lattice, curved_lattice, even_lattice, shaped_lattice
from posthouse.color.lut_file import LutFile
from posthouse.color.operation import ReadFile, Rgb, no_files
from posthouse.color.shaper import light_corners, light_curve, node_density
from posthouse.color.space import REC709, ColorSpace
from posthouse.color.transfers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_BUDGET_CODE10 = 1.0
_FIRST_SHAPED = 33
_LARGER = (97, 129)
_IDENTITY_CODE10 = 0.01
"""A grade that moves no sample further is the identity: a LUT file's float32 is no reason to touch a picture."""


def bake_grade(
    grade: Grade,
    *,
    read_file: ReadFile = no_files,
    budget_code10: float | None = None,
    shaped: bool = True,
    source: ColorSpace = REC709,
) -> BakedGrade | None:
    """Return the grade as one LUT, or None if it is the identity: then the picture is copied.

    Args:
        grade: a resolved grade; its files go by the names ``read_file`` knows.
        read_file: gives the content of a LUT or CDL file.
        budget_code10: error that is accepted, in 10-bit codes; the best LUT is taken where none keeps it, and one that
            is off by no more than 1 at its worst where it can be had.
        shaped: whether the LUT may have a shaper; False for a reader that knows none.
        source: what the codes that come in mean: the error is that of the colors its pictures can have.

    Raises:
        ProductionError: a file cannot be read, or the grade gives no number for some color.
    """
    exact = functools.partial(apply_finite, grade, read_file=read_file)
    if grade.is_neutral or _is_identity(exact):
        return None
    colors = sample_colors(source)
    samples = colors, exact(colors)
    aim = min(budget_code10 or DEFAULT_BUDGET_CODE10, DEFAULT_BUDGET_CODE10)  # a larger budget asks for no worse
    is_bent = shaped and source.kind is not Kind.SDR
    plain = _lattices(exact, _file_nodes(grade, read_file), is_bent=is_bent)
    best: BakedGrade | None = None
    for lattice in itertools.chain(plain, _curved(source)) if is_bent else plain:
        if lattice.codes.size == max(_LARGER) and best is not None and keeps_budget(best, budget_code10):
            break
        if (lattice.shaper is not None and not shaped) or _hopeless(best, lattice, aim):
            continue
        baked = _bake_on(lattice, exact, samples)
        if best is None or _rank(baked, aim) < _rank(best, aim):
            best = baked
        if best.error_code10 <= aim:
            break
    return best


def keeps_budget(baked: BakedGrade | ExactGrade, budget_code10: float | None) -> bool:
    """Return whether a LUT is near enough: 999 of 1000 samples within a budget, the worst within eight times that."""
    if budget_code10 is None:
        return True
    return baked.most_error_code10 <= budget_code10 and baked.error_code10 <= WORST_OF_BUDGET * budget_code10


def _rank(baked: BakedGrade, aim_code10: float) -> tuple[bool, float]:
    """Return what the better of two LUTs has less of."""
    return baked.error_code10 > aim_code10, baked.most_error_code10


def _is_identity(exact: Exact) -> bool:
    """Whether no code a signal can carry is moved: a tenth of the samples say no at once for almost every grade."""
    colors = sample_colors()
    for some in (colors[::10], LOWEST_CODE + colors * (HIGHEST_CODE - LOWEST_CODE)):
        if code10_distance(some, exact(some)).max() > _IDENTITY_CODE10:
            return False
    return True


def _file_nodes(grade: Grade, read_file: ReadFile) -> int | None:
    """Return the nodes of the first LUT file's axes, if it has a 3D LUT."""
    luts = (step for step in grade.operations if isinstance(step, LutFile))
    return next((step.nodes(read_file) for step in luts), None)


def _lattices(exact: Exact, file_nodes: int | None, *, is_bent: bool) -> Iterator[Lattice]:
    """Yield candidates from the cheapest to the dearest; the shaper is worked out when first needed.

    Codes that are bent all along gain nothing from the larger of these, but for those on a LUT file's own nodes.
    """
    density = None
    aligned = [aligned_lattice(file_nodes)] if file_nodes is not None else []
    for size in CELLS:
        is_tried = not is_bent or size <= _FIRST_SHAPED
        if is_tried:
            yield even_lattice(size)
        yield from (lattice for lattice in aligned if size <= lattice.codes.size < size + 16)
        if is_tried and size >= _FIRST_SHAPED:
            density = node_density(exact) if density is None else density
            yield shaped_lattice(size, density)
    if not is_bent and density is not None:
        yield from (shaped_lattice(size, density) for size in _LARGER)


def _curved(source: ColorSpace) -> Iterator[Lattice]:
    """Yield lattices along the curve of light of a source."""
    curve, corners = light_curve(source), light_corners(source)
    yield from (curved_lattice(size, curve, corners) for size in (max(CELLS), *_LARGER))


def _hopeless(best: BakedGrade | None, lattice: Lattice, budget_code10: float) -> bool:
    """Whether a middle lattice need not be tried: halving the cells quarters the error at best."""
    if best is None:
        return False
    size = lattice.codes.size
    is_middle = size in CELLS and _FIRST_SHAPED < size < max(CELLS)
    return is_middle and best.error_code10 > 2 * budget_code10 * (size / best.size) ** 2


def _unmeasured(lattice: Lattice, exact: Exact) -> BakedGrade:
    """Return the grade on a lattice."""
    size = lattice.codes.size
    lut = np.empty((size, size, size, 3), np.float32)
    green, red = np.meshgrid(lattice.codes, lattice.codes, indexing="ij")
    for plane, blue in zip(lut, lattice.codes, strict=True):  # a plane at a time stays in the processor's cache
        plane[:] = exact(np.stack([red, green, np.full_like(red, blue)], axis=-1))
    return BakedGrade(lut=lut, shaper_low=lattice.low, shaper_high=lattice.high, shaper=lattice.shaper)


def _bake_on(lattice: Lattice, exact: Exact, known: tuple[Rgb, Rgb]) -> BakedGrade:
    """Return the grade on a lattice, with its error; ``known`` is some colors and what they become."""
    baked = _unmeasured(lattice, exact)
    error = measure_error(baked, exact, known)
    return dataclasses.replace(
        baked,
        error_code10=error.worst_code10,
        most_error_code10=error.most_code10,
        mean_error_code10=error.mean_code10,
    )
