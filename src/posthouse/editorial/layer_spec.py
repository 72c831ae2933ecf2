"""What the document may say of how a shot over the cut meets what is under it: blend modes, keys."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from posthouse.editorial.light import Light
from posthouse.fields import Fraction01, SpecModel
from posthouse.pixels.blending import Blend, LumaKey


class BlendSpec(SpecModel):
    """``blend: screen``, or ``blend: {mode: add, light: linear}``."""

    mode: Blend = Blend.NORMAL
    """How its colors meet those under it; formulas of W3C Compositing and Blending Level 1."""
    light: Light = Light.DISPLAY
    """What is blended: code values (display), as editing systems do, or light (linear)."""


def _named(written: object) -> object:
    """Return a bare name as the mapping it is short for."""
    return {"mode": written} if isinstance(written, str) else written


BlendField = Annotated[BlendSpec, BeforeValidator(_named, json_schema_input_type=Blend | BlendSpec)]
"""A blend mode by its name, or with the light it works in."""


class LumaKeySpec(SpecModel):
    """``luma: {low: 5%, high: 20%}``: clear where it is darker than ``low``, whole where it is brighter than ``high``.

    Between the two its alpha rises evenly with its luma.
    """

    low: Fraction01 = 0.0
    """The luma, of black 0 to white 1, up to which nothing is seen."""
    high: Fraction01 = 1.0
    """The luma from which all is seen."""
    invert: bool = False
    """What is dark is seen, and what is bright is clear."""

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low ({self.low:g}) is above high ({self.high:g}); swap them, or write invert: true")
        return self

    @property
    def key(self) -> LumaKey:
        """Return it as the pixels take it."""
        return LumaKey(low=self.low, high=self.high, is_inverted=self.invert)


class KeySpec(SpecModel):
    """What of a shot over the cut is clear, by its own picture: ``key: {luma: {low: 5%, high: 20%}}``."""

    luma: LumaKeySpec
    """By how bright it is, after its grade."""
