"""Pictures made from nothing, by what they show: whatever a color is called, it is that color."""

from __future__ import annotations

from typing import Final

from posthouse.production.media_spec import BarsGeneratorSpec, ColorGeneratorSpec, GeneratedMediaSpec

_LARGEST_CODE: Final = 255


def made_picture(spec: object) -> str:
    """Return what tells a generated picture from others: a color to 8 bits, or bars; empty: it is no such picture."""
    if not isinstance(spec, GeneratedMediaSpec):
        return ""
    match spec.generate:
        case ColorGeneratorSpec(color=color):
            return f"color {' '.join(str(round(part * _LARGEST_CODE)) for part in color)}"
        case BarsGeneratorSpec():
            return "bars"
        case _:
            return ""
