"""The sound of a cut as jobs, and those jobs run."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.build.context import JobContext
from posthouse.build.registry import Registry
from posthouse.errors import DocumentProblems, Place
from posthouse.media.pcm import PcmReader
from posthouse.signal import ChannelLayout
from posthouse.sound import CONFORM, GENERATE, STEM
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia
from posthouse.sound.place_shots import Overlap, SoundingShot
from posthouse.sound.placement import ShotTiming, SoundFormat
from posthouse.sound.plan import Scene, place_sounds, plan_stems
from posthouse.sound.spec import ShotSoundSpec, SoundscapeSpec, SoundSpec

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.job import Job
    from posthouse.sound.joins import PlacedSound

RATE = 48000
MEDIA: dict[str, HeardMedia] = {
    "pier": FileSound(digest="p" * 64, duration_seconds=Fraction(60)),
    "theme": FileSound(digest="t" * 64, duration_seconds=Fraction(5)),
    "storm": GeneratedSound(spec=SoundscapeSpec.model_validate({"soundscape": "rain", "seed": 7})),
}


def shot(name: str, start: int, frames: int, source_in: int, **sound: object) -> SoundingShot:
    timing = ShotTiming(
        shot=name, start_frame=start, duration_frames=frames, source_in_seconds=Fraction(source_in, 24), media="pier"
    )
    return SoundingShot(timing=timing, spec=ShotSoundSpec.model_validate(sound))


def scene(form: SoundFormat, *shots: SoundingShot, **sound: object) -> Scene:
    return Scene(form=form, shots=shots, spec=SoundSpec.model_validate(sound), media=MEDIA)


def placed(form: SoundFormat, *shots: SoundingShot, **sound: object) -> list[PlacedSound]:
    return list(place_sounds(scene(form, *shots, **sound)))


def test_lead_and_trail_let_the_sound_overlap_the_picture(form: SoundFormat) -> None:
    (sound,) = placed(form, shot("talk", 48, 48, 240, lead="12f", trail="8f"))
    assert (sound.start_samples, sound.end_samples) == (36 * 2000, 104 * 2000)
    assert sound.source_start_samples == 228 * 2000


def test_sound_crossfades_where_the_picture_dissolves(form: SoundFormat) -> None:
    talk = replace(shot("talk", 48, 48, 240), head=Overlap(before_frames=6, after_frames=6))
    (sound,) = placed(form, talk)
    assert sound.start_samples == 42 * 2000
    assert sound.fade_in is not None
    assert sound.fade_in.samples == 12 * 2000


@pytest.mark.parametrize("rate", ["23.976", "29.97", "25", "59.94"])
def test_shot_cut_in_two_goes_on_with_the_next_sample(rate: str) -> None:
    from posthouse.timing import Rate

    form = SoundFormat(rate=Rate.parse(rate), sample_rate=RATE, layout=ChannelLayout.STEREO, duration_frames=10**6)
    for cut in (1, 7, 101, 1001):
        first, second = (
            SoundingShot(
                timing=ShotTiming(
                    shot=name,
                    start_frame=5003 + at,
                    duration_frames=frames,
                    source_in_seconds=form.rate.seconds_at(77 + at),
                    media="pier",
                )
            )
            for name, at, frames in (("a", 0, cut), ("b", cut, 100))
        )
        one, two = placed(form, first, second)
        assert (one.end_samples, one.source_end_samples) == (two.start_samples, two.source_start_samples)


def test_muted_frozen_and_silent_shots_have_no_sound(form: SoundFormat) -> None:
    muted = shot("a", 0, 24, 0, mute=True)
    frozen = replace(muted, timing=replace(muted.timing, speed=Fraction(0)), spec=ShotSoundSpec())
    silent = replace(frozen, timing=replace(muted.timing, media="stills"))
    assert placed(form, muted, frozen, silent) == []


def test_music_lies_under_its_shots_and_loops(form: SoundFormat) -> None:
    bed = {"music": "bed", "from": "theme", "under": ["a", "b"], "in": "1s", "loop": True, "fade_out": "2s"}
    _one, _two, music = placed(form, shot("a", 24, 240, 0), shot("b", 264, 240, 600), music=[bed])
    assert (music.start_samples, music.length_samples) == (24 * 2000, 480 * 2000)
    assert music.loop is not None
    assert (music.loop.start_samples, music.loop.end_samples) == (RATE, 5 * RATE)


def test_every_problem_is_reported_at_once(form: SoundFormat) -> None:
    cues = [
        {"cue": "one", "at": "gone+1f", "play": "theme"},
        {"cue": "two", "at": "a@50s", "play": "theme"},
        {"cue": "three", "at": "a", "play": "them"},
        {"cue": "four", "at": "a", "play": "theme", "in": "4s", "for": "2s"},
        {"cue": "five", "at": "a", "play": "storm"},
        {"cue": "six", "at": "02:00:00:00", "play": "theme"},
        {"cue": "seven", "at": "a", "play": "theme", "for": "1s", "fade_in": "2s"},
    ]
    music = [{"from": "theme", "under": ["a"]}]
    with pytest.raises(DocumentProblems) as caught:
        placed(form, shot("a", 0, 240, 0), shot("b", 240, 24, 0, lead="1s"), cues=cues, music=music)
    text = str(caught.value)
    assert len(caught.value.problems) == 9
    for part in ("cannot lead by 1s", "not in the cut", "orphan", "did you mean theme?", "at most 1.000s", "no end",
                 "after the programme's end", "a fade of 2s", "loop: true"):  # fmt: skip
        assert part in text


def test_a_problem_says_where_in_the_document_it_stands(form: SoundFormat) -> None:
    cues = [{"at": "a", "play": "theme"}, {"at": "gone", "play": "theme"}]
    wrong = scene(form, shot("a", 0, 24, 0, lead="1s"), cues=cues)
    with pytest.raises(DocumentProblems) as caught:
        place_sounds(wrong, lambda path: Place(file="film.yaml", field=".".join(map(str, path))))
    assert [str(problem.place) for problem in caught.value.problems] == ["film.yaml: cut.a", "film.yaml: sound.cues.1"]


def test_trim_and_move_change_no_conform_job(form: SoundFormat) -> None:
    def sources(*shots: SoundingShot) -> set[Job]:
        return set(plan_stems(scene(form, *shots))["dialogue"].inputs)

    assert sources(shot("a", 0, 240, 48)) == sources(shot("a", 100, 200, 60)) == sources(shot("b", 0, 96, 0))


def test_two_hours_apart_in_one_take_conform_two_chunks_only(form: SoundFormat) -> None:
    long = Scene(
        form=form,
        shots=(shot("a", 0, 24, 0), shot("b", 24, 24, 24 * 7000)),
        spec=SoundSpec(),
        media={"pier": FileSound(digest="p" * 64, duration_seconds=Fraction(7200))},
    )
    assert len(plan_stems(long)["dialogue"].inputs) == 2


def test_stems_come_in_order_and_only_where_there_is_sound(form: SoundFormat) -> None:
    rain = {"from": "storm", "under": ["a"]}
    assert list(plan_stems(scene(form, shot("a", 0, 240, 0), ambience=[rain]))) == ["dialogue", "effects"]
    assert plan_stems(scene(form)) == {}


def run_job(job: Job, folder: Path) -> Path:
    """Run a job and what it needs, each once, and return its result."""
    out = folder / job.identity.hex()
    if not out.exists():
        inputs = tuple(run_job(needed, folder) for needed in job.inputs)
        Registry((CONFORM, GENERATE, STEM)).kind(job.kind).function(job.params, inputs, out, JobContext())
    return out


def test_rain_under_a_shot_is_heard_there_only(form: SoundFormat, tmp_path: Path) -> None:
    rain = {"from": "storm", "under": ["a"], "gain": "-6 dB", "fade_in": "500ms"}
    form = replace(form, duration_frames=500)
    job = plan_stems(scene(form, replace(shot("a", 24, 450, 0), spec=ShotSoundSpec(mute=True)), ambience=[rain]))[
        "effects"
    ]
    assert len(job.inputs) == 2
    with PcmReader(run_job(job, tmp_path)) as reader:
        heard = reader.read(0, reader.samples)
    assert heard.shape == (2, 500 * 2000)
    assert not heard[:, : 24 * 2000].any()
    assert not heard[:, 474 * 2000 :].any()
    power = np.mean(heard[:, 72 * 2000 : 472 * 2000].reshape(2, -1, 20_000) ** 2, axis=(0, 2))
    assert np.ptp(10 * np.log10(power)) < 8
