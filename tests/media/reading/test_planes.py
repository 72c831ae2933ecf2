"""Frames as planes, code for code."""

from __future__ import annotations

import av
import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.media.planes import family_and_depth, picture_of, planar_name
from posthouse.signal import Chroma, Family, PictureFormat, Range

RANDOM = np.random.default_rng(11)


def pictured(frame: av.VideoFrame) -> tuple[np.ndarray, ...]:
    planar = av.VideoFormat(planar_name(frame.format.name), frame.width, frame.height)
    family, depth, chroma, has_alpha = family_and_depth(planar)
    shape = PictureFormat(
        width=frame.width, height=frame.height, bit_depth=depth, family=family, chroma=chroma, has_alpha=has_alpha
    )
    return picture_of(frame, shape).planes


@pytest.mark.parametrize("name", ["rgb24", "bgr24", "rgba", "bgra", "argb", "abgr"])
@pytest.mark.parametrize("color_range", [1, 2])
def test_packed_rgb_becomes_planes_without_a_change(name: str, color_range: int) -> None:
    channels = len(name.removesuffix("24"))
    pixels = RANDOM.integers(0, 256, (38, 50, channels), np.uint8)
    frame = av.VideoFrame.from_ndarray(pixels, name)
    frame.color_range = color_range
    for channel, plane in zip("rgba", pictured(frame), strict=False):
        assert np.array_equal(plane, pixels[:, :, name.index(channel)])


@pytest.mark.parametrize("color_range", [0, 1, 2])
def test_semi_planar_8_bit_is_taken_apart_without_a_change(color_range: int) -> None:
    frame = av.VideoFrame(64, 48, "nv12")
    frame.color_range = color_range
    luma, chroma = (np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in frame.planes)
    luma[:], chroma[:] = RANDOM.integers(0, 256, luma.shape), RANDOM.integers(0, 256, chroma.shape)
    y, cb, cr = pictured(frame)
    assert np.array_equal(y, luma[:48, :64])
    assert np.array_equal(cb, chroma[:24, 0:64:2])
    assert np.array_equal(cr, chroma[:24, 1:64:2])


def test_semi_planar_10_bit_is_taken_apart_without_a_change() -> None:
    frame = av.VideoFrame(64, 48, "p010le")
    luma, chroma = (np.frombuffer(memoryview(plane), "<u2").reshape(-1, plane.line_size // 2) for plane in frame.planes)
    luma[:], chroma[:] = RANDOM.integers(0, 1024, luma.shape) << 6, RANDOM.integers(0, 1024, chroma.shape) << 6
    y, cb, cr = pictured(frame)
    assert np.array_equal(y, luma[:48, :64] >> 6)
    assert np.array_equal(cb, chroma[:24, 0:64:2] >> 6)
    assert np.array_equal(cr, chroma[:24, 1:64:2] >> 6)


@pytest.mark.parametrize(("name", "order"), [("yuyv422", "y0y1"), ("uyvy422", "0y1y")])
def test_packed_422_is_taken_apart_without_a_change(name: str, order: str) -> None:
    frame = av.VideoFrame(64, 48, name)
    packed = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(-1, frame.planes[0].line_size)
    packed[:] = RANDOM.integers(0, 256, packed.shape)
    y, cb, cr = pictured(frame)
    at = order.index("y")
    assert np.array_equal(y, packed[:, at:128:2])
    assert np.array_equal(cb, packed[:, order.index("0") : 128 : 4])
    assert np.array_equal(cr, packed[:, order.index("1") : 128 : 4])


def test_16_bit_rgb_becomes_planes_without_a_change() -> None:
    pixels = RANDOM.integers(0, 65536, (20, 30, 3), np.uint16)
    for channel, plane in enumerate(pictured(av.VideoFrame.from_ndarray(pixels, "rgb48le"))):
        assert np.array_equal(plane, pixels[:, :, channel])


def test_odd_sizes_round_chroma_up() -> None:
    assert [plane.shape for plane in pictured(av.VideoFrame(35, 21, "yuv420p"))] == [(21, 35), (11, 18), (11, 18)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("yuvj422p", (Family.YUV, 8, Chroma.C422, False)),
        ("yuva444p12le", (Family.YUV, 12, Chroma.C444, True)),
        ("gbrap10le", (Family.RGB, 10, Chroma.C444, True)),
        ("gray16le", (Family.GREY, 16, Chroma.C444, False)),
    ],
)
def test_layout_is_read_from_the_name(name: str, expected: tuple[object, ...]) -> None:
    assert family_and_depth(av.VideoFormat(name, 8, 8)) == expected


def test_unknown_layout_is_refused() -> None:
    with pytest.raises(MediaError, match="bayer_rggb8 are not supported"):
        planar_name("bayer_rggb8")


def test_picture_of_another_size_is_refused() -> None:
    shape = PictureFormat(width=64, height=48, range=Range.NARROW)
    with pytest.raises(MediaError, match="changes to 32x16"):
        picture_of(av.VideoFrame(32, 16, "yuv420p"), shape)
