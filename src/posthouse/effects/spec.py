"""What the document may say about effects: which shot, which effect.

Everything is measured as a person in front of the picture would: angles in degrees, amounts from 0 (none) to 1 (as
much as reads as real).
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from posthouse.fields import Fraction01, Name, SpecModel


class RainSpec(SpecModel):
    """Rain between the lens and the scene, its splashes, and the haze and wetness it leaves."""

    intensity: Fraction01 = 0.5
    """How much rain: 0.2 is a drizzle, 0.6 steady rain, 1 a cloudburst."""
    wind: Annotated[float, Field(ge=-60, le=60)] = 0.0
    """How far the drops' fall leans from the vertical, in degrees; positive falls towards the right."""
    seed: Annotated[int, Field(ge=0, lt=1 << 32)] = 1
    """Another seed is another take of the same rain."""
    haze: Fraction01 = 0.25
    """How much the rain veils what is far."""
    wetness: Fraction01 = 0.4
    """How much wet ground darkens and gains contrast."""
    splashes: Fraction01 = 0.5
    """How many drops are seen to strike the ground."""
    shutter: Annotated[float, Field(ge=0, le=360)] = 180.0
    """The shutter angle of the camera, in degrees: how long a drop streaks in one frame."""
    lens: Annotated[float, Field(ge=8, le=400)] = 35.0
    """The focal length of the lens in use, in mm on a 36 mm wide sensor; a long one draws drops out."""
    aperture: Annotated[float, Field(ge=0.7, le=32)] = 2.8
    """The f-number: wide open, drops near the lens melt into soft veils."""
    focus: Annotated[float, Field(ge=0.3, le=1000)] = 6.0
    """The distance in focus, in metres."""


class EffectUse(SpecModel):
    """One effect on one shot. Effects on one shot are laid over each other in the order of the list."""

    shot: Name
    """The shot's id."""
    rain: RainSpec | None = None

    @model_validator(mode="after")
    def _names_an_effect(self) -> Self:
        if self.rain is None:
            raise ValueError("say which effect, as rain: {intensity: 0.6}")
        return self
