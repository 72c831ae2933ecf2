"""Baking: every operation of a grade into one 3D LUT, as small as its measured error allows.

Candidates are tried in the order of their cost to the kernel until the worst error found is within the budget:
17 and 33 even nodes, 33 drawn together by a shaper, then the same for 49 and 65; for a grade with a LUT file also nodes
that fall on the file's own (up to 80). If none is, the best is kept and says so.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.baked import BakedGrade
from posthouse.color.error import HIGHEST_CODE, LOWEST_CODE, Exact, code10_distance, measure_error, sample_colors
from posthouse.color.grade import Grade, apply_finite
from posthouse.color.lattice import CELLS, Lattice, aligned_lattice, even_lattice, shaped_lattice
from posthouse.color.lut_file import LutFile
from posthouse.color.operation import ReadFile, Rgb, no_files
from posthouse.color.shaper import node_density
from posthouse.color.space import REC709, ColorSpace

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_BUDGET_CODE10 = 1.0
_FIRST_SHAPED = 33
_IDENTITY_CODE10 = 0.01
"""A grade that moves no sample further is the identity: a LUT file's float32 is no reason to touch a picture."""


def bake_grade(
    grade: Grade,
    *,
    read_file: ReadFile = no_files,
    budget_code10: float = DEFAULT_BUDGET_CODE10,
    shaped: bool = True,
    source: ColorSpace = REC709,
) -> BakedGrade | None:
    """Return the grade as one LUT, or None if it is the identity: then the picture is copied.

    Args:
        grade: a resolved grade; its files go by the names ``read_file`` knows.
        read_file: gives the content of a LUT or CDL file.
        budget_code10: worst error that is accepted, in 10-bit codes; the best LUT is taken where none is within 1.
        shaped: whether the LUT may have a shaper; False for a reader that knows none.
        source: what the codes that come in mean: the error is that of the colors its pictures can have.

    Raises:
        ProductionError: a file cannot be read, or the grade gives no number for some color.
    """
    exact = functools.partial(apply_finite, grade, read_file=read_file)
    colors = sample_colors(source)
    if grade.is_neutral or _is_identity(exact):
        return None
    known = exact(colors)
    aim = min(budget_code10, DEFAULT_BUDGET_CODE10)  # a larger budget allows, and asks for no worse
    best: BakedGrade | None = None
    for lattice in _lattices(exact, _file_nodes(grade, read_file)):
        if (lattice.shaper is not None and not shaped) or (best and _hopeless(best, lattice, aim)):
            continue
        baked = _bake_on(lattice, exact, (colors, known))
        if best is None or baked.error_code10 < best.error_code10:
            best = baked
        if best.error_code10 <= aim:
            break
    return best


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


def _lattices(exact: Exact, file_nodes: int | None) -> Iterator[Lattice]:
    """Yield candidates from the cheapest to the dearest; the shaper is worked out when first needed."""
    density = None
    aligned = [aligned_lattice(file_nodes)] if file_nodes is not None else []
    for size in CELLS:
        yield even_lattice(size)
        yield from (lattice for lattice in aligned if size <= lattice.codes.size < size + 16)
        if size >= _FIRST_SHAPED:
            density = node_density(exact) if density is None else density
            yield shaped_lattice(size, density)


def _hopeless(best: BakedGrade, lattice: Lattice, budget_code10: float) -> bool:
    """Whether a middle lattice need not be tried: halving the cells quarters the error at best."""
    size = lattice.codes.size
    is_middle = size in CELLS and _FIRST_SHAPED < size < max(CELLS)
    return is_middle and best.error_code10 > 2 * budget_code10 * (size / best.size) ** 2


def _bake_on(lattice: Lattice, exact: Exact, known: tuple[Rgb, Rgb]) -> BakedGrade:
    """Return the grade on a lattice, with its error; ``known`` is some colors and what they become."""
    size = lattice.codes.size
    blue, green, red = np.meshgrid(lattice.codes, lattice.codes, lattice.codes, indexing="ij")
    nodes = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    lut = exact(nodes).astype(np.float32).reshape(size, size, size, 3)
    baked = BakedGrade(lut=lut, shaper_low=lattice.low, shaper_high=lattice.high, shaper=lattice.shaper)
    error = measure_error(baked, exact, known)
    return dataclasses.replace(baked, error_code10=error.worst_code10, mean_error_code10=error.mean_code10)
