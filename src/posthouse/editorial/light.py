"""Which light pictures are mixed in."""

from __future__ import annotations

import enum


class Light(enum.StrEnum):
    """Which light a transition or a blend mixes in."""

    DISPLAY = "display"  # code values, as editing systems do
    LINEAR = "linear"  # light, as an optical printer does
