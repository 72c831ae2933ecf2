"""Cues: single sounds tied to the cut by an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.sound.joins import PlacedSound

if TYPE_CHECKING:
    from posthouse.sound.setting import Setting, SourcePart
    from posthouse.sound.spec import CueSpec


def place_cue(cue: CueSpec, number: int, setting: Setting) -> PlacedSound:
    """Return a cue with its place; ``number`` names one without an id.

    Raises:
        ProductionError: its shot or media is missing, its moment was cut away, or the media is too short for it.
    """
    who = f"cue {cue.cue or number}"
    part = setting.source_part(cue.play, cue.start, who=who)
    length = _length_samples(cue, part, setting, who)
    sound = PlacedSound(
        owner=who,
        media=part.media,
        pitch=part.pitch,
        available=part.available,
        source_start_samples=part.start_samples,
        start_samples=setting.anchored_sample(cue.at, who=who),
        length_samples=length,
        gain_db=cue.gain,
        pan=cue.pan,
        stem=cue.stem,
        fade_in=setting.fade(cue.fade_in, length, who=who),
        fade_out=setting.fade(cue.fade_out, length, who=who),
        is_struck=True,
    )
    return setting.within_programme(sound)


def _length_samples(cue: CueSpec, part: SourcePart, setting: Setting, who: str) -> int:
    if cue.length is None:
        if part.is_endless:
            raise ProductionError(f"{who} plays {cue.play}, which has no end", hint="say how long with for:")
        return part.rest_samples
    length = setting.form.nearest_samples(cue.length)
    if length > part.rest_samples:
        rest = f"{part.rest_samples / setting.form.sample_rate:.3f}s"
        raise ProductionError(f"{who} lasts {cue.length}, longer than what {cue.play} has", hint=f"at most {rest}")
    return length
