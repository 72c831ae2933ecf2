"""ARRI LogC3: of ALEXA cameras before the ALEXA 35; one curve for each exposure index.

Source: ARRI, "ALEXA Log C Curve, usage in VFX" (2017), the tables for scene exposure (standards sheet 2.9).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A = 5.555556


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LogC3:
    """The curve of one exposure index: c log10(a x + b) + d above ``cut``, e x + f below."""

    cut: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def encode(self, scene: Rgb) -> Rgb:
        """Return codes of scene light; at EI 800, 0.18 gives 400/1023."""
        log = self.c * np.log10(_A * np.maximum(scene, self.cut) + self.b) + self.d
        return np.where(scene > self.cut, log, self.e * scene + self.f)

    def decode(self, codes: Rgb) -> Rgb:
        """Return scene light of codes."""
        scene = (10 ** ((codes - self.d) / self.c) - self.b) / _A
        return np.where(codes > self.e * self.cut + self.f, scene, (codes - self.f) / self.e)


EI400 = LogC3(cut=0.008318, b=0.064901, c=0.256598, d=0.383999, e=5.571960, f=0.092795)
EI800 = LogC3(cut=0.010591, b=0.052272, c=0.247190, d=0.385537, e=5.367655, f=0.092809)
EI1600 = LogC3(cut=0.013047, b=0.038625, c=0.237781, d=0.387093, e=5.163350, f=0.092824)
