"""The sound a shot brings with its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from posthouse.errors import ProductionError
from posthouse.sound.clip import Fade
from posthouse.sound.heard import FileSound, HeardMedia, available_range
from posthouse.sound.joins import PlacedSound
from posthouse.sound.spec import Pitch, ShotSoundSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.sound.placement import ShotTiming, SoundFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How far a dissolve reaches before and after a shot's edge, in programme frames; the sound crossfades there."""

    before_frames: int = 0
    after_frames: int = 0

    @property
    def duration_frames(self) -> int:
        """Return the dissolve's length."""
        return self.before_frames + self.after_frames


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundingShot:
    """A shot with the sound the author wants of it, and the dissolves at its head and tail.

    ``track`` is the list of the document it stands in, ``cut`` or ``over``; only problems read it.
    """

    timing: ShotTiming
    spec: ShotSoundSpec = ShotSoundSpec()  # noqa: RUF009 - frozen
    head: Overlap = Overlap()
    tail: Overlap = Overlap()
    track: str = "cut"
    path: tuple[str | int, ...] = ()
    """Where the document has its entry; empty: in its track, by its id."""
    heard: ShotTiming | None = None
    """What is played of which media, where the picture's media is heard from another; None: as ``timing`` says."""


def place_shot(shot: SoundingShot, media: Mapping[str, HeardMedia], form: SoundFormat) -> PlacedSound | None:
    """Return the shot's sound with its place, or None for a freeze, a muted shot, or media that cannot be heard.

    Source and programme differ by one offset, rounded once to the nearest sample from exact time. So a shot cut in two
    keeps it, and the second part goes on with the very next sample.

    Raises:
        ProductionError: a lead or trail beyond what the media has.
    """
    if shot.heard is not None:
        shot = replace(shot, timing=shot.heard, heard=None)
    heard = media.get(shot.timing.media)
    if heard is None or shot.spec.mute or shot.timing.speed == 0:
        return None
    return _placed(shot, heard, form)


def _placed(shot: SoundingShot, heard: HeardMedia, form: SoundFormat) -> PlacedSound | None:
    """Return the sound of what a shot plays, or None where the media has none of it."""
    timing = shot.timing
    ramp = None if timing.ramp is None else replace(timing.ramp, tempo=_tempo(heard))
    available = available_range(heard, timing.speed, form, ramp)
    start, end = _programme_span(shot, form)
    offset = _source_offset(timing, form)
    _refuse_beyond(shot, (start + offset, end + offset), available, form)
    low, high = max(start, available[0] - offset, 0), min(end, available[1] - offset, form.programme_samples)
    if low >= high:
        return None
    return PlacedSound(
        owner=f"shot {timing.shot}",
        media=timing.media,
        speed=timing.speed,
        pitch=_pitch(shot, heard),
        ramp=ramp,
        available=available,
        source_start_samples=low + offset,
        start_samples=low,
        length_samples=high - low,
        gain_db=shot.spec.gain,
        pan=shot.spec.pan,
        stem=shot.spec.stem,
        fade_in=_fade(shot, "fade_in", high - low, form),
        fade_out=_fade(shot, "fade_out", high - low, form),
    )


def _programme_span(shot: SoundingShot, form: SoundFormat) -> tuple[int, int]:
    start, end = (form.floor_sample(at) for at in (shot.timing.start_frame, shot.timing.end_frame))
    if shot.spec.lead:
        start -= form.nearest_samples(shot.spec.lead)
    else:
        start = form.floor_sample(shot.timing.start_frame - shot.head.before_frames)
    if shot.spec.trail:
        end += form.nearest_samples(shot.spec.trail)
    else:
        end = form.floor_sample(shot.timing.end_frame + shot.tail.after_frames)
    return start, end


def _tempo(heard: HeardMedia) -> Fraction:
    return heard.tempo if isinstance(heard, FileSound) else Fraction(1)


def _pitch(shot: SoundingShot, heard: HeardMedia) -> Pitch:
    """Return what becomes of a shot's pitch; where nothing changes its speed, nothing."""
    if shot.timing.ramp is None and shot.timing.speed * _tempo(heard) == 1:
        return Pitch.FOLLOWS
    return shot.spec.pitch or (heard.pitch if isinstance(heard, FileSound) else Pitch.FOLLOWS)


def _source_offset(timing: ShotTiming, form: SoundFormat) -> int:
    """Return source position minus programme position, in conformed samples, nearest."""
    if timing.ramp is not None:
        frames = timing.ramp_frame - timing.start_frame
        return (form.rate.seconds_at(frames) * form.sample_rate + Fraction(1, 2)).__floor__()
    source = timing.source_start_seconds(form.rate) / timing.speed
    exact = (source - form.rate.seconds_at(timing.start_frame)) * form.sample_rate
    return (exact + Fraction(1, 2)).__floor__()


def _refuse_beyond(shot: SoundingShot, wanted: tuple[int, int], available: tuple[int, int], form: SoundFormat) -> None:
    """Raise where a lead or trail asks for sound the media does not have; one frame of slack for streams' ends."""
    slack = form.floor_sample(1)
    sides = (("lead", shot.spec.lead, available[0] - wanted[0]), ("trail", shot.spec.trail, wanted[1] - available[1]))
    for word, asked, missing in sides:
        if asked and missing > slack:
            most = max(0, form.nearest_samples(asked) - missing) * form.rate.fraction // form.sample_rate
            raise ProductionError(
                f"the sound of shot {shot.timing.shot} cannot {word} by {asked}: {shot.timing.media} has no more sound "
                f"{'before' if word == 'lead' else 'after'} it",
                hint=f"at most {most}f",
            )


def _fade(
    shot: SoundingShot, end: Literal["fade_in", "fade_out"], length_samples: int, form: SoundFormat
) -> Fade | None:
    """Return the fade the author asked for, or the crossfade of a dissolve at that end.

    Raises:
        ProductionError: it is longer than the shot's sound.
    """
    spec = shot.spec
    asked, overlap = (spec.fade_in, shot.head) if end == "fade_in" else (spec.fade_out, shot.tail)
    if asked is not None:
        samples = form.nearest_samples(asked)
        if samples > length_samples:
            seconds = length_samples / form.sample_rate
            raise ProductionError(
                f"the sound of shot {shot.timing.shot} has a {end} of {asked}", hint=f"the sound lasts {seconds:.3f}s"
            )
        return Fade(samples=samples)
    is_cut = spec.lead if end == "fade_in" else spec.trail
    if overlap.duration_frames and not is_cut:
        return Fade(samples=form.floor_sample(overlap.duration_frames))
    return None
