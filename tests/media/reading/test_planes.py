"""Frames as planes, code for code."""

from __future__ import annotations

import re

import av
import numpy as np
import pytest
from av.video.format import names as pixel_format_names  # type: ignore[attr-defined] # its stub leaves it out

from posthouse.errors import MediaError
from posthouse.media.layouts import layout_of
from posthouse.media.planes import picture_of
from posthouse.signal import Chroma, Family, Picture, PictureFormat, Range

RANDOM = np.random.default_rng(11)


def shape_of(frame: av.VideoFrame) -> PictureFormat:
    layout = layout_of(frame.format.name)
    return PictureFormat(
        width=frame.width,
        height=frame.height,
        bit_depth=layout.bit_depth,
        family=layout.family,
        chroma=layout.chroma,
        has_alpha=layout.has_alpha,
    )


def pictured(frame: av.VideoFrame) -> tuple[np.ndarray, ...]:
    return picture_of(frame, shape_of(frame)).planes


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
        ("yuv411p", (Family.YUV, 8, Chroma.C411, False)),
        ("yuv440p12be", (Family.YUV, 12, Chroma.C440, False)),
        ("p212le", (Family.YUV, 12, Chroma.C422, False)),
        ("ya16be", (Family.GREY, 16, Chroma.C444, True)),
    ],
)
def test_layout_is_read_from_the_name(name: str, expected: tuple[object, ...]) -> None:
    layout = layout_of(name)
    assert (layout.family, layout.bit_depth, layout.chroma, layout.has_alpha) == expected


UNSCALED = re.compile(r"(yuvj|bgr4|rgb4|bgr[45]|rgb[45]|bgr8|rgb8|.*msb|xyz|(v30x|x2|xv30|y2).*be$)")
"""What swscale cannot take apart, or changes while it does: by hand below."""


def random_frame(name: str) -> av.VideoFrame:
    """Return a frame of random codes; bits above a code's own are clear where codes lie low in their words."""
    frame, layout = av.VideoFrame(36, 20, name), layout_of(name)
    is_low = layout.item.endswith("u2") and len({lies.shift for lies in layout.lies}) == 1 and not layout.lies[0].shift
    for plane in frame.planes:
        items = np.frombuffer(memoryview(plane), layout.item if is_low else "u1")
        items[:] = RANDOM.integers(0, 1 << (layout.bit_depth if is_low else 8), items.size)
    return frame


def taken_apart(frame: av.VideoFrame, form: PictureFormat) -> Picture:
    """Return a frame's codes by FFmpeg's own conversion to the planar format of the same family and depth."""
    alpha, depth = "a" * form.has_alpha, "" if form.bit_depth == 8 else f"{form.bit_depth}le"
    grey = f"gray{depth}" if not alpha else "ya8" if not depth else "ya16le"
    name = {Family.YUV: f"yuv{alpha}{form.chroma}p{depth}", Family.RGB: f"gbr{alpha}p{depth}", Family.GREY: grey}
    kept = frame.color_range
    planar = frame.reformat(
        format=name[form.family], src_color_range=kept, dst_color_range=kept, interpolation="POINT", threads=1
    )
    lines = [
        np.frombuffer(memoryview(p), layout_of(planar.format.name).item).reshape(p.height, -1) for p in planar.planes
    ]
    if form.family is Family.GREY and alpha:
        lines = [lines[0][:, 0::2], lines[0][:, 1::2]]
    if form.family is Family.RGB:
        lines = [lines[2], lines[0], lines[1], *lines[3:]]
    sized = (line[:height, :width] for line, (height, width) in zip(lines, form.plane_shapes(), strict=True))
    return Picture(format=form, planes=tuple(sized))


def supported() -> list[str]:
    found = []
    for name in sorted(pixel_format_names):
        try:
            layout_of(name)
        except MediaError:
            continue
        found.append(name)
    return found


