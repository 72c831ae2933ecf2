"""Interlaced clips made field by field, so that what lay between the lines is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np
import pytest
from av.codec.context import Flags
from av.filter import Graph

from posthouse.media.frames import picture_in
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.signal import Chroma, Picture, PictureFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from posthouse.media.facts import MediaInfo
    from posthouse.media.reading import Reading

    Truth = Callable[[int], Picture]

FORMATS = {
    "yuv420p": PictureFormat(width=128, height=96),
    "yuv422p": PictureFormat(width=128, height=96, chroma=Chroma.C422),
    "yuv422p10le": PictureFormat(width=128, height=96, chroma=Chroma.C422, bit_depth=10),
    "yuv420p16le": PictureFormat(width=128, height=96, bit_depth=16),
}


def moving(form: PictureFormat, time: int) -> Picture:
    """Return the world at a field's time: waves that drift to the right, beside fine lines that stand still."""
    picture = Picture.empty(form)
    scale = 1 << (form.bit_depth - 8)
    for place, plane in enumerate(picture.planes):
        height, width = plane.shape
        y, x = np.mgrid[0:height, 0:width] * np.array([form.height / height, form.width / width])[:, None, None]
        waves = 126 + (70 - 40 * (place > 0)) * np.sin((x - 2 * time) / 7 + y / 11)
        still = 126 + 60 * np.where(y.astype(int) // 2 % 2 == 1, 1, -1) * (place == 0)
        plane[:] = (np.where(x < form.width * 3 // 4, waves, still) * scale).astype(plane.dtype)
    return picture


def weave(first: Picture, second: Picture, *, is_top_first: bool) -> Picture:
    """Return a frame of two pictures' lines."""
    top, bottom = (first, second) if is_top_first else (second, first)
    frame = Picture(format=top.format, planes=tuple(cast("np.ndarray", plane.copy()) for plane in top.planes))
    for under, above in zip(frame.planes, bottom.planes, strict=True):
        under[1::2] = above[1::2]
    return frame


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """How frames are stored."""

    codec: str = "ffv1"
    suffix: str = "mkv"
    pixel_format: str = "yuv420p"
    mode: str = "tff"
    options: tuple[tuple[str, str], ...] = ()
    rate: Fraction = Fraction(25)


def encode_frames(path: Path, frames: Sequence[Picture], how: Encoded) -> Path:
    """Write frames, flagged as one field order."""
    form = frames[0].format
    tag = _tagger(form, how)
    with av.open(str(path), "w") as container:
        stream = cast("VideoStream", container.add_stream(how.codec, rate=how.rate, options=dict(how.options)))
        context = stream.codec_context
        context.width, context.height, context.pix_fmt = form.width, form.height, how.pixel_format
        if how.mode != "prog":
            context.flags |= int(Flags.interlaced_dct) | int(Flags.interlaced_me)
            order = {"tff": "tt", "bff": "bb"}[how.mode]
            context.options = {**dict(how.options), "field_order": order}
        for number, picture in enumerate(frames):
            frame = av.VideoFrame(form.width, form.height, how.pixel_format)
            for target, source in zip(picture_in(frame, form).planes, picture.planes, strict=True):
                target[:] = source
            frame.pts, frame.time_base = number, 1 / how.rate
            tag.push(frame)
            tagged = cast("VideoFrame", tag.pull())
            tagged.pict_type = av.video.frame.PictureType.NONE
            container.mux(stream.encode(tagged))
        container.mux(stream.encode(None))
    return path


def _tagger(form: PictureFormat, how: Encoded) -> Graph:
    graph = Graph()
    source = graph.add_buffer(
        width=form.width, height=form.height, format=av.VideoFormat(how.pixel_format), time_base=1 / how.rate
    )
    field = graph.add("setfield", f"mode={how.mode}")
    source.link_to(field)
    field.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def kept(pictures: Iterator[Picture]) -> list[Picture]:
    """Return pictures that last."""
    return [
        Picture(format=p.format, planes=tuple(cast("np.ndarray", plane.copy()) for plane in p.planes)) for p in pictures
    ]


def same(one: Picture, other: Picture) -> bool:
    """Return whether two pictures are equal to the bit."""
    return all(np.array_equal(a, b) for a, b in zip(one.planes, other.planes, strict=True))


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Makes clips and reads them."""

    folder: Path
    library: MediaLibrary
    pool: DecoderPool

    moving = staticmethod(moving)
    weave = staticmethod(weave)
    same = staticmethod(same)

    def truth(self, how: Encoded, fields: int) -> list[Picture]:
        return [moving(FORMATS[how.pixel_format], time) for time in range(fields)]

    def clip(self, how: Encoded, frames: int = 12) -> Path:
        """Write a clip whose fields are the truth at their own times."""
        truth = self.truth(how, 2 * frames)
        pairs = zip(truth[::2], truth[1::2], strict=True)
        woven = [weave(a, b, is_top_first=how.mode != "bff") for a, b in pairs]
        return self.write(woven, how)

    def write(self, frames: Sequence[Picture], how: Encoded, name: str = "clip") -> Path:
        path = self.folder / f"{name}-{how.codec}-{how.pixel_format}-{how.mode}.{how.suffix}"
        return encode_frames(path, frames, how)

    def info(self, path: Path) -> MediaInfo:
        return self.library.info(path)

    def read(self, path: Path, indices: Sequence[int], reading: Reading | None = None) -> list[Picture]:
        return kept(self.pool.pictures(path, self.info(path), indices, 0, reading))


@pytest.fixture
def fields(tmp_path: Path) -> Iterator[Fields]:
    with MediaLibrary(tmp_path / "known") as library, DecoderPool(library=library) as pool:
        yield Fields(folder=tmp_path, library=library, pool=pool)


@pytest.fixture
def encoded() -> type[Encoded]:
    return Encoded
