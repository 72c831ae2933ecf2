"""What the document may say about sound: cues, music, ambience, the sound of a shot, and generated sound."""

import enum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posthouse.fields import Anchor, GainDb, LengthField, Name, SpecModel

Pan = Annotated[float, Field(ge=-1, le=1)]
"""-1 left, 0 centre, +1 right."""
StemName = Literal["dialogue", "music", "effects"]


class Pitch(enum.StrEnum):
    """What becomes of the pitch of a sound that is played faster or slower."""

    FOLLOWS = "follows"  # the speed, as on a tape machine
    KEPT = "kept"  # whatever the speed


class ShotSoundSpec(SpecModel):
    """The sound a shot brings with its picture; ``lead`` and ``trail`` make J and L cuts."""

    gain: GainDb = 0.0
    pan: Pan = 0.0
    stem: StemName = "dialogue"
    mute: bool = False
    angle: Name | None = None
    """Of a multicam media, the angle that is heard; left out, what the media says, else the angle that is seen."""
    pitch: Pitch | None = None
    """Whether the pitch follows the speed or is kept; left out, what the media says."""
    lead: LengthField | None = None
    trail: LengthField | None = None
    fade_in: LengthField | None = None
    fade_out: LengthField | None = None


class LoopSpec(SpecModel):
    """The part of a media that is repeated; without ``in`` and ``out``, all of it from the clip's in-point."""

    start: LengthField | None = Field(default=None, alias="in")
    end: LengthField | None = Field(default=None, alias="out")
    crossfade: LengthField | None = None


class CueSpec(SpecModel):
    """One sound placed by an anchor."""

    cue: Name | None = None
    at: Anchor
    play: Name
    start: LengthField | None = Field(default=None, alias="in")
    length: LengthField | None = Field(default=None, alias="for")
    gain: GainDb = 0.0
    pan: Pan = 0.0
    stem: StemName = "effects"
    track: Name | None = None
    """The track it lies on, for `tracks` to mute or solo; left out, only its stem is its track."""
    fade_in: LengthField | None = None
    fade_out: LengthField | None = None


class BedSpec(SpecModel):
    """A sound that lies under shots, from the start of the first of ``under`` to the end of the last.

    Or from ``at`` on, for ``for``; without that, as long as the media, and endless media to the programme's end.
    """

    media: Name = Field(alias="from")
    under: tuple[Name, ...] = ()
    at: Anchor | None = None
    length: LengthField | None = Field(default=None, alias="for")
    start: LengthField | None = Field(default=None, alias="in")
    loop: bool | LoopSpec = False
    gain: GainDb = 0.0
    pan: Pan = 0.0
    track: Name | None = None
    """The track it lies on, for `tracks` to mute or solo; left out, only its stem is its track."""
    fade_in: LengthField | None = None
    fade_out: LengthField | None = None

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if bool(self.under) == (self.at is not None):
            raise ValueError("say either under: [shots] or at: an anchor")
        if self.under and self.length is not None:
            raise ValueError("for: belongs to at:, a bed under shots lasts as long as they do")
        return self


class MusicSpec(BedSpec):
    """A music bed."""

    music: Name | None = None
    stem: StemName = "music"


class AmbienceSpec(BedSpec):
    """An ambience: rain, wind, a room."""

    ambience: Name | None = None
    stem: StemName = "effects"


class SoundSpec(SpecModel):
    """The document's ``sound:``."""

    cues: tuple[CueSpec, ...] = ()
    music: tuple[MusicSpec, ...] = ()
    ambience: tuple[AmbienceSpec, ...] = ()


class Soundscape(enum.StrEnum):
    """The soundscapes that can be generated."""

    RAIN = "rain"
    WIND = "wind"
    THUNDER = "thunder"


class SoundscapeSpec(SpecModel):
    """``generate: {soundscape: rain, intensity: 0.6, seed: 7}``: as long as it is needed, another seed another take."""

    soundscape: Soundscape
    intensity: Annotated[float, Field(ge=0, le=1)] = 0.5
    wind: Annotated[float, Field(ge=0, le=1)] = 0.3
    seed: Annotated[int, Field(ge=0, lt=1 << 32)] = 1


class ScoreSpec(SpecModel):
    """``generate: {music: nocturne, tempo: 66, key: D minor, seed: 3}``: a piece of music we compose and play."""

    music: Literal["nocturne"]
    tempo: Annotated[float, Field(ge=40, le=120)] = 66.0
    key: Annotated[str, Field(pattern=r"^[A-G][#b]? minor$")] = "D minor"
    bars: Annotated[int, Field(ge=4, le=256, multiple_of=4)] = 16
    seed: Annotated[int, Field(ge=0, lt=1 << 32)] = 1


SoundGeneratorSpec = SoundscapeSpec | ScoreSpec
"""What ``generate:`` may say for sound; the first key, ``soundscape`` or ``music``, tells which."""
