"""What a transfer function is, and the light it stands for."""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.color.operation import Rgb

REFERENCE_WHITE_NITS = 203.0
"""Light of HDR reference white: 58 % PQ, 75 % HLG. Source: BT.2408, table 1."""


class Kind(enum.StrEnum):
    """What light a signal stands for."""

    SDR = "sdr"  # of a display whose white is 1 (BT.1886)
    HDR = "hdr"  # of a display, reference white (203 nits) at 1 (BT.2100)
    SCENE = "scene"  # before the camera, an 18 % grey card at 0.18


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One transfer function: ``decode`` gives light of (…, 3) codes, ``encode`` is its inverse."""

    kind: Kind
    decode: Callable[[Rgb], Rgb]
    encode: Callable[[Rgb], Rgb]
