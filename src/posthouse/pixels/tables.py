"""A baked grade as the kernels take it: tables of coded luma and of coded chroma over one grid."""

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
    """Flat tables, red fastest; ``shaper`` holds node places, in nodes, over the domain of R'G'B' codes."""

    luma: Floats
    chroma: Floats
    domain: tuple[float, float]
    size: int
    shaper: Floats | None

    @classmethod
    def of(cls, lut: Floats, domain: tuple[float, float], shaper: Floats | None, matrix: Matrix) -> GradeTables:
        """Return the tables of a LUT for a canvas's matrix.

        Args:
            lut: (blue, green, red, channel) display-coded R'G'B'.
            domain: the R'G'B' codes its first and last node stand for.
            shaper: (m,) node places, 0..1, at codes evenly over the domain; None for even nodes.
            matrix: of the canvas.
        """
        kr, kb = matrix.kr_kb
        red, green, blue = (lut[..., n].astype(np.float64) for n in range(3))
        luma = kr * red + (1 - kr - kb) * green + kb * blue
        chroma = np.stack([(blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))], axis=-1)
        return cls(
            luma=np.ascontiguousarray(luma.ravel(), np.float32),
            chroma=np.ascontiguousarray(chroma.ravel(), np.float32),
            domain=domain,
            size=lut.shape[0],
            shaper=None if shaper is None else np.ascontiguousarray(shaper * (lut.shape[0] - 1), np.float32),
        )

    @property
    def scale(self) -> float:
        """Return steps of the grid, or of the shaper, for each unit of R'G'B'."""
        steps = self.size if self.shaper is None else self.shaper.size
        return (steps - 1) / (self.domain[1] - self.domain[0])
