"""What an image says of its color, and what light its codes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.delivery.colors import PQ
from posthouse.delivery.mastering import D65, DISPLAY_PRIMARIES
from posthouse.media.png_check import png_color
from posthouse.media.tags import PRIMARIES, TRANSFERS
from posthouse.pixels.light import LIGHT_UNITS_PER_NIT, pq_light_units
from posthouse.signal.bt2100 import HLG_A, HLG_B, HLG_C

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.media.images import ImageHead, Metadata
    from posthouse.signal import PictureFormat

    Codes = NDArray[np.uint8] | NDArray[np.uint16]

DISPLAY_GAMMA = 2.4
"""ITU-R BT.1886, Annex 1: what a reference display makes of the codes, black at 0."""
EXR_WHITE_NITS = 100
"""What 1.0 is in the EXR of a PQ picture: the ``whiteLuminance`` of its header says so."""
_EXR_PRIMARIES = {"smpte432": "p3-d65", "bt2020": "rec2020"}
_FULL_RANGE = 1
_PLACES = 4


def image_light(codes: Codes, picture: PictureFormat) -> NDArray[np.float32]:
    """Return (y, x, channel) linear light of full-range codes.

    SDR: as a BT.1886 display shows it, white at 1.0. PQ: display light, 1.0 is 100 nits, the largest 100.0.
    HLG: scene light 0..1, before the OOTF.
    """
    signal = np.arange(np.iinfo(codes.dtype).max + 1) / np.iinfo(codes.dtype).max
    match picture.transfer:
        case "smpte2084":
            light = pq_light_units()[np.round(signal * 65535).astype(np.int64)] / (LIGHT_UNITS_PER_NIT * EXR_WHITE_NITS)
        case "arib-std-b67":
            light = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - HLG_C) / HLG_A) + HLG_B) / 12)
        case _:
            light = signal**DISPLAY_GAMMA
    table: NDArray[np.float32] = light.astype(np.float32)
    return table[codes]


def png_metadata(picture: PictureFormat) -> Metadata:
    """Return the ``cICP`` chunk (PNG, third edition, 11.3.2.6) of a picture that is not BT.709."""
    if _is_plain(picture):
        return ()
    return (("CICP", _cicp(picture)),)


def exr_metadata(picture: PictureFormat) -> Metadata:
    """Return primaries and white of a picture that is not BT.709, and of PQ the luminance of 1.0."""
    if _is_plain(picture):
        return ()
    white: Metadata = (("whiteLuminance", float(EXR_WHITE_NITS)),) if picture.transfer == PQ else ()
    return (("chromaticities", _chromaticities(picture)), *white)


def wanted_color(picture: PictureFormat, path: Path) -> str:
    """Return what an image must say, in the words of ``said_color``."""
    if _is_plain(picture):
        return "not said"
    return _spelled(_chromaticities(picture) if path.suffix == ".exr" else _cicp(picture))


def said_color(path: Path, head: ImageHead) -> str:
    """Return what an image says of its color."""
    said = head.chromaticities if path.suffix == ".exr" else png_color(path)
    return _spelled(said) if said else "not said"


def _is_plain(picture: PictureFormat) -> bool:
    return (picture.primaries, picture.transfer) == ("bt709", "bt709")


def _cicp(picture: PictureFormat) -> tuple[int, int, int, int]:
    primaries = next(code for code, name in PRIMARIES.items() if name == picture.primaries)
    transfer = next(code for code, name in TRANSFERS.items() if name == picture.transfer)
    return primaries, transfer, 0, _FULL_RANGE


def _chromaticities(picture: PictureFormat) -> tuple[float, ...]:
    points = (*DISPLAY_PRIMARIES[_EXR_PRIMARIES.get(picture.primaries, "rec709")], D65)
    return tuple(float(part) for point in points for part in point)


def _spelled(numbers: tuple[float, ...]) -> str:
    return " ".join(f"{round(number, _PLACES):g}" for number in numbers)
