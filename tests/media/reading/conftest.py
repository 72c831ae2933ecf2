"""Clips made for the case at hand, and what a picture is known by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np
import pytest
from blake3 import blake3

from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from posthouse.media.facts import MediaInfo
    from posthouse.signal import Picture


@dataclass(frozen=True, kw_only=True)
class Clip:
    """How a test clip is encoded."""

    name: str
    codec: str
    pixel_format: str = "yuv420p"
    options: tuple[tuple[str, str], ...] = ()
    size: tuple[int, int] = (192, 108)
    pictures: int = 60
    rate: Fraction = Fraction(25)
    tags: tuple[tuple[str, int], ...] = ()


def painted(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return (y, x, channel) RGB: a texture that drifts, and a column that tells the number."""
    texture = np.random.default_rng(0).integers(0, 255, (size[1], size[0] * 2), np.uint8)
    picture = np.repeat(np.roll(texture, -3 * number, 1)[:, : size[0], np.newaxis], 3, axis=2)
    picture[:, :16] = (number * 3) % 256
    return picture


def encode(path: Path, clip: Clip) -> Path:
    """Encode a clip."""
    with av.open(str(path), "w") as container:
        stream = cast("VideoStream", container.add_stream(clip.codec, rate=clip.rate, options=dict(clip.options)))
        stream.width, stream.height = clip.size
        stream.pix_fmt = clip.pixel_format
        stream.gop_size = 24
        for name, number in clip.tags:
            setattr(stream.codec_context, name, number)
        for number in range(clip.pictures):
            frame = av.VideoFrame.from_ndarray(painted(number, clip.size), "rgb24").reformat(format=clip.pixel_format)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="session")
def make_clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Clip], Path]:
    """Return a function that encodes a clip once a session."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[Clip, Path] = {}

    def make(clip: Clip) -> Path:
        if clip not in made:
            made[clip] = encode(folder / clip.name, clip)
        return made[clip]

    return make


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaLibrary]:
    with MediaLibrary(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def pool(library: MediaLibrary) -> Iterator[DecoderPool]:
    with DecoderPool(library=library) as made:
        yield made


def picture_hash(picture: Picture) -> str:
    """Return what a picture is known by: the digest of its planes' code values."""
    whole = blake3()
    for plane in picture.planes:
        whole.update(plane.tobytes())
    return whole.hexdigest()


@pytest.fixture
def hashes(pool: DecoderPool) -> Callable[[Path, MediaInfo, Sequence[int], int], list[str]]:
    """Return a function that hashes the pictures at indices, in the order asked for."""

    def hash_all(path: Path, info: MediaInfo, indices: Sequence[int], stream: int = 0) -> list[str]:
        return [picture_hash(picture) for picture in pool.pictures(path, info, indices, stream)]

    return hash_all


def plain_hashes(path: Path, info: MediaInfo, count: int, stream: int = 0) -> list[str]:
    """Return the hashes of the first pictures as a plain PyAV loop decodes them, our code out of the way."""
    from posthouse.media.planes import picture_of

    found: list[str] = []
    raw = info.open_as.raw_size
    options = {"video_size": f"{raw[0]}x{raw[1]}", "pixel_format": "yuv420p"} if raw else {}
    with av.open(str(path), format="rawvideo" if raw else None, options=options) as container:
        for frame in container.decode(
            video=[s.index for s in container.streams.video].index(info.pictures[stream].stream)
        ):
            found.append(picture_hash(picture_of(frame, info.pictures[stream].format)))
            if len(found) == count:
                break
    return found


@pytest.fixture
def plain() -> Callable[..., list[str]]:
    return plain_hashes


@pytest.fixture
def clip_type() -> type[Clip]:
    return Clip
