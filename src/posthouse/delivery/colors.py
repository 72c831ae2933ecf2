"""The color a deliverable may ask for, and the codes its pictures are tagged with."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.signal import ChromaSiting, Matrix, Range

if TYPE_CHECKING:
    from posthouse.signal import PictureFormat

HDR_TRANSFERS = frozenset({"smpte2084", "arib-std-b67"})
PQ = "smpte2084"


class DeliveredColor(enum.StrEnum):
    """What a deliverable's code values mean."""

    REC709 = "rec709"  # ITU-R BT.709
    P3_D65 = "p3-d65"  # SMPTE EG 432-1 primaries, BT.1886
    REC2020 = "rec2020"  # ITU-R BT.2020
    REC2100_PQ = "rec2100-pq"  # ITU-R BT.2100, PQ
    REC2100_HLG = "rec2100-hlg"  # ITU-R BT.2100, HLG


@dataclass(frozen=True, slots=True, kw_only=True)
class Colorimetry:
    """A color by the names of ITU-T H.273 that FFmpeg uses."""

    primaries: str
    transfer: str
    matrix: Matrix
    siting: ChromaSiting = ChromaSiting.LEFT


COLORIMETRY = {
    DeliveredColor.REC709: Colorimetry(primaries="bt709", transfer="bt709", matrix=Matrix.BT709),
    DeliveredColor.P3_D65: Colorimetry(primaries="smpte432", transfer="bt709", matrix=Matrix.BT709),
    DeliveredColor.REC2020: Colorimetry(
        primaries="bt2020", transfer="bt2020-10", matrix=Matrix.BT2020, siting=ChromaSiting.TOP_LEFT
    ),
    DeliveredColor.REC2100_PQ: Colorimetry(
        primaries="bt2020", transfer=PQ, matrix=Matrix.BT2020, siting=ChromaSiting.TOP_LEFT
    ),
    DeliveredColor.REC2100_HLG: Colorimetry(
        primaries="bt2020", transfer="arib-std-b67", matrix=Matrix.BT2020, siting=ChromaSiting.TOP_LEFT
    ),
}
"""BT.709-6, BT.2020-2 and BT.2100-2; the siting is that of their 4:2:0 (BT.2020-2 table 4, BT.2100-2 table 6)."""


def colored(picture: PictureFormat, color: DeliveredColor | None) -> PictureFormat:
    """Return a format in a color, narrow range; without one it keeps its own."""
    if color is None:
        return picture
    meant = COLORIMETRY[color]
    return replace(
        picture,
        primaries=meant.primaries,
        transfer=meant.transfer,
        matrix=meant.matrix,
        siting=meant.siting,
        range=Range.NARROW,
    )


def is_hdr(picture: PictureFormat) -> bool:
    """Return whether code values are those of BT.2100."""
    return picture.transfer in HDR_TRANSFERS
