"""What a production may say under ``mix:``: faders of the tracks, ducking, and the pan law."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from posthouse.fields import GainDb, LengthField, Name, SpecModel
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping


class PanLaw(enum.StrEnum):
    """How much quieter each side is at the centre (standards sheet 6.2)."""

    LINEAR = "-6 dB"
    COMPROMISE = "-4.5 dB"
    EQUAL_POWER = "-3 dB"
    SQUARE_ROOT = "square-root"
    BALANCE = "0 dB"


class TrackSpec(SpecModel):
    """One fader: ``{gain: -3 dB, pan: -0.2}``; pan runs from -1 (left) to 1 (right)."""

    gain: GainDb = 0.0
    pan: Annotated[float, Field(ge=-1, le=1)] = 0.0
    mute: bool = False
    solo: bool = False


class DuckSpec(SpecModel):
    """
    ``{music: -9 dB, under: dialogue}``: the named track goes down by so much while the other speaks.

    ``attack`` and ``release`` are the lengths of the ways down and up; the way down begins ``look_ahead`` before the
    sound that causes it. ``threshold`` is the level, in dB below full scale, at which a track counts as speaking;
    pauses shorter than ``hold`` do not bring the ducked track up.
    """

    track: Name
    gain: Annotated[GainDb, Field(le=0)]
    under: Annotated[tuple[Name, ...], BeforeValidator(lambda names: (names,) if isinstance(names, str) else names)]
    attack: LengthField = Length.parse("150ms")
    release: LengthField = Length.parse("600ms")
    look_ahead: LengthField = Length.parse("200ms")
    hold: LengthField = Length.parse("400ms")
    threshold: GainDb = -40.0
