"""What every operation of a grade is, and the words they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.float64]
"""(…, 3) display-coded R'G'B': 0 is black, 1 is white; sub-black and super-white lie outside and are kept."""
Triple: TypeAlias = tuple[float, float, float]
ReadFile: TypeAlias = Callable[[str], bytes]
"""``read_file(name)`` is the content of a LUT or CDL file, by the name it has in the operation (path or digest)."""

LUMA_BT709 = np.array([0.2126, 0.7152, 0.0722])
"""Weights of R', G', B' in luma. Source: BT.709-6, item 3.2; ASC CDL v1.2 uses the same."""


class Operation(Protocol):
    """One pointwise step of a grade: a frozen value that can be part of a job's parameters."""

    @property
    def is_neutral(self) -> bool:
        """Whether the operation changes nothing at all."""

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:
        """Return the operation's output for (…, 3) R'G'B', as a new array."""


def luma(rgb: Rgb, weights: Rgb = LUMA_BT709) -> Rgb:
    """Return Y' (…, 1) of (…, 3) R'G'B'. Source: BT.709-6, item 3.2."""
    weighed: Rgb = (rgb @ weights)[..., np.newaxis]
    return weighed


def no_files(name: str) -> bytes:
    """Refuse to read: for grades that name no file."""
    raise FileNotFoundError(name)
