"""The job that brings a stretch of any sound to the production's rate and layout, at any speed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Never, Protocol

import numpy as np

from posthouse.build.registry import JobKind
from posthouse.errors import InternalError, MediaError
from posthouse.media.pcm import PcmWriter
from posthouse.signal import ChannelLayout, Sound
from posthouse.sound.layout import apply_matrix, layout_matrix
from posthouse.sound.ramped import Ramp, ramped_blocks
from posthouse.sound.resample import ReadSource, resampled_blocks
from posthouse.sound.spec import Pitch
from posthouse.sound.stretch import grained_run, station_blocks, stretched_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.build.context import JobContext
    from posthouse.sound.alignment import Alignment

_LAYOUT_OF_CHANNELS = {1: ChannelLayout.MONO, 2: ChannelLayout.STEREO, 6: ChannelLayout.SURROUND_51}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformParams:
    """Which stretch of which sound, and what it becomes.

    Conformed sample ``n`` is the source ``n * speed / sample_rate`` seconds after the media's first picture (after the
    sound's first sample, where there is no picture). So a reversed sound lies at negative samples, its end first, and
    a stretch means the same whatever shot it is for. With a ramp, sample 0 is its first keyframe and ``speed`` is 1.
    Pitch follows speed, as on a tape machine, or is kept.
    """

    digest: str
    stream: int
    speed: Fraction
    sample_rate: int
    layout: ChannelLayout
    start_samples: int
    length_samples: int
    pitch: Pitch = Pitch.FOLLOWS
    ramp: Ramp | None = None
    engine: str = ""
    """What keeps the pitch, with its version."""
    alignment: Alignment | None = None
    """How a sound from another machine lies to the media; None: it is the media's own."""


class OpenSound(Protocol):
    """What conforming needs of a reader (``media.sound_in.SoundReader``)."""

    sample_rate: int
    channels: int
    picture_offset_samples: int

    def read(self, start_sample: int, count_samples: int) -> Sound:
        """Return (channel, sample) float32, silent outside the sound."""
        ...


def conform_sound(params: ConformParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write the stretch as a sound file between jobs."""
    # Opening media loads FFmpeg, and planning, which reads this file too, must start in time.
    from posthouse.media.library import MediaLibrary
    from posthouse.media.sound_in import SoundReader

    assert not inputs
    path = context.media_path(params.digest)
    library = context.shared.obtain(MediaLibrary, _no_library)
    reader = SoundReader(path, library.info(path), params.stream, library=library)
    try:
        with PcmWriter(out, channels=params.layout.channels, sample_rate=params.sample_rate) as writer:
            for block in conformed_blocks(reader, params):
                context.check_cancelled()
                writer.write(block)
    finally:
        reader.close()
    context.media_path(params.digest)  # refuses a file that changed while it was read


CONFORM = JobKind(name="sound.conform", version="1", function=conform_sound, suffix=".f32")


def conformed_blocks(reader: OpenSound, params: ConformParams) -> Iterator[Sound]:
    """Yield the stretch in blocks, (channel, sample) float32 in the production's layout."""
    matrix = layout_matrix(source_layout(reader.channels), params.layout)
    read = _time_zero_at_picture(reader, params.alignment)
    for block in _played(_reversed_source(read) if params.speed < 0 else read, reader, params):
        yield apply_matrix(matrix, block)


def _played(read: ReadSource, reader: OpenSound, params: ConformParams) -> Iterator[Sound]:
    """Yield the stretch in the source's own channels, forwards; a ramp goes its own ways."""
    start, length, rate = params.start_samples, params.length_samples, params.sample_rate
    true_rate = reader.sample_rate * (params.alignment.clock if params.alignment else Fraction(1))
    step = true_rate / rate
    if params.pitch is Pitch.KEPT:
        plain = _at_rate(read, step, reader.channels)
        run = (
            grained_run(plain, params.ramp, rate)
            if params.ramp
            else stretched_run(plain, abs(params.speed), rate, reader.channels)
        )
        return station_blocks(run, start_samples=start, length_samples=length, sample_rate=rate)
    if params.ramp is not None:
        rates = float(true_rate), rate
        return ramped_blocks(read, params.ramp, rates, start_samples=start, length_samples=length)
    return resampled_blocks(
        read, step=step * abs(params.speed), start_samples=start, length_samples=length, channels=reader.channels
    )


def _at_rate(read: ReadSource, step: Fraction, channels: int) -> ReadSource:
    """Return a source at another sample rate, at its own speed."""

    def resampled(start: int, stop: int) -> Sound:
        blocks = resampled_blocks(read, step=step, start_samples=start, length_samples=stop - start, channels=channels)
        return np.concatenate(list(blocks), axis=1)

    return resampled


def conformed_range(
    start_seconds: Fraction, end_seconds: Fraction, speed: Fraction, sample_rate: int
) -> tuple[int, int]:
    """Return the half-open range of conformed samples that hold source time start..end.

    Sample n is in it where its instant, n * speed / sample_rate, is. So a sound of d source samples becomes
    ceil(d * sample_rate / source_rate / speed) samples, forwards and in reverse.
    """
    ends = sorted((start_seconds / speed, end_seconds / speed))
    low, high = (end * sample_rate for end in ends)
    if speed < 0:
        return low.__floor__() + 1, high.__floor__() + 1
    return -((-low).__floor__()), -((-high).__floor__())


def source_layout(channels: int) -> ChannelLayout:
    """Return the layout of a source by its channel count; raises MediaError for one that has no known layout."""
    try:
        return _LAYOUT_OF_CHANNELS[channels]
    except KeyError:
        raise MediaError(
            f"a sound of {channels} channels has no speaker layout posthouse knows",
            hint="mono, stereo and 5.1 are known",
        ) from None


def _time_zero_at_picture(reader: OpenSound, alignment: Alignment | None) -> ReadSource:
    offset = -alignment.first_sample if alignment else reader.picture_offset_samples
    return lambda start, stop: reader.read(start - offset, stop - start)


def _reversed_source(read: ReadSource) -> ReadSource:
    """Return a source whose sample n is sample -n of the given one."""
    return lambda start, stop: np.ascontiguousarray(read(1 - stop, 1 - start)[:, ::-1])


def _no_library() -> Never:
    raise InternalError("this build was given no media library (context.shared)")
