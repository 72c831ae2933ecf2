"""The sound of a cut as jobs: every shot, cue and bed placed, joined, and summed to stems.

Pure: shots and specs in, jobs out. Every problem of the sound is reported at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, get_args

from posthouse.errors import DocumentProblems, Place, ProductionError
from posthouse.sound.clip import SoundClip
from posthouse.sound.heard import HeardMedia, Pace, chunk_job, chunk_samples
from posthouse.sound.joins import PlacedSound, join_sounds
from posthouse.sound.place_beds import place_bed
from posthouse.sound.place_cues import place_cue
from posthouse.sound.place_shots import SoundingShot, place_shot
from posthouse.sound.setting import Setting
from posthouse.sound.source import SourceRun
from posthouse.sound.spec import AmbienceSpec, MusicSpec, SoundSpec, StemName
from posthouse.sound.stem import STEM, StemParams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.build.job import Job
    from posthouse.sound.placement import ShotTiming, SoundFormat
    from posthouse.sound.setting import SoundPart

Locate = Callable[[tuple[str | int, ...]], Place | None]
"""Returns where in the document the entry of that path stands."""
BedOfAnyKind = MusicSpec | AmbienceSpec
STEM_NAMES: tuple[str, ...] = get_args(StemName)


def _nowhere(_path: tuple[str | int, ...]) -> None:
    """Leave a problem without a place."""


def _all_heard(_track: str | None, _stem: str) -> bool:
    """Return that a sound is heard, whatever its track and stem."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything the sound of a production hangs on. ``media`` holds only media that can be heard, by name."""

    form: SoundFormat
    shots: tuple[SoundingShot, ...]
    spec: SoundSpec
    media: Mapping[str, HeardMedia]
    places: Mapping[str, ShotTiming] = field(default_factory=dict)
    """What sounds may be tied to beside the shots: shots that play sequences, and shots inside, by shorter names."""
    parts: Mapping[str, SoundPart] = field(default_factory=dict)
    """Parts of media under names of their own."""
    hears: Callable[[str | None, str], bool] = _all_heard
    """Says whether a sound of a track (or none) and a stem is heard."""


def plan_stems(scene: Scene) -> dict[str, Job]:
    """Return the job of each stem that has sound, by the stem's name, in the order dialogue, music, effects.

    Raises:
        DocumentProblems: every cue that lost its shot, every sound that is too short, at once.
    """
    placed = join_sounds(place_sounds(scene), scene.form.sample_rate)
    by_stem = {name: tuple(sound for sound in placed if sound.stem == name) for name in STEM_NAMES}
    return {name: stem_job(name, sounds, scene) for name, sounds in by_stem.items() if sounds}


def place_sounds(scene: Scene, locate: Locate = _nowhere) -> tuple[PlacedSound, ...]:
    """Return every sound of the production with its place, shots first.

    Args:
        scene: the sound of a production.
        locate: tells where in the document the entry of a problem stands, by its path: ``("sound", "cues", 0)``, or
            ``("cut", "fleet")`` for the sound of a shot.

    Raises:
        DocumentProblems: all problems at once.
    """
    timings = {**scene.places, **{shot.timing.shot: shot.timing for shot in scene.shots}}
    setting = Setting(shots=timings, media=scene.media, form=scene.form, parts=scene.parts)
    spec = scene.spec
    collect = _Collector(locate)
    for shot in scene.shots:
        collect.place(shot.path or (shot.track, shot.timing.shot), partial(place_shot, shot, scene.media, scene.form))
    for index, cue in enumerate(spec.cues):
        is_heard = scene.hears(cue.track, cue.stem)
        collect.place(("sound", "cues", index), partial(place_cue, cue, index + 1, setting), is_heard=is_heard)
    beds_by_name: dict[str, tuple[BedOfAnyKind, ...]] = {"music": spec.music, "ambience": spec.ambience}
    for name, beds in beds_by_name.items():
        for index, bed in enumerate(beds):
            is_heard = scene.hears(bed.track, bed.stem)
            collect.place(("sound", name, index), partial(place_bed, bed, index + 1, setting), is_heard=is_heard)
    DocumentProblems.raise_if_any(collect.problems)
    return tuple(collect.placed)


class _Collector:
    """Keeps what could be placed, and what could not with its place in the document."""

    def __init__(self, locate: Locate) -> None:
        self.placed: list[PlacedSound] = []
        self.problems: list[ProductionError] = []
        self._locate = locate

    def place(
        self, path: tuple[str | int, ...], make: Callable[[], PlacedSound | None], *, is_heard: bool = True
    ) -> None:
        try:
            placed = make()
        except ProductionError as problem:
            problem.place = problem.place or self._locate(path)
            self.problems.append(problem)
        else:
            self.placed += [placed] if placed and is_heard else []


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
    pace = Pace(speed=sound.speed, pitch=sound.pitch, ramp=sound.ramp)
    size = chunk_samples(media, scene.form, pace)
    low, high = _needed_range(sound)
    jobs = [chunk_job(sound.media, media, pace, at, scene.form) for at in range(low // size, -(-high // size))]
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
