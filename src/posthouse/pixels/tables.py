"""A baked grade as the kernels take it: tables of coded luma, coded chroma and R'G'B' over one grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from posthouse.signal import Matrix

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTables:
    """Flat tables, red fastest; ``low`` and ``high`` are the R'G'B' of the grid's ends."""

    luma: Floats
    chroma: Floats
    rgb: Floats
    low: float
    high: float
    size: int

    @classmethod
    def of(cls, lut: Floats, low: float, high: float, matrix: Matrix) -> GradeTables:
        """Return the tables of a LUT (blue, green, red, channel) of display-coded R'G'B', for a canvas's matrix."""
        kr, kb = matrix.kr_kb
        red, green, blue = (lut[..., n].astype(np.float64) for n in range(3))
        luma = kr * red + (1 - kr - kb) * green + kb * blue
        chroma = np.stack([(blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))], axis=-1)
        return cls(
            luma=np.ascontiguousarray(luma.ravel(), np.float32),
            chroma=np.ascontiguousarray(chroma.ravel(), np.float32),
            rgb=np.ascontiguousarray(lut.ravel(), np.float32),
            low=low,
            high=high,
            size=lut.shape[0],
        )
