"""How far a baked grade is from the exact one, in codes of a 10-bit narrow-range signal (876 from black to white).

Measured where it hurts: random colors, a grid, greys, near black, and the faces of the cube (saturated colors); then
around the worst of them, twice, so that the worst found is close to the worst there is. The samples never change.
Worst is one color in ten thousand, most often in a corner where a channel all but ends; ``most`` is what 999 of 1000
samples keep, and what a budget is held against, with a wider bound for the worst.
Of HDR and of scenes, most of the cube is light that no thing sends out; there, the colors are those within P3, and the
brightest HDR's reference peak (1000 nits), a scene's 6.5 stops over an 18 % grey card.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, final

import numpy as np

from posthouse.color.baked import BakedGrade, apply_baked
from posthouse.color.operation import Rgb
from posthouse.color.primaries import rgb_to_rgb
from posthouse.color.space import REC709, ColorSpace
from posthouse.color.transfers import REFERENCE_WHITE_NITS, TRANSFERS, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

Exact: TypeAlias = Callable[[Rgb], Rgb]
CODES10 = 876
LOWEST_CODE, HIGHEST_CODE = -64 / CODES10, 959 / CODES10
"""R'G'B' of the 10-bit codes 0 and 1023."""
_SEED = 20250709
_WORST_KEPT = 48
_TRIES_AROUND = 48


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BakeError:
    """Distances over R', G' and B', in 10-bit codes: the worst, what 999 of 1000 samples keep, and the mean."""

    worst_code10: float
    most_code10: float
    mean_code10: float


@functools.cache
def sample_colors(source: ColorSpace = REC709) -> Rgb:
    """Return the fixed (count, 3) samples, codes of a source; read-only."""
    if source.kind is Kind.SDR:
        return _cube_colors()
    random = np.random.default_rng(_SEED)
    share = random.dirichlet((0.5, 0.5, 0.5), 9216)
    vivid = share / share.max(axis=-1, keepdims=True)
    shown = 1 - (1 - vivid) * np.sqrt(random.random((9216, 1)))
    light = (
        np.concatenate(
            [shown * 2 ** (-14 * random.random((9216, 1))), np.linspace(0, 1, 1001)[:, np.newaxis] ** 4 * np.ones(3)]
        )
        * BRIGHTEST[source.kind]
    )
    samples: Rgb = TRANSFERS[source.transfer].encode(light @ rgb_to_rgb("smpte432", source.primaries).T)
    samples.setflags(write=False)
    return samples


BRIGHTEST = {Kind.SDR: 1.0, Kind.HDR: 1000 / REFERENCE_WHITE_NITS, Kind.SCENE: 0.18 * 2**6.5}
"""Light of the brightest samples, in the unit of their kind."""
WORST_OF_BUDGET = 8
"""How many times the budget the worst sample may be off."""
MOST = 0.999


@functools.cache
def _cube_colors() -> Rgb:
    random = np.random.default_rng(_SEED)
    axis = np.linspace(0, 1, 14)
    grid = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    faces = random.random((2048, 3))
    faces[np.arange(2048), random.integers(0, 3, 2048)] = random.integers(0, 2, 2048)
    greys = np.repeat(np.linspace(0, 1, 1001)[:, np.newaxis], 3, axis=1)
    near_black = random.random((2048, 3)) * 0.06
    samples: Rgb = np.concatenate([random.random((6144, 3)), grid, faces, greys, near_black])
    samples.setflags(write=False)
    return samples


def code10_distance(baked_codes: Rgb, exact_codes: Rgb) -> NDArray[np.float64]:
    """Return (count,) the worst channel's distance, of what a 10-bit signal can carry of both."""
    carried = (np.clip(codes, LOWEST_CODE, HIGHEST_CODE) for codes in (baked_codes, exact_codes))
    distance: NDArray[np.float64] = np.abs(np.subtract(*carried)).max(axis=-1) * CODES10
    return distance


def measure_error(baked: BakedGrade, exact: Exact, samples: tuple[Rgb, Rgb] | None = None) -> BakeError:
    """Return the error of a baked grade, over some colors and what ``exact`` makes of them, where that is known."""
    colors, known = samples or (sample_colors(), exact(sample_colors()))
    inside = colors.min(axis=0), colors.max(axis=0)
    distance = code10_distance(apply_baked(baked, colors), known)
    mean, most, worst = float(distance.mean()), float(np.quantile(distance, MOST)), float(distance.max())
    random = np.random.default_rng(_SEED)
    for reach in (1 / 48, 1 / 192):
        kept = colors[np.argsort(distance)[-_WORST_KEPT:]]
        around = random.uniform(-reach, reach, (_TRIES_AROUND, _WORST_KEPT, 3))
        colors = np.clip(kept + around, *inside).reshape(-1, 3)
        distance = code10_distance(apply_baked(baked, colors), exact(colors))
        worst = max(worst, float(distance.max()))
    return BakeError(worst_code10=worst, most_code10=most, mean_code10=mean)
