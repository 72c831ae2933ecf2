"""Frame-exact random access: picture i is the same picture however one comes to it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.media.decode import PictureDecoder
from posthouse.media.facts import OpenAs
from posthouse.media.index import ENTRY, PictureIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.media.library import MediaLibrary

FOOTAGE = (
    "BigBuckBunny_160x90-24fps.mov", "CiscoVT2people_320x192_12fps.yuv", "bbb_330-390s.mp4", "bikes.mp4", "book.mkv",
    "bottle-detection.mp4", "bt601.mov", "carphone_distorted.mp4", "carphone_pristine.mp4", "cityCC0.mpg", "edts.mp4",
    "flower.mp4", "friday.mp4", "hdr10-av1.mp4", "help.mkv", "hlg10-color-test.mp4", "karma.mp4", "nasa_13013.mp4",
    "one-by-one-person-detection.mp4", "picchu_seq0100_snippet_dnx.mov", "portrait_4k60.mp4", "rotate-buck-bunny.mp4",
    "sample_edit_list.mp4", "sample_gamma2.2.mp4", "sample_portrait.mp4", "sample_rotate_and_reflect.mp4",
    "sample_srgb.mp4", "sample_with_chapters.mp4", "sar_2x1.mp4", "tears-of-steel-battle-clip-medium.webm",
    "thanks.mkv",
)  # fmt: skip
RAW = OpenAs(rate=Fraction(12), raw_size=(320, 192))

CASES = {
    "open GOP H.264": ("og.mp4", "libx264", "yuv420p", "x264-params=open-gop=1:bframes=3:keyint=24:scenecut=0"),
    "open GOP H.264 in a transport stream": (
        "og.ts", "libx264", "yuv420p", "x264-params=open-gop=1:bframes=3:keyint=24"),
    "periodic intra refresh": ("ir.mp4", "libx264", "yuv420p", "x264-params=intra-refresh=1:keyint=24"),
    "interlaced H.264": ("tff.mp4", "libx264", "yuv420p", "x264-params=tff=1:bframes=3:keyint=24"),
    "CRA and RASL HEVC": (
        "cra.mkv", "libx265", "yuv420p10le", "x265-params=open-gop=1:keyint=24:bframes=4:log-level=none"),
    "hidden VP8 frames": ("alt.webm", "libvpx", "yuv420p", "auto-alt-ref=1,lag-in-frames=16,deadline=realtime"),
    "hidden VP9 frames": (
        "alt9.webm", "libvpx-vp9", "yuv420p", "auto-alt-ref=1,lag-in-frames=16,deadline=realtime,cpu-used=8"),
    "MPEG-2 transport stream": ("m2.ts", "mpeg2video", "yuv420p", "bf=2"),
    "MPEG-1 program stream": ("m1.mpg", "mpeg1video", "yuv420p", "bf=2"),
    "MPEG-2 in MXF": ("m2.mxf", "mpeg2video", "yuv422p", "bf=2"),
    "no presentation times in AVI": ("bf.avi", "libx264", "yuv420p", "bf=2"),
    "no times at all": ("raw.h264", "libx264", "yuv420p", "x264-params=bframes=3:keyint=24"),
    "ProRes 4444 with alpha": ("alpha.mov", "prores_ks", "yuva444p10le", "profile=4444"),
    "packed RGB": ("png.mov", "png", "rgb24", ""),
    "palette GIF": ("pal.gif", "gif", "rgb8", ""),
    "packed 4:2:2": ("uyvy.mov", "rawvideo", "uyvy422", ""),
    "16-bit 4:4:4": ("ffv1.mkv", "ffv1", "yuv444p16le", ""),
}  # fmt: skip


def decoder_of(library: MediaLibrary, path: Path, stream: int = 0) -> PictureDecoder:
    opened = RAW if path.suffix == ".yuv" else None
    info = library.info(path, opened)
    return PictureDecoder(
        path, library.picture_index(path, info, stream), info.pictures[stream].stream, open_as=info.open_as
    )


def sample_of(index: PictureIndex, limit: int) -> list[int]:
    """Return pictures worth checking below a limit: ends, those around entry points, some between; in no order."""
    entries = np.flatnonzero(index.packets.flags & ENTRY)[:5]
    around = {int(at) + off for at in np.flatnonzero(np.isin(index.shown, entries)) for off in (-2, -1, 0, 1)}
    between = np.random.default_rng(7).integers(0, limit, 4)
    wanted = [each for each in {0, limit - 1, *around, *map(int, between)} if 0 <= each < limit]
    return [wanted[at] for at in np.random.default_rng(3).permutation(len(wanted))]


@pytest.mark.parametrize("name", FOOTAGE)
def test_random_access_gives_what_a_plain_loop_gives(
    name: str, media: Path, library: MediaLibrary, hashes: Callable[..., list[str]], plain: Callable[..., list[str]]
) -> None:
    path = media / "footage" / name
    info = library.info(path, RAW if path.suffix == ".yuv" else None)
    for stream, facts in enumerate(info.pictures):
        count = min(facts.frame_count, 12 if facts.format.width > 1300 else 100)
        wanted = sample_of(library.picture_index(path, info, stream), count)
        in_order = plain(path, info, count, stream)
        assert hashes(path, info, wanted, stream) == [in_order[each] for each in wanted]


@pytest.mark.parametrize(
    "name", ["bikes.mp4", "cityCC0.mpg", "edts.mp4", "friday.mp4", "karma.mp4", "bbb_330-390s.mp4"]
)
def test_last_pictures_entered_directly_are_those_reached_from_the_entry_before(
    name: str, media: Path, library: MediaLibrary, hashes: Callable[..., list[str]]
) -> None:
    path = media / "footage" / name
    info = library.info(path)
    last = info.pictures[0].frame_count - 1
    entry = library.picture_index(path, info).entry_for(last)
    before = int(np.flatnonzero(library.picture_index(path, info).shown < entry)[-1])
    in_order = hashes(path, info, range(max(0, before - 10), last + 1), 0)
    assert hashes(path, info, [last, last - 1, last - 2], 0) == in_order[:-4:-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", FOOTAGE)
def test_every_picture_of_every_clip_entered_at_random(
    name: str, media: Path, library: MediaLibrary, hashes: Callable[..., list[str]], plain: Callable[..., list[str]]
) -> None:
    path = media / "footage" / name
    info = library.info(path, RAW if path.suffix == ".yuv" else None)
    for stream, facts in enumerate(info.pictures):
        in_order = plain(path, info, facts.frame_count, stream)
        assert len(in_order) == facts.frame_count
        wanted = [int(each) for each in np.random.default_rng(5).permutation(facts.frame_count)[:250]]
        assert hashes(path, info, wanted, stream) == [in_order[each] for each in wanted]


@pytest.mark.parametrize("case", CASES)
def test_pictures_entered_at_random_in_hard_cases(
    case: str,
    make_clip: Callable[..., Path],
    clip_type: Callable[..., object],
    library: MediaLibrary,
    hashes: Callable[..., list[str]],
    plain: Callable[..., list[str]],
) -> None:
    name, codec, pixel_format, options = CASES[case]
    pairs = tuple(tuple(pair.split("=", 1)) for pair in options.split(",") if pair)
    path = make_clip(clip_type(name=name, codec=codec, pixel_format=pixel_format, options=pairs))
    info = library.info(path)
    in_order = plain(path, info, 60)
    wanted = [int(each) for each in np.random.default_rng(1).permutation(60)[:24]]
    assert info.pictures[0].frame_count == len(in_order) == 60
    assert hashes(path, info, wanted, 0) == [in_order[each] for each in wanted]


def test_periodic_intra_refresh_has_one_true_entry(
    make_clip: Callable[..., Path], clip_type: Callable[..., object], library: MediaLibrary
) -> None:
    options = (("x264-params", "intra-refresh=1:keyint=24"),)
    path = make_clip(clip_type(name="ir.mp4", codec="libx264", options=options))
    index = library.picture_index(path, library.info(path))
    assert np.flatnonzero(index.packets.flags & ENTRY).tolist() == [0]


def test_leading_pictures_of_an_open_group_are_entered_before_it(
    make_clip: Callable[..., Path], clip_type: Callable[..., object], library: MediaLibrary
) -> None:
    options = (("x265-params", "open-gop=1:keyint=24:bframes=4:log-level=none"),)
    path = make_clip(clip_type(name="cra.mkv", codec="libx265", pixel_format="yuv420p10le", options=options))
    index = library.picture_index(path, library.info(path))
    key = int(np.flatnonzero(index.packets.flags & ENTRY)[1])
    leading = [
        picture
        for picture in range(60)
        if index.shown[picture] > key and index.rank[index.shown[picture]] < index.rank[key]
    ]
    assert leading
    assert all(index.entry_for(picture) < key for picture in leading)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.integers(0, 249), min_size=1, max_size=12))
def test_any_order_of_pictures_gives_each_its_own(
    wanted: list[int], media: Path, library: MediaLibrary, hashes: Callable[..., list[str]], bikes: list[str]
) -> None:
    path = media / "footage" / "bikes.mp4"
    assert hashes(path, library.info(path), wanted, 0) == [bikes[each] for each in wanted]


@pytest.fixture(scope="module")
def bikes(media: Path, library: MediaLibrary) -> list[str]:
    from blake3 import blake3

    from posthouse.media.pool import DecoderPool

    path = media / "footage" / "bikes.mp4"
    found = []
    with DecoderPool(library=library) as pool:
        for picture in pool.pictures(path, library.info(path), range(250)):
            whole = blake3()
            for plane in picture.planes:
                whole.update(plane.tobytes())
            found.append(whole.hexdigest())
    return found


def test_picture_past_the_end_is_refused(media: Path, library: MediaLibrary) -> None:
    decoder = decoder_of(library, media / "footage" / "bikes.mp4")
    with pytest.raises(MediaError, match=r"has 250 pictures; picture 250 was asked for"):
        decoder.frame(250)


def test_promised_picture_that_does_not_decode_names_file_and_picture(
    tmp_path: Path, make_clip: Callable[..., Path], clip_type: Callable[..., object]
) -> None:
    from posthouse.media.library import MediaLibrary

    whole = make_clip(clip_type(name="torn.mov", codec="prores_ks", pixel_format="yuv422p10le", pictures=20))
    torn = bytearray(whole.read_bytes())
    with MediaLibrary(tmp_path / "house") as own:
        packets = own.picture_index(whole, own.info(whole)).packets
        at = int(packets.byte_position[11])
        torn[at : at + int(packets.byte_count[11])] = bytes(int(packets.byte_count[11]))
        path = tmp_path / "torn.mov"
        path.write_bytes(torn)
        decoder = decoder_of(own, path)
        assert decoder.frame(10).width == 192
        with pytest.raises(MediaError, match=r"torn\.mov: picture 11 of 20 is damaged"):
            decoder.frame(11)
        assert decoder.frame(12).width == 192
