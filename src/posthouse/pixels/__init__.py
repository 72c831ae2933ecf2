"""Pixels: stacks of sources and operations in, finished pictures out. The only per-pixel code of the house.

What comes in: a ``Stack`` (what a run of frames shows) and ``Supplies`` (decoded pictures, baked grades, drawn
titles). What goes out: code values of the canvas, from one fused Halide kernel a frame. Standards: ITU-R BT.601,
BT.709, BT.2020 (matrices, ranges), ITU-T H.273 (chroma sites), BT.1886 (linear light of a display-coded picture),
SMPTE 258M (wipes). Read ``stack.py`` first, then ``compose.py``; ``kernel.py`` keeps compiled kernels on disk.
"""

from posthouse.pixels.blending import Blend, LumaKey
from posthouse.pixels.overlay import Overlay
from posthouse.pixels.pose import kept_rect, placed_at, stands_hard
from posthouse.pixels.ramps import WIPE_PATTERNS
from posthouse.pixels.render import Renderer, Supplies
from posthouse.pixels.stack import (
    Blended,
    Exposure,
    Footage,
    Mix,
    Over,
    Placement,
    Rained,
    Rect,
    Solid,
    Stack,
    Titled,
    Wipe,
)
from posthouse.pixels.tables import GradeTables

__all__ = [
    "WIPE_PATTERNS",
    "Blend",
    "Blended",
    "Exposure",
    "Footage",
    "GradeTables",
    "LumaKey",
    "Mix",
    "Over",
    "Overlay",
    "Placement",
    "Rained",
    "Rect",
    "Renderer",
    "Solid",
    "Stack",
    "Supplies",
    "Titled",
    "Wipe",
    "kept_rect",
    "placed_at",
    "stands_hard",
]
