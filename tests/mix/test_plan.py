"""The mix's jobs: which there are, and what they make of real speech and music."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
import soxr

from posthouse.build import Job, JobContext, Registry
from posthouse.errors import InternalError
from posthouse.media.pcm import PcmReader, PcmWriter
from posthouse.mix import MixSpec
from posthouse.mix.jobs import JOB_KINDS
from posthouse.mix.plan import MixFormat, MixJobs, check_mix, plan_mix
from posthouse.signal import ChannelLayout, Sound
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000
TRACKS = {name: Job(kind="test.track", params=name, label=name) for name in ("dialogue", "music", "effects")}


def mix_format(samples: int) -> MixFormat:
    return MixFormat(layout=ChannelLayout.STEREO, sample_rate=RATE, duration_samples=samples, rate=Rate.parse(24))


def planned(samples: int = 48000, **spec: object) -> MixJobs:
    return plan_mix(TRACKS, MixSpec.model_validate(spec), mix_format(samples))


def write(path: Path, sound: Sound) -> Path:
    with PcmWriter(path, channels=sound.shape[0], sample_rate=RATE) as writer:
        writer.write(sound)
    return path


def read(path: Path) -> Sound:
    with PcmReader(path) as sound:
        return sound.read(0, sound.samples)


def run(job: Job, tracks: dict[str, Path], folder: Path) -> Path:
    """Run a job and all it needs, once each, as the build does."""
    if job.kind == "test.track":
        return tracks[str(job.params)]
    out = folder / job.identity.hex()[:16]
    if not out.exists():
        inputs = tuple(run(each, tracks, folder) for each in job.inputs)
        Registry(JOB_KINDS).kind(job.kind).function(job.params, inputs, out, JobContext())
    return out


def noises(folder: Path, samples: int) -> dict[str, Path]:
    sounds = {name: np.random.default_rng(n).normal(0, 0.1, (2, samples)) for n, name in enumerate(TRACKS)}
    return {name: write(folder / name, sound.astype(np.float32)) for name, sound in sounds.items()}


def test_untouched_track_is_its_own_stem() -> None:
    jobs = planned(tracks={"music": {"gain": "-3 dB"}})
    assert jobs.stems["dialogue"] is TRACKS["dialogue"]
    assert jobs.stems["music"].kind == "mix.stem"


def test_muted_and_unsoloed_tracks_have_no_stem() -> None:
    assert list(planned(tracks={"music": {"mute": True}}).stems) == ["dialogue", "effects"]
    assert list(planned(tracks={"music": {"solo": True}}).stems) == ["music"]
    assert list(planned(tracks={"music": {"gain": "-inf dB"}}).stems) == ["dialogue", "effects"]


def test_one_heard_track_is_the_mix() -> None:
    assert planned(tracks={"music": {"solo": True}}).mix is TRACKS["music"]


def test_muted_key_ducks_nothing() -> None:
    jobs = planned(tracks={"dialogue": {"mute": True}}, duck={"music": -9, "under": "dialogue"})
    assert jobs.stems["music"] is TRACKS["music"]


def test_stems_do_not_depend_on_each_others_faders() -> None:
    one, other = planned(tracks={"music": {"gain": -3}}), planned(tracks={"music": {"gain": -6}})
    assert one.stems["effects"] == other.stems["effects"]
    assert one.stems["music"] != other.stems["music"]


def test_mix_job_is_the_sum_of_its_stems(tmp_path: Path) -> None:
    tracks = noises(tmp_path, 100_000)
    jobs = planned(100_000, tracks={"music": {"gain": -3, "pan": 0.3}}, duck={"effects": -6, "under": ["dialogue"]})
    dialogue, effects, music = (read(run(jobs.stems[name], tracks, tmp_path)) for name in sorted(TRACKS))
    np.testing.assert_array_equal(read(run(jobs.mix, tracks, tmp_path)), dialogue + effects + music)


def test_nothing_heard_is_silence_as_long_as_the_programme(tmp_path: Path) -> None:
    jobs = plan_mix({}, MixSpec(), mix_format(70_000))
    sound = read(run(jobs.mix, {}, tmp_path))
    assert sound.shape == (2, 70_000)
    assert not sound.any()


def test_stems_shorter_than_the_programme_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="the stems have 100 samples, the programme 200"):
        run(planned(200).mix, noises(tmp_path, 100), tmp_path)


def test_music_goes_down_by_the_asked_amount_under_real_speech(media: Path, tmp_path: Path) -> None:
    speech, speech_rate = soundfile.read(media / "sound" / "librispeech_198-209-0000.hq.ogg", dtype="float32")
    music, music_rate = soundfile.read(
        media / "sound" / "Kevin_MacLeod_-_Vibe_Ace.ogg", dtype="float32", frames=22 * 22050
    )
    bed = np.tile(soxr.resample(music, music_rate, RATE), (2, 1))
    dialogue = np.zeros_like(bed)
    spoken = soxr.resample(speech, speech_rate, RATE)
    dialogue[:, 4 * RATE : 4 * RATE + len(spoken)] = spoken
    tracks = {"music": write(tmp_path / "m", bed), "dialogue": write(tmp_path / "d", dialogue)}
    jobs = planned(bed.shape[1], duck={"music": "-9 dB", "under": "dialogue"})
    gain = read(run(jobs.stems["music"], tracks, tmp_path))[0] / np.where(bed[0] == 0, 1, bed[0])
    heard = np.abs(bed[0]) > 0.001
    np.testing.assert_allclose(20 * np.log10(gain[5 * RATE : 17 * RATE][heard[5 * RATE : 17 * RATE]]), -9, atol=0.01)
    assert (gain[: 4 * RATE - 9600][heard[: 4 * RATE - 9600]] == 1).all()
    assert (gain[19 * RATE :][heard[19 * RATE :]] == 1).all()


def test_unknown_tracks_are_named_with_the_nearest() -> None:
    spec = MixSpec.model_validate({"tracks": {"musik": {}}, "duck": {"music": -9, "under": "narration"}})
    problems = [str(problem) for problem in check_mix(spec, TRACKS)]
    assert len(problems) == 2
    assert "did you mean music?" in problems[0]
    assert "narration" in problems[1]


def test_duck_under_itself_or_twice_is_refused() -> None:
    ducks = [{"music": -9, "under": "music"}, {"effects": -6, "under": "music"}, {"effects": -3, "under": "music"}]
    problems = [problem.cause for problem in check_mix(MixSpec.model_validate({"duck": ducks}), TRACKS)]
    assert problems == ["music cannot be ducked under itself", "effects is ducked under music twice"]
