"""What the document may say about how pictures are brought to another size."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from posthouse.fields import SpecModel
from posthouse.pixels.scaling import Scaling, ScalingKernel, ScalingLight


class ScalingSpec(SpecModel):
    """The filter pictures are scaled by: ``spline36``, or ``{kernel: spline36, light: linear}``."""

    kernel: ScalingKernel = ScalingKernel.LANCZOS3
    """Sharp to soft: lanczos4, lanczos3, spline36, catmull-rom, mitchell, bilinear; box and nearest make blocks."""
    light: ScalingLight = ScalingLight.DISPLAY
    """What is averaged: code values (display), as editing systems do, or light (linear), as a lens does."""

    @property
    def scaling(self) -> Scaling:
        """Return it as the pixels take it."""
        return Scaling(kernel=self.kernel, light=self.light)


def _named(written: object) -> object:
    """Return a bare name as the mapping it is short for."""
    return {"kernel": written} if isinstance(written, str) else written


ScalingField = Annotated[ScalingSpec, BeforeValidator(_named, json_schema_input_type=ScalingKernel | ScalingSpec)]
"""A filter by its name, or with the light it works in."""
