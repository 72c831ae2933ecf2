"""The sound of a cut as jobs: every shot, cue and bed placed, joined, and summed to stems.

Pure: shots and specs in, jobs out. Every problem of the sound is reported at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, get_args

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.sound.clip import SoundClip
from posthouse.sound.heard import HeardMedia, chunk_job, chunk_samples
from posthouse.sound.joins import PlacedSound, join_sounds
from posthouse.sound.place_beds import place_bed
from posthouse.sound.place_cues import place_cue
from posthouse.sound.place_shots import SoundingShot, place_shot
from posthouse.sound.setting import Setting
from posthouse.sound.source import SourceRun
from posthouse.sound.spec import SoundSpec, StemName
from posthouse.sound.stem import STEM, StemParams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from posthouse.build.job import Job
    from posthouse.sound.placement import SoundFormat

T = TypeVar("T")
STEM_NAMES: tuple[str, ...] = get_args(StemName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything the sound of a production hangs on. ``media`` holds only media that can be heard, by name."""

    form: SoundFormat
    shots: tuple[SoundingShot, ...]
    spec: SoundSpec
    media: Mapping[str, HeardMedia]


def plan_stems(scene: Scene) -> dict[str, Job]:
    """Return the job of each stem that has sound, by the stem's name, in the order dialogue, music, effects.

    Raises:
        DocumentProblems: every cue that lost its shot, every sound that is too short, at once.
    """
    placed = join_sounds(place_sounds(scene), scene.form.sample_rate)
    by_stem = {name: tuple(sound for sound in placed if sound.stem == name) for name in STEM_NAMES}
    return {name: stem_job(name, sounds, scene) for name, sounds in by_stem.items() if sounds}


def place_sounds(scene: Scene) -> tuple[PlacedSound, ...]:
    """Return every sound of the production with its place, shots first; raises DocumentProblems with all problems."""
    problems: list[ProductionError] = []
    timings = {shot.timing.shot: shot.timing for shot in scene.shots}
    setting, spec = Setting(shots=timings, media=scene.media, form=scene.form), scene.spec
    placed = [
        *_collected(scene.shots, lambda shot: place_shot(shot, scene.media, scene.form), problems),
        *_collected(enumerate(spec.cues, 1), lambda cue: place_cue(cue[1], cue[0], setting), problems),
        *_collected(enumerate(spec.music, 1), lambda bed: place_bed(bed[1], bed[0], setting), problems),
        *_collected(enumerate(spec.ambience, 1), lambda bed: place_bed(bed[1], bed[0], setting), problems),
    ]
    DocumentProblems.raise_if_any(problems)
    return tuple(sound for sound in placed if sound is not None)


def _collected(
    items: Iterable[T], place: Callable[[T], PlacedSound | None], problems: list[ProductionError]
) -> list[PlacedSound | None]:
    placed = []
    for item in items:
        try:
            placed.append(place(item))
        except ProductionError as problem:
            problems.append(problem)
    return placed


def stem_job(name: str, sounds: tuple[PlacedSound, ...], scene: Scene) -> Job:
    """Return the job that sums one stem, with the jobs that make its sources as inputs."""
    inputs: dict[Job, int] = {}
    runs: dict[SourceRun, int] = {}
    clips = []
    for sound in sounds:
        run = _source_run(sound, scene, inputs)
        clips.append(_clip(sound, runs.setdefault(run, len(runs))))
    params = StemParams(
        stem=name,
        clips=tuple(clips),
        sources=tuple(runs),
        programme_samples=scene.form.programme_samples,
        sample_rate=scene.form.sample_rate,
        layout=scene.form.layout,
    )
    size = scene.form.programme_samples
    return STEM.job(params, inputs=tuple(inputs), label=name, craft="sound", size=size)


def _source_run(sound: PlacedSound, scene: Scene, inputs: dict[Job, int]) -> SourceRun:
    media = scene.media[sound.media]
    size = chunk_samples(media, scene.form)
    low, high = _needed_range(sound)
    jobs = [chunk_job(sound.media, media, sound.speed, at, scene.form) for at in range(low // size, -(-high // size))]
    numbers = tuple(inputs.setdefault(job, len(inputs)) for job in jobs)
    return SourceRun(inputs=numbers, start_samples=low // size * size, chunk_samples=size)


def _needed_range(sound: PlacedSound) -> tuple[int, int]:
    """Return the conformed samples a sound is cut from, within what the media has."""
    low, high = sound.source_start_samples, sound.source_end_samples
    if sound.loop:
        low = min(low, sound.loop.start_samples - sound.loop.crossfade_samples)
        high = min(high, sound.loop.end_samples)
    return max(low, sound.available[0]), min(high, sound.available[1])


def _clip(sound: PlacedSound, source: int) -> SoundClip:
    assert sound.fade_in is not None
    assert sound.fade_out is not None
    return SoundClip(
        source=source,
        source_start_samples=sound.source_start_samples,
        start_samples=sound.start_samples,
        length_samples=sound.length_samples,
        gain_db=sound.gain_db,
        pan=sound.pan,
        fade_in=sound.fade_in,
        fade_out=sound.fade_out,
        loop=sound.loop,
    )