def test_every_integer_format_of_ffmpeg_is_taken() -> None:
    left_out = {name for name in pixel_format_names if name not in supported()}
    surfaces = re.compile(
        r"amf|cuda|d3d.*|drm.*|dxva2.*|mediacodec|mmal|ohcodec|opencl|qsv|v(aapi|dpau|ideotoolbox.*|ulkan)"
    )
    others = re.compile(r"bayer.*|.*f(16|32)[lb]e|(gray|gbrap)32[lb]e|rgb96[lb]e|rgba128[lb]e")
    assert {name for name in left_out if not surfaces.fullmatch(name) and not others.fullmatch(name)} == set()


@pytest.mark.parametrize("name", [name for name in supported() if not UNSCALED.match(name)])
def test_every_code_is_what_ffmpeg_itself_takes_it_for(name: str) -> None:
    frame = random_frame(name)
    form = shape_of(frame)
    found = picture_of(frame, form)
    assert [plane.shape for plane in found.planes] == list(form.plane_shapes())
    assert {plane.dtype.name for plane in found.planes} == {"uint8" if form.bit_depth == 8 else "uint16"}
    for ours, theirs in zip(found.planes, taken_apart(frame, form).planes, strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize(
    ("name", "word", "codes"),
    [
        ("rgb565le", 0b11111_000000_10000, (255, 0, 132)),
        ("bgr565be", 0b11111_000000_10000, (132, 0, 255)),
        ("rgb555le", 0b0_00001_11111_00000, (8, 255, 0)),
        ("bgr444be", 0b0000_0001_0010_1111, (255, 34, 17)),
        ("rgb8", 0b111_001_10, (255, 36, 170)),
        ("bgr8", 0b01_100_010, (73, 146, 85)),
        ("rgb4_byte", 0b0000_1_10_0, (255, 170, 0)),
        ("x2rgb10be", 0b11_0000000001_1111111111_0000000010, (1, 1023, 2)),
        ("xv30be", 0b11_0000000001_1111111111_0000000010, (1023, 2, 1)),
        ("v30xbe", 0b0000000001_1111111111_0000000010_11, (1023, 2, 1)),
        ("yuv444p10msble", 1023 << 6 | 63, (1023, 1023, 1023)),
        ("gbrp12msbbe", 5 << 4 | 15, (5, 5, 5)),
        ("xyz12le", 9 << 4 | 15, (9, 9, 9)),
        ("y210be", 700 << 6 | 63, (700, 700, 700)),
    ],
)
def test_words_of_bits_are_taken_apart(name: str, word: int, codes: tuple[int, int, int]) -> None:
    frame = av.VideoFrame(16, 4, name)
    for plane in frame.planes:
        np.frombuffer(memoryview(plane), layout_of(name).item)[:] = word
    assert tuple(int(plane[3, 7]) for plane in pictured(frame)) == codes
    assert all(plane.min() == plane.max() for plane in pictured(frame))


def test_pixels_of_a_few_bits_run_from_the_high_ones() -> None:
    frame = av.VideoFrame(16, 2, "rgb4")
    np.frombuffer(memoryview(frame.planes[0]), np.uint8)[:] = 0b1_00_0_0_11_1
    red, green, blue = pictured(frame)
    assert (list(red[0, :4]), list(green[0, :4]), list(blue[0, :4])) == (
        [255, 0, 255, 0],
        [0, 255, 0, 255],
        [0, 255, 0, 255],
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("bayer_rggb8", "raw sensor data.*develop the raw file"),
        ("gbrpf32le", "floating-point light.*EXR"),
        ("rgb96le", "32-bit integers.*16 bits"),
        ("vaapi", "not supported"),
    ],
)
def test_what_is_no_picture_yet_is_refused_with_a_way_out(name: str, reason: str) -> None:
    with pytest.raises(MediaError, match=reason):
        layout_of(name)


def test_picture_of_another_size_is_refused() -> None:
    shape = PictureFormat(width=64, height=48, range=Range.NARROW)
    with pytest.raises(MediaError, match="changes to 32x16"):
        picture_of(av.VideoFrame(32, 16, "yuv420p"), shape)
