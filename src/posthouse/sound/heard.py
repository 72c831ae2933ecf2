"""Media that can be heard: sound files, the sound of footage, and sound we generate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Self, assert_never

from posthouse.errors import ProductionError
from posthouse.sound.conform import CONFORM, ConformParams, conformed_range, source_layout
from posthouse.sound.generate import GENERATE, GenerateParams, score_samples
from posthouse.sound.sourcetime import SourceClock
from posthouse.sound.spec import Pitch, ScoreSpec, SoundscapeSpec
from posthouse.sound.stretch import STATION_SECONDS, stretch_engine

if TYPE_CHECKING:
    from posthouse.build.job import Job
    from posthouse.media.facts import MediaInfo
    from posthouse.sound.alignment import Alignment
    from posthouse.sound.placement import SoundFormat
    from posthouse.sound.ramped import Ramp

CHUNK_SECONDS = 16
ENDLESS_SECONDS = 24 * 3600
"""A soundscape has no end; a programme has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSound:
    """One sound stream of a file. ``offset_seconds`` is where it begins against the media's first picture."""

    digest: str
    stream: int = 0
    duration_seconds: Fraction
    offset_seconds: Fraction = Fraction(0)
    tempo: Fraction = Fraction(1)
    """How fast its media's time runs: 25/24 where footage of 24 is played at 25. Source times count in that time."""
    pitch: Pitch = Pitch.FOLLOWS
    """What becomes of its pitch, where a shot does not say."""
    clock: SourceClock = SourceClock()  # noqa: RUF009 - frozen
    alignment: Alignment | None = None
    """How it lies to its media where another machine recorded it; ``duration_seconds`` is by the media's time then."""

    @classmethod
    def from_info(
        cls, info: MediaInfo, *, stream: int = 0, clock: SourceClock | None = None, tempo: Fraction = Fraction(1)
    ) -> Self:
        """Return a stream of a probed media.

        Raises:
            ProductionError: it has no such stream, or one of a layout posthouse does not know.
        """
        if not 0 <= stream < len(info.sounds):
            raise ProductionError(f"there is no sound stream {stream}", hint=f"it has {len(info.sounds)}, from 0")
        facts = info.sounds[stream]
        source_layout(facts.channels)
        return cls(
            digest=info.digest,
            stream=stream,
            duration_seconds=Fraction(facts.duration_samples, facts.sample_rate),
            offset_seconds=facts.start_s - info.pictures[0].start_s if info.pictures else Fraction(0),
            clock=clock or SourceClock(),
            tempo=tempo,
        )

    def aligned(self, alignment: Alignment, info: MediaInfo) -> Self:
        """Return the stream, of a probed media, as it lies to another media's pictures, in that media's time."""
        facts = info.sounds[self.stream]
        true_rate = facts.sample_rate * alignment.clock
        return replace(
            self,
            duration_seconds=facts.duration_samples / true_rate,
            offset_seconds=-alignment.first_sample / true_rate,
            alignment=alignment,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedSound:
    """Sound made from nothing, from its time 0 on."""

    spec: SoundscapeSpec | ScoreSpec


HeardMedia = FileSound | GeneratedSound


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a sound is played: at one speed or through a ramp, with its pitch or without."""

    speed: Fraction = Fraction(1)
    pitch: Pitch = Pitch.FOLLOWS
    ramp: Ramp | None = None


_OWN_PACE = Pace()


def available_range(media: HeardMedia, speed: Fraction, form: SoundFormat, ramp: Ramp | None = None) -> tuple[int, int]:
    """Return the half-open range of conformed samples a media has at a speed, in production samples."""
    match media:
        case FileSound():
            end_seconds = media.offset_seconds + media.duration_seconds
            if ramp is not None:
                return ramp.available_range(media.offset_seconds, end_seconds, form.sample_rate)
            return conformed_range(media.offset_seconds, end_seconds, speed * media.tempo, form.sample_rate)
        case GeneratedSound(spec=ScoreSpec() as score):
            return 0, score_samples(score, form.sample_rate)
        case GeneratedSound():
            return 0, ENDLESS_SECONDS * form.sample_rate
        case _ as never:
            assert_never(never)


def chunk_samples(media: HeardMedia, form: SoundFormat, pace: Pace = _OWN_PACE) -> int:
    """Return how much of a media one job makes: a piece of music whole, anything else by the grid."""
    if _heard_pace(media, pace).pitch is Pitch.KEPT:
        return STATION_SECONDS * form.sample_rate
    if isinstance(media, GeneratedSound) and isinstance(media.spec, ScoreSpec):
        return score_samples(media.spec, form.sample_rate)
    return CHUNK_SECONDS * form.sample_rate


def _heard_pace(media: HeardMedia, pace: Pace) -> Pace:
    """Return a pace by the media's own clock; at its own speed, pitch is nothing to ask about."""
    tempo = media.tempo if isinstance(media, FileSound) else Fraction(1)
    speed = pace.speed * tempo
    is_own = pace.ramp is None and abs(speed) == 1
    return Pace(speed=speed, pitch=Pitch.FOLLOWS if is_own else pace.pitch, ramp=pace.ramp)


def chunk_job(name: str, media: HeardMedia, pace: Pace, index: int, form: SoundFormat) -> Job:
    """Return the job that makes chunk ``index`` of a media, on a grid of its own conformed time.

    So a trim or a move of a shot changes no chunk, and two shots of the same seconds share one.
    """
    size = chunk_samples(media, form, pace)
    low, high = available_range(media, pace.speed, form, pace.ramp)
    start, length = index * size, min(size, high - index * size)
    label = f"{name} {start / form.sample_rate:g}s{_spelled(pace)}"
    assert low < start + size, "a chunk before the media's beginning"
    if isinstance(media, GeneratedSound):
        made = GenerateParams(
            spec=media.spec,
            sample_rate=form.sample_rate,
            layout=form.layout,
            start_samples=start,
            length_samples=length,
        )
        return GENERATE.job(made, label=label, craft="sound", affinity=name, size=length)
    heard = _heard_pace(media, pace)
    wanted = ConformParams(
        digest=media.digest,
        stream=media.stream,
        speed=heard.speed if heard.ramp is None else Fraction(1),
        sample_rate=form.sample_rate,
        layout=form.layout,
        start_samples=start,
        length_samples=length,
        pitch=heard.pitch,
        ramp=heard.ramp,
        engine=stretch_engine() if heard.pitch is Pitch.KEPT and heard.ramp is None else "",
        alignment=media.alignment,
    )
    return CONFORM.job(wanted, label=label, craft="sound", affinity=media.digest, size=length)


def _spelled(pace: Pace) -> str:
    """Return a pace for a label; nothing at 100%."""
    if pace.ramp is not None:
        return " ramped"
    return "" if pace.speed == 1 else f" at {float(pace.speed):.4%}"
