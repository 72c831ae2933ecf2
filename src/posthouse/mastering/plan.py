"""A mix and the ``master:`` section to jobs: decide, master, measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import Job, JobContext, JobKind
from posthouse.errors import ProductionError
from posthouse.mastering.master import MasterTarget, Outcome, decide_master, mastered
from posthouse.mastering.meter import measure_loudness
from posthouse.mastering.report import read_decision, write_decision, write_loudness
from posthouse.mastering.spec import MasterSpec, OnMiss, master_presets
from posthouse.media.pcm import PcmReader, PcmWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import ChannelLayout, Sound
    from posthouse.timing import Rate

_HOUSE_TRUE_PEAK_DBTP = -1.0
_HOUSE_TOLERANCE_LU = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterJobs:
    """The jobs of one master: ``decision`` (JSON), ``master`` (sound), ``loudness`` of the master (JSON)."""

    decision: Job
    master: Job
    loudness: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideParams:
    """What the decision depends on beside the mix."""

    target: MasterTarget
    layout: ChannelLayout
    on_miss: OnMiss


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


def _run_decide(params: DecideParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmReader(inputs[0]) as mix:
        decision = decide_master(lambda: _watched(mix, context), mix.sample_rate, params.layout, params.target)
    if decision.outcome is Outcome.MISSED and params.on_miss is OnMiss.ERROR:
        raise ProductionError(
            decision.explain(),
            hint="ask for less (master: loudness), allow more (master: limiter: max_reduction), turn single peaks down "
            "in the mix, or take what is reached (master: on_miss: warn)",
        )
    write_decision(decision, out)


def _run_master(_params: None, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmReader(inputs[0]) as mix, PcmWriter(out, channels=mix.channels, sample_rate=mix.sample_rate) as master:
        for block in mastered(_watched(mix, context), mix.sample_rate, read_decision(inputs[1])):
            master.write(block)


def _run_loudness(layout: ChannelLayout, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmReader(inputs[0]) as sound:
        write_loudness(measure_loudness(_watched(sound, context), sound.sample_rate, layout), out)


def _watched(sound: PcmReader, context: JobContext) -> Iterator[Sound]:
    """Yield a sound file in blocks, ready to stop between any two."""
    for block in sound.blocks():
        context.check_cancelled()
        yield block


DECIDE = JobKind(name="mastering.decide", version="1", function=_run_decide, suffix=".json")
MASTER = JobKind(name="mastering.master", version="1", function=_run_master, suffix=".f32")
LOUDNESS = JobKind(name="mastering.loudness", version="1", function=_run_loudness, suffix=".json")
JOB_KINDS = (DECIDE, MASTER, LOUDNESS)
