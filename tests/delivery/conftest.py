"""A small programme and the movies made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydantic import TypeAdapter

from posthouse.delivery.hdr import hdr_of
from posthouse.delivery.presets import Movie, Programme, movie_of
from posthouse.delivery.spec import DeliverableSpec, MovieSpec
from posthouse.delivery.verify import Expected, LoudnessLimits
from posthouse.media.encode import encode_chunk
from posthouse.media.frames import FramePool
from posthouse.media.mux import join_chunks
from posthouse.media.pcm import PcmWriter
from posthouse.media.sound_out import encode_sound
from posthouse.pixels.light import measure_pq_light
from posthouse.signal import ChannelLayout, PictureFormat
from posthouse.timing import Rate, Timecode, floor_sample_at_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Picture

FRAMES = (1, 9, 20)
READER: TypeAdapter[object] = TypeAdapter(DeliverableSpec)
PROGRAMME = Programme(
    name="harbour",
    picture=PictureFormat(width=256, height=128),
    rate=Rate.parse("29.97"),
    layout=ChannelLayout.STEREO,
)


def pictures(movie: Movie, start: int, frames: int) -> Iterator[Picture]:
    pool = FramePool(movie.picture.format)
    for number in range(start, start + frames):
        picture = pool.picture()
        for plane in picture.planes:
            y, x = np.ogrid[: plane.shape[0], : plane.shape[1]]
            unit = 1 << (picture.format.bit_depth - 8)
            plane[:] = ((x + 3 * y + 5 * number) // 2 % 200 + 20) * unit
        yield picture


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Makes whole movies in a folder."""

    folder: Path

    @staticmethod
    def spec(entry: object) -> MovieSpec:
        spec = READER.validate_python(entry)
        assert isinstance(spec, MovieSpec)
        return spec

    @staticmethod
    def movie(entry: object) -> Movie:
        return movie_of(House.spec(entry), PROGRAMME)

    def made(self, movie: Movie, loudness: LoudnessLimits | None = None) -> tuple[Path, Expected]:
        chunks = [self.folder / f"{number}.pkt" for number in range(len(FRAMES))]
        meter = measure_pq_light if movie.is_metered else None
        for number, chunk in enumerate(chunks):
            encode_chunk(pictures(movie, sum(FRAMES[:number]), FRAMES[number]), movie.picture, chunk, meter=meter)
        encode_sound(self.sound(), movie.sound, self.folder / "sound.pkt")
        start = Timecode.parse("01:00:00;02", PROGRAMME.rate)
        target = self.folder / movie.file_name
        join_chunks(
            chunks, self.folder / "sound.pkt", target, container=movie.container, start=start, hdr=hdr_of(movie, chunks)
        )
        return target, Expected.of(movie, chunks, self.folder / "sound.pkt", start=start, loudness=loudness)

    def sound(self) -> Path:
        """Return a sine of 997 Hz at -20 dBFS, which reads -20 LUFS in two channels (BS.1770-5 Annex 1: -3.01 each)."""
        samples = floor_sample_at_frame(sum(FRAMES), PROGRAMME.rate, 48_000)
        wave = 0.1 * np.sin(np.arange(samples) * 2 * np.pi * 997 / 48_000)
        with PcmWriter(self.folder / "sound.f32", channels=2, sample_rate=48_000) as writer:
            writer.write(np.tile(wave.astype(np.float32), (2, 1)))
        return self.folder / "sound.f32"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(folder=tmp_path)
