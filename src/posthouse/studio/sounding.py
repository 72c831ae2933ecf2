"""The programme's sound as jobs: stems, mix, master, and what the master must measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.delivery.verify import LoudnessLimits
from posthouse.mastering.plan import plan_master, resolve_target
from posthouse.mix.jobs import MIX, MixParams
from posthouse.mix.plan import MixFormat, plan_mix
from posthouse.sound.plan import plan_stems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.build import Job
    from posthouse.mastering.spec import MasterSpec
    from posthouse.studio.programme import Programme
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundJobs:
    """The programme's sound: a job for each stem that is heard, for the mix, and for what is delivered."""

    stems: Mapping[str, Job]
    mix: Job
    final: Job
    limits: LoudnessLimits | None


def plan_sound(programme: Programme) -> SoundJobs:
    """Return the jobs of a programme's sound; silence where nothing is heard."""
    scene, document = programme.scene, programme.production.document
    form, samples = document.format, scene.form.programme_samples
    stems = plan_stems(scene)
    if not stems:
        silence = MixParams(channels=form.sound.layout.channels, sample_rate=form.sound.rate, duration_samples=samples)
        quiet = MIX.job(silence, label="silence", craft="mix", size=samples)
        return SoundJobs(stems={}, mix=quiet, final=quiet, limits=None)
    mix_format = MixFormat(
        layout=form.sound.layout, sample_rate=form.sound.rate, duration_samples=samples, rate=form.rate
    )
    mix, spec = plan_mix(stems, document.mix, mix_format), document.master
    if spec is None:
        return SoundJobs(stems=mix.stems, mix=mix.mix, final=mix.mix, limits=None)
    mastered = plan_master(mix.mix, spec, layout=form.sound.layout, rate=form.rate, sample_rate=form.sound.rate)
    limits = _limits(spec, form.rate, form.sound.rate)
    return SoundJobs(stems=mix.stems, mix=mix.mix, final=mastered.master, limits=limits)


def _limits(spec: MasterSpec, rate: Rate, sample_rate: int) -> LoudnessLimits:
    """Return what a delivered file's sound must measure; a master that may miss its loudness is not held to it."""
    target = resolve_target(spec, rate, sample_rate)
    return LoudnessLimits(
        integrated_lufs=target.loudness_lufs if spec.on_miss == "error" else None,
        tolerance_lu=target.tolerance_lu,
        true_peak_dbtp=target.true_peak_dbtp,
    )
