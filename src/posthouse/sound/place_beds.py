"""Beds: music and ambience that lie under shots, repeated where the author wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.sound.clip import Loop
from posthouse.sound.joins import PlacedSound
from posthouse.sound.placement import find_shot
from posthouse.sound.spec import AmbienceSpec, BedSpec, LoopSpec, MusicSpec

if TYPE_CHECKING:
    from posthouse.sound.setting import Setting, SourcePart

_LOOP_CROSSFADE_MS = 10


def place_bed(bed: MusicSpec | AmbienceSpec, number: int, setting: Setting) -> PlacedSound:
    """Return a bed with its place; ``number`` names one without an id.

    Raises:
        ProductionError: a shot or the media is missing, or the media is too short and not looped.
    """
    who = _owner(bed, number)
    part = setting.source_part(bed.media, bed.start, who=who)
    start, end = _span(bed, part, setting, who)
    loop = _loop(bed.loop, part, setting, who)
    if loop is None and end - start > part.rest_samples:
        rest, asked = (samples / setting.form.sample_rate for samples in (part.rest_samples, end - start))
        raise ProductionError(
            f"{who} needs {asked:.3f}s of {bed.media}, which has {rest:.3f}s", hint="say loop: true, or at: and for:"
        )
    sound = PlacedSound(
        owner=who,
        media=part.media,
        pitch=part.pitch,
        available=part.available,
        source_start_samples=part.start_samples,
        start_samples=start,
        length_samples=end - start,
        gain_db=bed.gain,
        pan=bed.pan,
        stem=bed.stem,
        fade_in=setting.fade(bed.fade_in, end - start, who=who),
        fade_out=setting.fade(bed.fade_out, end - start, who=who),
        loop=loop,
    )
    return setting.within_programme(sound)


def _owner(bed: MusicSpec | AmbienceSpec, number: int) -> str:
    return f"music {bed.music or number}" if isinstance(bed, MusicSpec) else f"ambience {bed.ambience or number}"


def _span(bed: BedSpec, part: SourcePart, setting: Setting, who: str) -> tuple[int, int]:
    """Return the half-open programme samples of a bed, before it is cut to the programme."""
    form = setting.form
    if bed.at is None:
        shots = [find_shot(name, setting.shots, who=who) for name in bed.under]
        return form.floor_sample(min(s.start_frame for s in shots)), form.floor_sample(max(s.end_frame for s in shots))
    start = setting.anchored_sample(bed.at, who=who)
    if bed.length is not None:
        return start, start + form.nearest_samples(bed.length)
    is_finite = not part.is_endless and not bed.loop
    return start, start + part.rest_samples if is_finite else form.programme_samples


def _loop(asked: bool | LoopSpec, part: SourcePart, setting: Setting, who: str) -> Loop | None:  # noqa: FBT001 - as written
    """Return the loop the author asked for, in conformed samples; an endless media needs none."""
    if not asked or part.is_endless:
        return None
    spec = asked if isinstance(asked, LoopSpec) else LoopSpec()
    start = part.start_samples if spec.start is None else setting.source_sample(part.media, spec.start)
    end = part.available[1] if spec.end is None else setting.source_sample(part.media, spec.end)
    crossfade = _LOOP_CROSSFADE_MS * setting.form.sample_rate // 1000
    if spec.crossfade is not None:
        crossfade = setting.form.nearest_samples(spec.crossfade)
    if not part.available[0] <= start < end <= part.available[1]:
        raise ProductionError(f"{who} loops a part that {part.media} does not have", hint="check in: and out: of loop:")
    if end <= part.start_samples or crossfade * 2 > end - start:
        raise ProductionError(
            f"{who} has a loop too short", hint="its crossfade may be half of it; out: lies after in:"
        )
    return Loop(start_samples=start, end_samples=end, crossfade_samples=crossfade)
