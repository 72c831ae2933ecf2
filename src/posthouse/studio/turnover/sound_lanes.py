"""Takes on tracks: by stem, without overlaps, what crossfades on one track; gains, fades and pans beside them.

A sound of two channels has two tracks, left and right. What a channel adds to the programme's channels is said as a
gain and the pan of its track, by the law of equal power that consoles have: full in both sides' middle is -3 dB.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.delivery.stems import SHORT_NAMES
from posthouse.interchange import Curve
from posthouse.interchange.aaf import SoundClip, SoundSource, SoundTrack
from posthouse.signal import ChannelLayout
from posthouse.sound.layout import layout_matrix, pan_matrix
from posthouse.sound.plan import STEM_NAMES
from posthouse.studio.turnover.wavs import CHANNEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.mix.spec import MixSpec
    from posthouse.studio.programme import Programme
    from posthouse.studio.turnover.sound_takes import Take
    from posthouse.studio.turnover.wavs import Written

_SIDES = 2
_KINDS = ("shot", "cue", "music", "ambience")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A take on its lane, cut back to its joins: what lies beyond them is a crossfade's, of its handles."""

    take: Take
    start: int
    end: int
    fade_in: int
    fade_out: int
    cross: tuple[int, int] = (0, 0)
    """(before, after) the join with the take before it; (0, 0): no crossfade."""

    @property
    def in_file(self) -> int:
        """Return the sample of its files that sounds at its start."""
        return self.take.head + self.start - self.take.sound.start_samples

    @property
    def in_source(self) -> int:
        """Return the sample of its source that sounds at its start."""
        return self.take.sound.source_start_samples + self.start - self.take.sound.start_samples


@dataclass(slots=True, kw_only=True)
class Lane:
    """One track of each channel, for takes of one stem, kind, layout and pan."""

    stem: str
    kind: str
    """``shot``, ``cue``, ``music`` or ``ambience``: beds have tracks of their own."""
    layout: ChannelLayout
    pan: float
    number: int = 0
    laid: list[Laid] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what it is called, without its channel."""
        return f"{SHORT_NAMES[self.stem]} {self.number}"

    def track_names(self) -> tuple[str, ...]:
        """Return its tracks' names, channel by channel."""
        return tuple(f"{self.name} {channel}".rstrip() for channel in CHANNEL_NAMES[self.layout])

    def takes_in(self, laid: Laid, joins: Mapping[str, int]) -> bool:
        """Put a take on this lane if it fits there; return whether it did."""
        if not self.laid or self.laid[-1].end <= laid.start:
            self.laid.append(laid)
            return True
        crossed = _crossed(self.laid[-1], laid, joins)
        if crossed is not None:
            self.laid[-1:] = crossed
        return crossed is not None


def lanes_of(programme: Programme, takes: Sequence[Take]) -> tuple[Lane, ...]:
    """Return all takes on as few lanes as hold them apart."""
    form = programme.scene.form
    joins = {f"shot {shot.timing.shot}": form.floor_sample(shot.timing.start_frame) for shot in programme.scene.shots}
    lanes: list[Lane] = []
    for take in takes:
        alike = [each for each in lanes if (each.stem, each.kind, each.layout, each.pan) == _key(take)]
        laid = _laid(take)
        crossing = [each for each in alike if each.laid[-1].end > laid.start]
        if not any(lane.takes_in(laid, joins) for lane in (*crossing, *(e for e in alike if e not in crossing))):
            stem, kind, layout, pan = _key(take)
            lanes.append(Lane(stem=stem, kind=kind, layout=layout, pan=pan, laid=[laid]))
    return _numbered(lanes)


def _numbered(lanes: list[Lane]) -> tuple[Lane, ...]:
    """Return lanes by stem and kind, counted from 1 in each stem."""
    lanes.sort(key=lambda lane: (STEM_NAMES.index(lane.stem), _KINDS.index(lane.kind)))
    for lane in lanes:
        lane.number = 1 + sum(each.number > 0 for each in lanes if each.stem == lane.stem)
    return tuple(lanes)


