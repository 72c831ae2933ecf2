"""Blends worked out in linear light, which no timeline has a word for: how far off they are in code values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.pixels.blending import Blend

if TYPE_CHECKING:
    from posthouse.interchange import Ledger

CODES_OFF = {
    Blend.ADD: 85,
    Blend.SUBTRACT: 127,
    Blend.SCREEN: 30,
    Blend.OVERLAY: 127,
    Blend.COLOR_DODGE: 248,
    Blend.COLOR_BURN: 248,
    Blend.HARD_LIGHT: 127,
    Blend.SOFT_LIGHT: 33,
    Blend.DIFFERENCE: 127,
    Blend.EXCLUSION: 127,
}
"""The most of 255 codes by which a mode in linear light differs from one in codes, over all pairs of codes, with the
display's gamma of 2.4 (BT.1886); the other modes are the same in both."""


def tell_linear(item: str, mode: Blend, ledger: Ledger) -> None:
    """Tell that a layer blends in linear light."""
    why = "it blends in linear light here, in code values elsewhere"
    off = CODES_OFF.get(mode)
    apart = f"up to {off} of 255 codes off" if off else "alike where it is whole, not where it is dimmed"
    ledger.approximate(item, "effect", f"{why}: {apart}")
