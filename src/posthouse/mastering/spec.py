"""What a production may say under ``master:``: a loudness target, a ceiling, how to limit, what to do on a miss."""

from __future__ import annotations

import difflib
import enum
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Annotated, Self

from pydantic import Field, model_validator

from posthouse.fields import LengthField, LoudnessLufs, SpecModel, TruePeakDbtp
from posthouse.timing import Length, Rate

_LONGEST_SECONDS = 1
_SHORTEST_RELEASE_SECONDS = Fraction(1, 100)
# A limiter's lengths are given in milliseconds; the odd one in frames is checked as if at 24 a second.
_ANY_RATE = Rate.parse(24)


class OnMiss(enum.StrEnum):
    """What follows when a master cannot reach its target within the limiting it is allowed."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterPreset:
    """A published target. ``note`` says what the publisher asks for beyond the three numbers."""

    loudness_lufs: float
    true_peak_dbtp: float
    tolerance_lu: float
    source: str
    note: str


@cache
def master_presets() -> dict[str, MasterPreset]:
    """Return the published targets by name. Source: each entry names its own (``presets.json``)."""
    table = json.loads(resources.files(__package__).joinpath("presets.json").read_text("utf-8"))
    return {name: MasterPreset(**facts) for name, facts in table.items()}


class LimiterSpec(SpecModel):
    """The true-peak limiter. ``max_reduction`` is how far, in dB, the highest peak may be turned down."""

    look_ahead: LengthField = Length.parse("5ms")
    hold: LengthField = Length.parse("12ms")
    release: LengthField = Length.parse("120ms")
    max_reduction: Annotated[float, Field(ge=0, le=24, description="dB")] = 6.0

    @model_validator(mode="after")
    def _fits_the_limiter(self) -> Self:
        for name, length in (("look_ahead", self.look_ahead), ("hold", self.hold)):
            if length.exact_seconds(_ANY_RATE) > _LONGEST_SECONDS:
                raise ValueError(f"{name} is at most {_LONGEST_SECONDS}s; {length} was given")
        if self.release.exact_seconds(_ANY_RATE) < _SHORTEST_RELEASE_SECONDS:
            raise ValueError(f"release is at least {float(_SHORTEST_RELEASE_SECONDS)}s; {self.release} was given")
        return self


class MasterSpec(SpecModel):
    """``master: {loudness: -23 LUFS, true_peak: -1 dBTP}`` or ``{preset: ebu-r128}``; numbers win over a preset."""

    preset: Annotated[str | None, Field(description="a published target, by name")] = None
    loudness: LoudnessLufs | None = None
    true_peak: TruePeakDbtp | None = None
    tolerance: Annotated[
        float | None, Field(gt=0, le=3, description="how far from the target counts as reached, LU")
    ] = None
    limiter: LimiterSpec = LimiterSpec()
    on_miss: OnMiss = OnMiss.ERROR

    @model_validator(mode="after")
    def _names_a_target(self) -> Self:
        if self.preset is None and self.loudness is None:
            raise ValueError("a master needs a loudness (loudness: -23 LUFS) or a preset (preset: ebu-r128)")
        if self.preset is not None and self.preset not in master_presets():
            near = difflib.get_close_matches(self.preset, master_presets(), n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(master_presets()))}"
            raise ValueError(f"no preset is called {self.preset}; {hint}")
        return self