def tracks_of(programme: Programme, lanes: Sequence[Lane], written: Mapping[str, Written]) -> tuple[SoundTrack, ...]:
    """Return the lanes as mono tracks, with the faders of the stems they belong to."""
    layout, mix = programme.scene.form.layout, programme.production.document.mix
    return tuple(
        _track(lane, channel, name, layout, _fader(mix, lane.stem), written)
        for lane in lanes
        for channel, name in enumerate(lane.track_names())
    )


def level(source: ChannelLayout, channel: int, pan: float, target: ChannelLayout) -> tuple[float | None, float]:
    """Return the (gain in dB, pan) by which a source's channel comes into the programme; None: it does not.

    A pan is -1 left to 1 right, at equal power. Of what goes to other speakers than left and right, only the gain.
    """
    share = (pan_matrix(target, pan).astype(np.float64) @ layout_matrix(source, target))[:, channel]
    power = float(np.sqrt(np.sum(share**2)))
    if not power:
        return None, 0.0
    sides = share[:_SIDES] if target is not ChannelLayout.MONO else np.ones(_SIDES)
    side = math.atan2(sides[1], sides[0]) * 4 / math.pi - 1 if sides.any() else 0.0
    return round(20 * math.log10(power), 9) + 0.0, round(side, 9) + 0.0


def _key(take: Take) -> tuple[str, str, ChannelLayout, float]:
    return take.sound.stem, take.kind, take.layout, take.sound.pan


def _laid(take: Take) -> Laid:
    sound, fades = take.sound, take.fades
    return Laid(
        take=take,
        start=sound.start_samples,
        end=sound.end_samples,
        fade_in=fades[0].samples,
        fade_out=fades[1].samples,
    )


def _crossed(before: Laid, after: Laid, joins: Mapping[str, int]) -> tuple[Laid, Laid] | None:
    """Return two takes cut back to the join they crossfade over; None where they overlap otherwise."""
    overlap = before.end - after.start
    if overlap != before.fade_out or overlap != after.fade_in or after.start - before.start < before.fade_in:
        return None
    join = joins.get(after.take.sound.owner, 0)
    if not after.start < join < before.end:
        join = after.start + overlap // 2
    if join <= before.start or join >= after.end:
        return None
    cross = (join - after.start, before.end - join)
    return replace(before, end=join, fade_out=0), replace(after, start=join, fade_in=0, cross=cross)


def _fader(mix: MixSpec, stem: str) -> tuple[float, bool]:
    """Return a stem's fader in dB, and whether it is closed."""
    fader = mix.tracks.get(stem)
    if fader is None:
        return 0.0, False
    is_off = fader.mute or math.isinf(fader.gain)
    return 0.0 if math.isinf(fader.gain) else fader.gain, is_off


def _track(
    lane: Lane,
    channel: int,
    name: str,
    layout: ChannelLayout,
    fader: tuple[float, bool],
    written: Mapping[str, Written],
) -> SoundTrack:
    gain, pan = level(lane.layout, channel, lane.pan, layout)
    return SoundTrack(
        name=name,
        clips=tuple(_clip(laid, written[laid.take.name], channel, gain) for laid in lane.laid),
        volume=Curve.constant(fader[0]) if fader[0] else None,
        pan=None if layout is ChannelLayout.MONO else Curve.constant(pan),
        is_muted=fader[1] or gain is None,
    )


def _clip(laid: Laid, written: Written, channel: int, gain: float | None) -> SoundClip:
    take, sound, file = laid.take, laid.take.sound, written.files[channel]
    is_silent = math.isinf(sound.gain_db)
    return SoundClip(
        name=take.title,
        source=SoundSource(
            file=file, name=file.stem, tape=take.origin.reel, scene=take.origin.scene, take=take.origin.take
        ),
        record_start=laid.start,
        duration=laid.end - laid.start,
        source_start=laid.in_file,
        gain_db=(gain or 0.0) + written.makeup_db + (0.0 if is_silent else sound.gain_db),
        fade_in=laid.fade_in,
        fade_out=laid.fade_out,
        cross=laid.cross,
        note="; ".join(take.notes),
        is_muted=is_silent,
    )
