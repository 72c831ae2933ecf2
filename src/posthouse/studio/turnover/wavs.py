"""The files of a sound turnover: one channel each, 24 bits, with handles, slate and time stamp; nothing processed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build import Target
from posthouse.errors import MediaError
from posthouse.interchange.aaf.waves import Wave, write_wave
from posthouse.interchange.bwf import SoundSlate, SoundTrack, write_slate
from posthouse.media.quantise import pcm_bytes
from posthouse.signal import ChannelLayout
from posthouse.sound.heard import Pace, chunk_job, chunk_samples
from posthouse.sound.source import ChunkedSource, LoopedSource, SourceRun
from posthouse.studio.turnover.sound_takes import stamp_samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.build import Job
    from posthouse.build.progress import Progress
    from posthouse.signal import Sound
    from posthouse.sound.source import SoundSource
    from posthouse.studio.film import Film
    from posthouse.studio.programme import Programme
    from posthouse.studio.turnover.sound_takes import Take

BITS = 24
CHANNEL_NAMES = {
    ChannelLayout.MONO: ("",),
    ChannelLayout.STEREO: ("L", "R"),
    ChannelLayout.SURROUND_51: ("L", "R", "C", "LFE", "Ls", "Rs"),
}
"""In the order of their samples; Pro Tools takes files that differ in this alone for one sound."""
_BLOCK_SAMPLES = 1 << 16
_BIT_DB = 20 * math.log10(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files of a take, channel by channel.

    What goes beyond full scale, as sound from lossy codecs does, is written lower by whole bits, so that nothing is
    cut off; ``makeup_db`` brings it back.
    """

    files: tuple[Path, ...]
    makeup_db: float = 0.0


def write_wavs(film: Film, takes: Sequence[Take], folder: Path, progress: Progress | None = None) -> dict[str, Written]:
    """Write the files of all takes into a folder; return them by the take's name.

    Raises:
        MediaError: the folder cannot be written.
    """
    runs = {take.name: _run(take, film.programme) for take in takes}
    jobs = dict.fromkeys(job for _, chunks in runs.values() for job in chunks)
    report = film.engine.build([Target(job=job) for job in jobs], progress=progress)
    found: dict[str, Written] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for take in takes:
            run, chunks = runs[take.name]
            source = ChunkedSource(run, [report.path(job) for job in chunks], channels=take.layout.channels)
            found[take.name] = _TakeWriter(take, film.programme, source).write(folder)
    except OSError as error:
        raise MediaError(f"{folder} cannot be written: {error.strerror}", hint="check its space") from error
    return found


def file_names(take: Take) -> tuple[str, ...]:
    """Return the names of a take's files, channel by channel."""
    return tuple(f"{take.name}{'.' if channel else ''}{channel}.wav" for channel in CHANNEL_NAMES[take.layout])


def _run(take: Take, programme: Programme) -> tuple[SourceRun, list[Job]]:
    """Return the stretch of source a take needs, and the jobs that bring it to the programme's rate."""
    sound, heard = take.sound, programme.scene.media[take.sound.media]
    form = replace(programme.scene.form, layout=take.layout)
    pace = Pace(speed=sound.speed, pitch=sound.pitch, ramp=sound.ramp)
    low, high = sound.source_start_samples - take.head, sound.source_end_samples + take.tail
    if sound.loop is not None:
        low = min(low, sound.loop.start_samples - sound.loop.crossfade_samples)
        high = sound.loop.end_samples
    low, high = max(low, sound.available[0]), min(high, sound.available[1])
    size = chunk_samples(heard, form, pace)
    jobs = [chunk_job(sound.media, heard, pace, at, form) for at in range(low // size, -(-high // size))]
    run = SourceRun(inputs=tuple(range(len(jobs))), start_samples=low // size * size, chunk_samples=size)
    return run, jobs


class _TakeWriter:
    """Writes the files of one take."""

    def __init__(self, take: Take, programme: Programme, source: SoundSource) -> None:
        self._take, self._programme = take, programme
        self._source = LoopedSource(source, take.sound.loop) if take.sound.loop else source
        self._rate = programme.scene.form.sample_rate
        self._lower_bits = 0

    def write(self, folder: Path) -> Written:
        self._lower_bits = self._bits_beyond()
        stamp = stamp_samples(self._take, self._programme)
        paths = tuple(folder / name for name in file_names(self._take))
        for channel, path in enumerate(paths):
            wave = Wave(path=path, rate=self._rate, channels=1, bits=BITS, samples=self._take.samples, data_at=0)
            bare = path.with_name(f"{path.name}.bare")
            write_wave(bare, self._blocks(channel), wave)
            write_slate(bare, path, self._slate(channel, stamp))
            bare.unlink()
        return Written(files=paths, makeup_db=self._lower_bits * _BIT_DB)

    def _bits_beyond(self) -> int:
        """Return by how many bits the sound goes beyond full scale."""
        peak = max(float(np.abs(sound).max(initial=0)) for sound in self._read())
        return max(0, math.ceil(math.log2(peak))) if peak > 1 else 0

    def _read(self) -> Iterator[Sound]:
        begins = self._take.sound.source_start_samples - self._take.head
        ends = begins + self._take.samples
        for start in range(begins, ends, _BLOCK_SAMPLES):
            yield self._source.read(start, min(start + _BLOCK_SAMPLES, ends))

    def _blocks(self, channel: int) -> Iterator[bytes]:
        share = np.float32(2.0**-self._lower_bits)
        for sound in self._read():
            yield pcm_bytes(sound[channel : channel + 1] * share, BITS, 0)[0]

    def _slate(self, channel: int, stamp: int) -> SoundSlate:
        take, origin = self._take, self._take.origin
        name = CHANNEL_NAMES[take.layout][channel]
        return SoundSlate(
            sample_rate=self._rate,
            samples=take.samples,
            channels=1,
            start_samples=stamp,
            timecode_rate=origin.rate,
            is_drop_frame=origin.is_drop_frame,
            project=self._programme.production.document.title,
            scene=origin.scene,
            take=origin.take,
            tape=origin.reel,
            note="; ".join((f"{take.sound.owner} of {origin.file}" if origin.file else take.sound.owner, *take.notes)),
            family=take.name,
            tracks=(SoundTrack(channel=1, name=name or take.title),),
        )
