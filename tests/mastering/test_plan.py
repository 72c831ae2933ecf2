"""Mastering's jobs, run as the build runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.build import Job, JobContext, Registry
from posthouse.errors import ProductionError
from posthouse.mastering import MasterSpec, Outcome, measure_loudness, read_decision, read_loudness
from posthouse.mastering.jobs import JOB_KINDS
from posthouse.mastering.plan import MasterJobs, plan_master
from posthouse.media.pcm import PcmReader, PcmWriter
from posthouse.signal import ChannelLayout
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

MIX = Job(kind="test.mix", params=None, label="mix")


def planned(**fields: object) -> MasterJobs:
    spec = MasterSpec.model_validate(fields)
    return plan_master(MIX, spec, layout=ChannelLayout.STEREO, rate=Rate.parse(24), sample_rate=48000)


def run(jobs: MasterJobs, folder: Path, crest: float = 1, *, level: float = 0.05) -> tuple[Path, Path, Path]:
    mix, *results = (folder / name for name in ("mix", "decision", "master", "loudness"))
    with PcmWriter(mix, channels=2, sample_rate=48000) as writer:
        noise = np.random.default_rng(1).normal(0, level, (2, 96000)).clip(-0.2, 0.2).astype(np.float32)
        noise[:, 48000] *= np.float32(crest)
        writer.write(noise)
    inputs = ((mix,), (mix, results[0]), (results[1],))
    for job, paths, out in zip((jobs.decision, jobs.master, jobs.loudness), inputs, results, strict=True):
        Registry(JOB_KINDS).kind(job.kind).function(job.params, paths, out, JobContext())
    return results[0], results[1], results[2]


def test_master_job_writes_sound_on_target(tmp_path: Path) -> None:
    _, sound, loudness = run(planned(loudness="-20 LUFS"), tmp_path)
    with PcmReader(sound) as pcm:
        measured = measure_loudness(pcm.blocks(), pcm.sample_rate, ChannelLayout.STEREO)
    assert measured.integrated_lufs == pytest.approx(-20, abs=0.05)
    assert read_loudness(loudness).integrated_lufs == pytest.approx(measured.integrated_lufs, abs=0.005)


def test_missed_target_is_an_error_unless_a_warning_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ProductionError, match=r"the master reaches .* instead of -10\.0 LUFS"):
        run(planned(loudness=-10), tmp_path, crest=200)
    decision, _, _ = run(planned(loudness=-10, on_miss="warn"), tmp_path, crest=200)
    assert read_decision(decision).outcome is Outcome.MISSED


def test_a_mix_without_loudness_is_an_error_unless_a_warning_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ProductionError, match="the mix has no loudness"):
        run(planned(loudness=-23), tmp_path, level=0)
    decision, _, _ = run(planned(loudness=-23, on_miss="warn"), tmp_path, level=0)
    assert read_decision(decision).outcome is Outcome.SILENT


def test_decision_is_the_same_file_after_a_tiny_change(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    jobs = planned(loudness=-20)
    assert run(jobs, one)[0].read_bytes() == run(jobs, other, crest=1.5)[0].read_bytes()


def test_same_wish_is_the_same_job() -> None:
    assert planned(loudness=-20).master == planned(loudness="-20 LUFS").master
    assert planned(loudness=-20).master != planned(loudness=-21).master
