"""Law 5 for every clip there is: an untouched picture reaches a lossless file in the clip's own pixels, bit-exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import av
import numpy as np
import pytest

from posthouse.media.encode import encode_chunk
from posthouse.media.encoding import PictureEncoding
from posthouse.media.frames import FramePool
from posthouse.media.library import MediaLibrary
from posthouse.media.packets import PacketFile
from posthouse.media.pool import DecoderPool
from posthouse.pixels import Footage, Placement, Renderer
from posthouse.timing import Rate
from tests.pixels.pixel_twin import Shelf, rect

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.media.facts import MediaInfo
    from posthouse.signal import Picture, PictureFormat

QUICK = ("bt601.mov", "sar_2x1.mp4", "hlg10-color-test.mp4", "picchu_seq0100_snippet_dnx.mov")
CLIPS = (
    "BigBuckBunny_160x90-24fps.mov", "bbb_330-390s.mp4", "bikes.mp4", "book.mkv", "bottle-detection.mp4", "bt601.mov",
    "carphone_distorted.mp4", "carphone_pristine.mp4", "cityCC0.mpg", "edts.mp4", "flower.mp4", "friday.mp4",
    "hdr10-av1.mp4", "help.mkv", "hlg10-color-test.mp4", "karma.mp4", "nasa_13013.mp4",
    "one-by-one-person-detection.mp4", "picchu_seq0100_snippet_dnx.mov", "portrait_4k60.mp4", "rotate-buck-bunny.mp4",
    "sample_edit_list.mp4", "sample_gamma2.2.mp4", "sample_portrait.mp4", "sample_rotate_and_reflect.mp4",
    "sample_srgb.mp4", "sample_with_chapters.mp4", "sar_2x1.mp4", "tears-of-steel-battle-clip-medium.webm",
    "thanks.mkv",
)  # fmt: skip
FIRST = 5
"""Pictures from the start: a plain decode of them needs no index of ours."""


def plain_codes(path: Path) -> list[list[NDArray[np.generic]]]:
    """Return the planes of the first pictures, decoded by nothing but PyAV, by presentation."""
    with av.open(str(path)) as container:
        frames = []
        for frame in container.decode(container.streams.video[0]):
            frames.append(frame)
            if len(frames) == FIRST:
                break
    return [[_rows(frame, number) for number in range(len(frame.planes))] for frame in frames]


def _rows(frame: av.VideoFrame, number: int) -> NDArray[np.generic]:
    plane = frame.planes[number]
    kind = np.uint8 if frame.format.components[0].bits == 8 else np.uint16
    lines = np.frombuffer(cast("bytes", plane), kind).reshape(-1, plane.line_size // np.dtype(kind).itemsize)
    return lines[: plane.height, : plane.width].copy()


def through_the_house(path: Path, info: MediaInfo, folder: Path) -> tuple[list[Picture], Path]:
    """Return the first pictures as decoded here, and the lossless chunk they were rendered to."""
    form = info.pictures[0].format
    encoding = PictureEncoding(
        encoder="ffv1", format=form, rate=Rate.parse("24"), options=(("level", "3"),), is_lossless=True
    )
    whole = rect(0, 0, form.width, form.height)
    given, out = [], folder / "chunk.packets"
    with DecoderPool() as pool:
        frames = FramePool(form, pictures=FIRST + 1)
        shown = []
        for index, picture in enumerate(pool.pictures(path, info, range(FIRST))):
            footage = Footage(
                media="clip",
                stream=0,
                frames=(index,),
                format=form,
                placement=Placement(source=whole, canvas=whole),
            )
            target = frames.picture()
            Renderer(footage, form, Shelf({"clip": picture})).render(0, target)
            shown.append(target)
            given.append(picture)
        encode_chunk(shown, encoding, out, pool=frames)
    return given, out


def decoded(chunk: Path, form: PictureFormat) -> list[list[NDArray[np.generic]]]:
    packets = PacketFile(chunk)
    context = av.CodecContext.create("ffv1", "r")
    context.extradata = packets.stream.extradata
    context.width, context.height = form.width, form.height
    frames = []
    for payload in packets.payloads():
        frames += context.decode(av.Packet(bytes(payload)))
    frames += context.decode(None)
    return [[_rows(frame, number) for number in range(len(frame.planes))] for frame in frames]


def check(path: Path, folder: Path) -> None:
    info = MediaLibrary(folder / "library").info(path, None)
    _, chunk = through_the_house(path, info, folder)
    found, wanted = decoded(chunk, info.pictures[0].format), plain_codes(path)
    assert len(found) == len(wanted) == FIRST
    for shown, source in zip(found, wanted, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(shown, source, strict=True))


@pytest.mark.parametrize("name", QUICK)
def test_untouched_clips_arrive_bit_exact(media: Path, tmp_path: Path, name: str) -> None:
    check(media / "footage" / name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CLIPS if name not in QUICK])
def test_every_untouched_clip_arrives_bit_exact(media: Path, tmp_path: Path, name: str) -> None:
    check(media / "footage" / name, tmp_path)
