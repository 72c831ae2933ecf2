"""BT.2100 HLG: the camera's curve, the system gamma of a display, and both in one.

HLG codes scene light. A display shows it through the OOTF, whose gamma depends on the display's peak. As a display's
light the house takes that of the reference display of 1000 nits, gamma 1.2: signal 0.75 is 203 nits there.
Source: BT.2100-2, table 5.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.primaries import luma_weights
from posthouse.color.transfers.kinds import REFERENCE_WHITE_NITS
from posthouse.signal.bt2100 import HLG_A, HLG_B, HLG_C

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

PEAK_NITS = 1000.0


def hlg_oetf(light: Rgb) -> Rgb:
    """Return codes of scene light: 1/12 gives 0.5, 1 gives 1; codes below black mean none."""
    safe = np.maximum(light, 0)
    return np.where(safe <= 1 / 12, np.sqrt(3 * safe), HLG_A * np.log(np.maximum(12 * safe - HLG_B, 1e-6)) + HLG_C)


def hlg_oetf_inverse(codes: Rgb) -> Rgb:
    """Return scene light of codes: 0.5 gives 1/12; super-white goes on."""
    safe = np.maximum(codes, 0)
    return np.where(safe <= 0.5, safe**2 / 3, (np.exp((safe - HLG_C) / HLG_A) + HLG_B) / 12)


def system_gamma(peak_nits: float) -> float:
    """Return the gamma of the OOTF for a display's peak: 1.2 at 1000 nits, 1.03 at 400."""
    return 1.2 + 0.42 * math.log10(peak_nits / 1000)


def hlg_ootf_nits(scene: Rgb, peak_nits: float = PEAK_NITS) -> Rgb:
    """Return a display's light in nits, (…, 3), of BT.2020 scene light: each channel times luminance^(gamma - 1)."""
    luminance = np.maximum(scene @ luma_weights("bt2020"), 0)[..., np.newaxis]
    return peak_nits * luminance ** (system_gamma(peak_nits) - 1) * scene


def hlg_ootf_inverse(light_nits: Rgb, peak_nits: float = PEAK_NITS) -> Rgb:
    """Return scene light, (…, 3), of a display's light: the inverse of ``hlg_ootf_nits``; black stays black."""
    shown = light_nits / peak_nits
    luminance = np.maximum(shown @ luma_weights("bt2020"), 1e-30)[..., np.newaxis]
    return shown * luminance ** (1 / system_gamma(peak_nits) - 1)


def decode_hlg(codes: Rgb) -> Rgb:
    """Return the reference display's light, (…, 3), reference white at 1."""
    return hlg_ootf_nits(hlg_oetf_inverse(codes)) / REFERENCE_WHITE_NITS


def encode_hlg(light: Rgb) -> Rgb:
    """Return codes, (…, 3), of the reference display's light: the inverse of ``decode_hlg``."""
    return hlg_oetf(hlg_ootf_inverse(np.maximum(light, 0) * REFERENCE_WHITE_NITS))
