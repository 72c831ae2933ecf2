"""Fujifilm F-Log and F-Log2. Source: Fujifilm, "F-Log Data Sheet" 1.1 (2022), "F-Log2 Data Sheet" 1.0 (2022)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FLog:
    """One curve: c log10(a x + b) + d from ``cut`` on, e x + f below it."""

    cut: float
    cut_code: float
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def encode(self, scene: Rgb) -> Rgb:
        """Return codes of scene light."""
        log = self.c * np.log10(self.a * np.maximum(scene, self.cut) + self.b) + self.d
        return np.where(scene >= self.cut, log, self.e * scene + self.f)

    def decode(self, codes: Rgb) -> Rgb:
        """Return scene light of codes."""
        scene = (10 ** ((codes - self.d) / self.c) - self.b) / self.a
        return np.where(codes >= self.cut_code, scene, (codes - self.f) / self.e)


F_LOG = FLog(
    cut=0.00089,
    cut_code=0.100537775223865,
    a=0.555556,
    b=0.009468,
    c=0.344676,
    d=0.790453,
    e=8.735631,
    f=0.092864,
)
F_LOG2 = FLog(
    cut=0.000889,
    cut_code=0.100686685370811,
    a=5.555556,
    b=0.064829,
    c=0.245281,
    d=0.384316,
    e=8.799461,
    f=0.092864,
)
