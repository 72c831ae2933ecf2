"""Tracks and the ``mix:`` section to jobs: where keys speak, one stem per track, the mix."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from posthouse.errors import ProductionError
from posthouse.mix.duck import DuckCurve
from posthouse.mix.jobs import KEY, MIX, STEM, KeyParams, MixParams, StemParams
from posthouse.mix.pan import channel_gains
from posthouse.mix.spec import DuckSpec, MixSpec, TrackSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posthouse.build import Job
    from posthouse.signal import ChannelLayout
    from posthouse.timing import Length, Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class MixFormat:
    """What every track of a production is: programme-long, at one rate, in one layout."""

    layout: ChannelLayout
    sample_rate: int
    duration_samples: int
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class MixJobs:
    """The jobs of a mix: a stem for every track that is heard, by name, and their sum."""

    stems: Mapping[str, Job]
    mix: Job


def check_mix(spec: MixSpec, track_names: Iterable[str]) -> list[ProductionError]:
    """Return a problem for every track the mix names and the production does not have."""
    known = sorted(track_names)
    named = [*spec.tracks, *(name for duck in spec.duck for name in (duck.track, *duck.under))]
    problems = [_unknown_track(name, known) for name in dict.fromkeys(named) if name not in known]
    pairs = [(duck.track, key) for duck in spec.duck for key in duck.under]
    loops = [ProductionError(f"{track} cannot be ducked under itself") for track, key in pairs if track == key]
    twice = [pair for pair in dict.fromkeys(pairs) if pairs.count(pair) > 1]
    return problems + loops + [ProductionError(f"{track} is ducked under {key} twice") for track, key in twice]


def plan_mix(tracks: Mapping[str, Job], spec: MixSpec, mix_format: MixFormat) -> MixJobs:
    """Return the jobs from tracks (jobs whose results are sound files) to stems and the mix.

    A track the production names but no sound lies on needs no job: it is silent and ducks nothing.
    """
    heard = _heard_tracks(tracks, spec)
    stems = {name: _plan_stem(name, heard, spec, mix_format) for name in heard}
    if len(stems) == 1:
        return MixJobs(stems=stems, mix=next(iter(stems.values())))
    params = MixParams(
        channels=mix_format.layout.channels,
        sample_rate=mix_format.sample_rate,
        duration_samples=mix_format.duration_samples,
    )
    inputs, size = tuple(stems.values()), float(mix_format.duration_samples)
    return MixJobs(stems=stems, mix=MIX.job(params, inputs=inputs, label="mix", craft="mix", size=size))


def _heard_tracks(tracks: Mapping[str, Job], spec: MixSpec) -> dict[str, Job]:
    faders = {name: spec.tracks.get(name, TrackSpec()) for name in tracks}
    any_solo = any(fader.solo for fader in faders.values())
    return {
        name: tracks[name]
        for name in sorted(tracks)
        if not faders[name].mute and (faders[name].solo or not any_solo) and faders[name].gain > -np.inf
    }


def _plan_stem(name: str, heard: Mapping[str, Job], spec: MixSpec, mix_format: MixFormat) -> Job:
    fader = spec.tracks.get(name, TrackSpec())
    gains = channel_gains(mix_format.layout, fader.gain, fader.pan, spec.pan_law)
    ducks = [(duck, key) for duck in spec.duck if duck.track == name for key in duck.under if key in heard]
    if (gains == 1).all() and not ducks:
        return heard[name]
    keys = tuple(_plan_key(key, heard[key], duck, spec, mix_format) for duck, key in ducks)
    params = StemParams(gains=tuple(gains.tolist()), curves=tuple(_curve(duck, mix_format) for duck, _ in ducks))
    size = float(mix_format.duration_samples)
    return STEM.job(params, inputs=(heard[name], *keys), label=f"stem {name}", craft="mix", size=size)


def _plan_key(name: str, track: Job, duck: DuckSpec, spec: MixSpec, mix_format: MixFormat) -> Job:
    """Return the job that finds where a track speaks; others see it after its gain, before it is ducked itself."""
    params = KeyParams(
        threshold_dbfs=duck.threshold - spec.tracks.get(name, TrackSpec()).gain,
        shortest_pause_samples=_curve(duck, mix_format).shortest_pause_samples,
    )
    label = f"where {name} speaks, for {duck.track}"
    return KEY.job(params, inputs=(track,), label=label, craft="mix", size=float(mix_format.duration_samples))


def _curve(duck: DuckSpec, mix_format: MixFormat) -> DuckCurve:
    samples = partial(_samples, mix_format=mix_format)
    return DuckCurve(
        depth_db=duck.gain,
        attack_samples=samples(duck.attack),
        release_samples=samples(duck.release),
        look_ahead_samples=samples(duck.look_ahead),
        hold_samples=samples(duck.hold),
    )


def _samples(length: Length, mix_format: MixFormat) -> int:
    return length.nearest_samples(mix_format.rate, mix_format.sample_rate)


def _unknown_track(name: str, known: list[str]) -> ProductionError:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none'}"
    return ProductionError(f"the mix names a track {name}, and no sound has that stem", hint=hint)
