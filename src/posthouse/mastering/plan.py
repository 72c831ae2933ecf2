"""A mix and the ``master:`` section to jobs: decide, master, measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.mastering.jobs import DECIDE, LOUDNESS, MASTER, DecideParams
from posthouse.mastering.master import MasterTarget
from posthouse.mastering.spec import MasterSpec, master_presets

if TYPE_CHECKING:
    from posthouse.build import Job
    from posthouse.signal import ChannelLayout
    from posthouse.timing import Rate

_HOUSE_TRUE_PEAK_DBTP = -1.0
_HOUSE_TOLERANCE_LU = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterJobs:
    """The jobs of one master: ``decision`` (JSON), ``master`` (sound), ``loudness`` of the master (JSON)."""

    decision: Job
    master: Job
    loudness: Job


def resolve_target(spec: MasterSpec, rate: Rate, sample_rate: int) -> MasterTarget:
    """Return the target in numbers: what the document says, else its preset, else -1 dBTP and 0.2 LU (EBU R 128)."""
    preset = master_presets()[spec.preset] if spec.preset else None
    loudness, peak, tolerance = spec.loudness, spec.true_peak, spec.tolerance
    if loudness is None:
        assert preset
        loudness = preset.loudness_lufs
    if peak is None:
        peak = preset.true_peak_dbtp if preset else _HOUSE_TRUE_PEAK_DBTP
    if tolerance is None:
        tolerance = preset.tolerance_lu if preset else _HOUSE_TOLERANCE_LU
    return MasterTarget(
        loudness_lufs=loudness,
        true_peak_dbtp=peak,
        tolerance_lu=tolerance,
        max_reduction_db=spec.limiter.max_reduction,
        look_ahead_samples=spec.limiter.look_ahead.nearest_samples(rate, sample_rate),
        hold_samples=spec.limiter.hold.nearest_samples(rate, sample_rate),
        release_samples=spec.limiter.release.nearest_samples(rate, sample_rate),
    )


def plan_master(mix: Job, spec: MasterSpec, *, layout: ChannelLayout, rate: Rate, sample_rate: int) -> MasterJobs:
    """Return the jobs that bring a mix (a job whose result is a sound file) to its target."""
    params = DecideParams(target=resolve_target(spec, rate, sample_rate), layout=layout, on_miss=spec.on_miss)
    decision = DECIDE.job(params, inputs=(mix,), label="master gain", craft="mastering", size=mix.size)
    master = MASTER.job(None, inputs=(mix, decision), label="master", craft="mastering", size=mix.size)
    return MasterJobs(decision=decision, master=master, loudness=plan_loudness(master, layout=layout))


def plan_loudness(sound: Job, *, layout: ChannelLayout) -> Job:
    """Return the job that measures the result of another, a sound file."""
    return LOUDNESS.job(layout, inputs=(sound,), label=f"loudness of {sound.label}", craft="mastering", size=sound.size)
