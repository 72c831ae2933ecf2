"""What a production may say under ``mix:``: faders of the tracks, ducking, and the pan law."""

from __future__ import annotations

import difflib
import enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from posthouse.fields import GainDb, LengthField, Name, NamedMap, SpecModel
from posthouse.fields.model import FrozenDict
from posthouse.timing import Length

_DEEPEST_DUCK_DB = -60.0


class PanLaw(enum.StrEnum):
    """How much quieter each side is at the centre (standards sheet 6.2)."""

    LINEAR = "-6 dB"  # gains sum to 1
    COMPROMISE = "-4.5 dB"  # geometric mean of linear and equal power
    EQUAL_POWER = "-3 dB"  # sine and cosine: powers sum to 1
    SQUARE_ROOT = "square-root"  # -3 dB by square roots
    BALANCE = "0 dB"  # only the far side is turned down


class TrackSpec(SpecModel):
    """One fader: ``{gain: -3 dB, pan: -0.2}``."""

    gain: GainDb = 0.0
    pan: Annotated[float, Field(ge=-1, le=1, description="-1 is left, 0 the centre, 1 right")] = 0.0
    mute: Annotated[bool, Field(description="leave the track out of the programme")] = False
    solo: Annotated[bool, Field(description="leave out every track without solo")] = False


def _in_a_list(written: object) -> object:
    """Return one name or one mapping as a list of one."""
    return (written,) if isinstance(written, str | dict | SpecModel) else written


def _named_track(written: Any) -> Any:
    """Return ``{music: -9 dB, under: ...}`` as ``{track: music, gain: -9 dB, under: ...}``."""
    if not isinstance(written, dict) or "track" in written:
        return written
    tracks = [key for key in written if key not in DuckSpec.model_fields]
    slips = [
        (key, near[0]) for key in tracks if (near := difflib.get_close_matches(str(key), DuckSpec.model_fields, n=1))
    ]
    if len(tracks) != 1:
        meant = f"; {slips[0][0]} is no field, did you mean {slips[0][1]}?" if slips else ""
        raise ValueError(
            f"a duck names one track and how far it goes down, as {{music: -9 dB, under: dialogue}}{meant}"
        )
    return {"track": tracks[0], "gain": written[tracks[0]]} | {k: v for k, v in written.items() if k != tracks[0]}


def _short_schema(schema: dict[str, Any]) -> None:
    """Describe the form people write: the ducked track is the key of its gain."""
    schema["properties"].pop("track")
    schema["additionalProperties"] = schema["properties"].pop("gain") | {"minimum": _DEEPEST_DUCK_DB, "maximum": 0}
    schema["required"] = ["under"]
    schema["minProperties"] = 2


def _reasonable_depth(gain_db: float) -> float:
    if not _DEEPEST_DUCK_DB <= gain_db <= 0:
        raise ValueError(f"{gain_db:g} dB is no ducking; write a gain from -60 to 0 dB, as -9 dB")
    return gain_db


class DuckSpec(SpecModel):
    """``{music: -9 dB, under: dialogue}``: one track goes down while another speaks.

    ``attack`` and ``release`` are the lengths of the ways down and up; the way down begins ``look_ahead`` before the
    sound that causes it, the way up ``hold`` after it. ``threshold`` is the level above which the other track counts
    as speaking. A pause too short to come up and go down again does not bring the ducked track up.
    """

    model_config = ConfigDict(json_schema_extra=_short_schema)

    track: Name
    gain: Annotated[GainDb, AfterValidator(_reasonable_depth)]
    under: Annotated[tuple[Name, ...], BeforeValidator(_in_a_list, json_schema_input_type=Name | tuple[Name, ...])]
    attack: LengthField = Length.parse("150ms")
    release: LengthField = Length.parse("600ms")
    look_ahead: LengthField = Length.parse("200ms")
    hold: LengthField = Length.parse("400ms")
    threshold: GainDb = -40.0

    _track_is_the_key = model_validator(mode="before")(_named_track)


def _parsed_pan_law(written: object) -> object:
    """Return the law's own spelling for -3, "-3dB" and their kin."""
    text = f"{written:g}" if isinstance(written, int | float) else str(written)
    number = text.lower().replace("db", "").replace("\N{MINUS SIGN}", "-").strip()
    return f"{number} dB" if f"{number} dB" in set(PanLaw) else text


class MixSpec(SpecModel):
    """``mix: {tracks: {music: {gain: -3 dB}}, duck: {music: -9 dB, under: dialogue}, pan_law: -3 dB}``."""

    tracks: NamedMap[TrackSpec] = Field(default_factory=FrozenDict)
    duck: Annotated[
        tuple[DuckSpec, ...], BeforeValidator(_in_a_list, json_schema_input_type=DuckSpec | tuple[DuckSpec, ...])
    ] = ()
    pan_law: Annotated[PanLaw, BeforeValidator(_parsed_pan_law)] = PanLaw.EQUAL_POWER
