"""Mastering's kinds of job: decide how (JSON), master (a sound file), measure any sound file (JSON)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import JobContext, JobKind
from posthouse.errors import ProductionError
from posthouse.mastering.master import MasterTarget, Outcome, decide_master, mastered
from posthouse.mastering.meter import measure_loudness
from posthouse.mastering.report import read_decision, write_decision, write_loudness
from posthouse.mastering.spec import OnMiss
from posthouse.media.pcm import PcmReader, PcmWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import ChannelLayout, Sound


_WAYS_OUT = {
    Outcome.MISSED: "ask for less (master: loudness), allow more (master: limiter: max_reduction), turn single peaks "
    "down in the mix, or take what is reached (master: on_miss: warn)",
    Outcome.SILENT: "is a track muted? bring it up, take master: out, or take it as it is (master: on_miss: warn)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideParams:
    """What the decision depends on beside the mix."""

    target: MasterTarget
    layout: ChannelLayout
    on_miss: OnMiss


def _run_decide(params: DecideParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmReader(inputs[0]) as mix:
        decision = decide_master(lambda: _watched(mix, context), mix.sample_rate, params.layout, params.target)
    if decision.outcome in _WAYS_OUT and params.on_miss is OnMiss.ERROR:
        raise ProductionError(decision.explain(), hint=_WAYS_OUT[decision.outcome])
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
