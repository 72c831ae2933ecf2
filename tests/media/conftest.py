"""Small moving pictures and chunks of them, for the tests of writing media."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.media.encode import encode_chunk
from posthouse.media.encoding import PictureEncoding
from posthouse.media.frames import FramePool, picture_format_of
from posthouse.media.pcm import PcmWriter
from posthouse.signal import Picture, PictureFormat
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Sound

SMALL = PictureFormat(width=96, height=64)
OPTIONS = {
    "libx264": (("crf", "20"), ("preset", "veryfast"), ("profile", "high")),
    "libx265": (("crf", "22"), ("preset", "ultrafast")),
    "prores_ks": (("profile", "hq"), ("vendor", "apl0")),
    "dnxhd": (("profile", "dnxhr_hqx"),),
    "ffv1": (("level", "3"),),
    "libx264 lossless": (("preset", "veryfast"), ("qp", "0")),
}
PIXELS = {"prores_ks": "yuv422p10le", "dnxhd": "yuv422p10le"}


def encoding_of(name: str, rate: str = "24") -> PictureEncoding:
    """Return a small encoding by name; dnxhd needs 256x120 at least."""
    width, height = (256, 128) if name == "dnxhd" else (SMALL.width, SMALL.height)
    return PictureEncoding(
        encoder=name.split(maxsplit=1)[0],
        format=replace(picture_format_of(PIXELS.get(name, "yuv420p"), SMALL), width=width, height=height),
        rate=Rate.parse(rate),
        options=OPTIONS[name],
        is_lossless=name in ("ffv1", "libx264 lossless"),
    )


def paint(picture: Picture, number: int) -> Picture:
    """Paint moving waves: every number gives another picture."""
    scale = 1 << (picture.format.bit_depth - 8)
    for place, plane in enumerate(picture.planes):
        y, x = np.ogrid[: plane.shape[0], : plane.shape[1]]
        waves = np.sin(x / 9 + number / 3 + place) * np.cos(y / 7 - number / 5)
        plane[:] = ((126 + (90 if place == 0 else 40) * waves) * scale).astype(plane.dtype)
    return picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Makes chunks and sound files in a folder."""

    folder: Path

    @staticmethod
    def encoding(name: str, rate: str = "24") -> PictureEncoding:
        return encoding_of(name, rate)

    def pictures(self, encoding: PictureEncoding, start: int, stop: int) -> Iterator[Picture]:
        pool = FramePool(encoding.format)
        return (paint(pool.picture(), number) for number in range(start, stop))

    def chunk(self, encoding: PictureEncoding, start: int, stop: int) -> Path:
        out = self.folder / f"{encoding.encoder}-{start}-{stop}.pkt"
        encode_chunk(self.pictures(encoding, start, stop), encoding, out)
        return out

    def chunks(self, encoding: PictureEncoding, lengths: list[int]) -> list[Path]:
        ends = np.cumsum([0, *lengths]).tolist()
        return [self.chunk(encoding, start, stop) for start, stop in itertools.pairwise(ends)]

    def pcm(self, sound: Sound, sample_rate: int = 48_000) -> Path:
        out = self.folder / "sound.f32"
        with PcmWriter(out, channels=sound.shape[0], sample_rate=sample_rate) as writer:
            writer.write(sound)
        return out


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(folder=tmp_path)


@pytest.fixture(scope="session")
def kept_studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """Return a studio whose files last for the whole run, for what many examples share."""
    return Studio(folder=tmp_path_factory.mktemp("studio"))
