"""The steps of a conversion, each an operation of a grade; neighbours that undo each other are left out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeAlias, final

import numpy as np

from posthouse.color.compression import compress_gamut
from posthouse.color.primaries import rgb_to_rgb, rgb_to_xyz_d65
from posthouse.color.tone import tone_map
from posthouse.color.transfers import REFERENCE_WHITE_NITS, TRANSFERS
from posthouse.color.transfers.hlg import hlg_ootf_nits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.color.operation import Operation, ReadFile, Rgb, Triple

HLG_OF_SCENE = 0.26496
"""HLG's scene light of a scene's white: 75 % signal; an 18 % grey card is then at 38 %. Source: BT.2408, table 1."""
ACES_WHITE_NITS = 100.0
"""Light that OpenColorIO's output transforms call 1."""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Decode:
    """Codes to light, by a transfer's name."""

    transfer: str
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return light."""
        return TRANSFERS[self.transfer].decode(rgb)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Encode:
    """Light to codes, by a transfer's name."""

    transfer: str
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return codes."""
        return TRANSFERS[self.transfer].encode(rgb)


XYZ = "XYZ"
"""What ``Adapt`` calls XYZ under D65."""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Adapt:
    """Light of some primaries to light of others; white stays white."""

    source: str
    target: str
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return light of the target's primaries."""
        matrix: Rgb
        if self.target == XYZ:
            matrix = rgb_to_xyz_d65(self.source)
        elif self.source == XYZ:
            matrix = np.asarray(np.linalg.inv(rgb_to_xyz_d65(self.target)), np.float64)
        else:
            matrix = rgb_to_rgb(self.source, self.target)
        adapted: Rgb = rgb @ matrix.T
        return adapted


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Compress:
    """Light outside a gamut drawn into it; see ``compression.py``."""

    limits: Triple
    thresholds: Triple
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return light within the gamut."""
        return compress_gamut(rgb, self.limits, self.thresholds)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ToneMap:
    """Display light of one peak to that of a lower one; see ``tone.py``."""

    source_nits: float
    target_nits: float
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return light of at most the lower peak."""
        return tone_map(rgb * REFERENCE_WHITE_NITS, self.source_nits, self.target_nits) / REFERENCE_WHITE_NITS


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ShowScene:
    """Scene light of BT.2020 to the light of the reference HDR display: exposed as BT.2408 says, HLG's OOTF."""

    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return display light, reference white at 1."""
        return hlg_ootf_nits(np.maximum(rgb, 0) * HLG_OF_SCENE) / REFERENCE_WHITE_NITS


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output transform of ACES 2: scene light of AP0 to display light in XYZ under D65, or back.

    ``white_nits``: of the display light's unit; the transform's own is 100 nits.
    """

    transform: str
    white_nits: float
    is_inverse: bool = False
    is_neutral = False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return display light, or scene light if inverse."""
        from posthouse.color.ocio import apply_builtin  # OpenColorIO is slow to import: only ACES pays

        unit = self.white_nits / ACES_WHITE_NITS
        if self.is_inverse:
            return apply_builtin(self.transform, rgb * unit, is_inverse=True)
        return apply_builtin(self.transform, rgb, is_inverse=False) / unit


Step: TypeAlias = Decode | Encode | Adapt | Compress | ToneMap | ShowScene | Output


def _undoes(first: object, second: object) -> bool:
    """Return whether the second of two steps undoes the first."""
    match first, second:
        case Encode(), Decode():
            return TRANSFERS[first.transfer] == TRANSFERS[second.transfer]
        case Adapt(), Adapt():
            return (first.source, first.target) == (second.target, second.source)
        case Output(is_inverse=True), Output(is_inverse=False):
            return (first.transform, first.white_nits) == (second.transform, second.white_nits)
    return False


def without_detours(steps: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return steps of which none undoes the one before it."""
    kept: list[Operation] = []
    for step in steps:
        if kept and _undoes(kept[-1], step):
            kept.pop()
        elif not (isinstance(step, Adapt) and step.source == step.target):
            kept.append(step)
    match kept:
        case [Decode() as first, Encode() as second] if TRANSFERS[first.transfer] == TRANSFERS[second.transfer]:
            return ()
    return tuple(kept)
