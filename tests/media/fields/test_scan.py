"""Interlaced streams: the order of fields is told by codec and container, and every chunk decodes to its pictures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import pytest

from posthouse.errors import ProductionError
from posthouse.media.encode import encode_chunk
from posthouse.media.encoders import open_encoder
from posthouse.media.encoding import PictureEncoding
from posthouse.media.facts import FieldOrder
from posthouse.media.frames import FramePool, copy_plane
from posthouse.media.mux import join_chunks
from posthouse.timing import Rate
from tests.media.fields.conftest import FORMATS, moving, weave

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Picture
    from tests.media.fields.conftest import Fields

CODECS = {
    "libx264": ("yuv420p", "mp4", (("preset", "veryfast"), ("crf", "18"))),
    "libx264 lossless": ("yuv420p", "mov", (("preset", "veryfast"), ("qp", "0"))),
    "mpeg2video": ("yuv422p", "mov", (("b", "50000000"), ("g", "12"), ("bf", "2"))),
    "prores_ks": ("yuv422p10le", "mov", (("profile", "hq"), ("vendor", "apl0"))),
    "ffv1": ("yuv422p10le", "mkv", (("level", "3"),)),
}


def encoding_of(name: str, order: FieldOrder) -> PictureEncoding:
    pixels, _, options = CODECS[name]
    return PictureEncoding(
        encoder=name.split(maxsplit=1)[0],
        format=FORMATS[pixels],
        rate=Rate(Fraction(25)),
        options=options,
        is_lossless=name in {"ffv1", "libx264 lossless"},
        psnr_floor_db=25.0,
        fields=order,
    )


def woven(encoding: PictureEncoding, count: int) -> Iterator[Picture]:
    pool = FramePool(encoding.format)
    for number in range(count):
        first, second = (moving(encoding.format, 2 * number + parity) for parity in (0, 1))
        frame = weave(first, second, is_top_first=encoding.fields is not FieldOrder.BOTTOM)
        picture = pool.picture()
        for target, source in zip(picture.planes, frame.planes, strict=True):
            copy_plane(target, source)
        yield picture


@pytest.mark.parametrize("order", [FieldOrder.TOP, FieldOrder.BOTTOM])
@pytest.mark.parametrize("name", CODECS)
def test_a_finished_file_says_its_field_order(fields: Fields, name: str, order: FieldOrder) -> None:
    encoding = encoding_of(name, order)
    chunks = [fields.folder / f"{number}.packets" for number in range(2)]
    reports = [encode_chunk(woven(encoding, 9), encoding, chunk) for chunk in chunks]
    assert all(report.psnr_db > 30 for report in reports)
    path = fields.folder / f"joined.{CODECS[name][1]}"
    join_chunks(chunks, None, path, container=CODECS[name][1])
    assert fields.info(path).pictures[0].field_order is order
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == 18
    assert all(frame.interlaced_frame for frame in frames)


@pytest.mark.parametrize("name", ["libx264", "mpeg2video", "prores_ks", "ffv1"])
def test_an_interlaced_chunk_is_the_same_every_time(tmp_path: Path, name: str) -> None:
    encoding = encoding_of(name, FieldOrder.TOP)
    files = [tmp_path / f"{number}.packets" for number in range(3)]
    for file in files:
        encode_chunk(woven(encoding, 9), encoding, file)
    assert len({file.read_bytes() for file in files}) == 1


def test_an_encoder_without_fields_is_refused() -> None:
    with pytest.raises(ProductionError, match="libx265 makes no interlaced streams"):
        open_encoder(replace(encoding_of("libx264", FieldOrder.TOP), encoder="libx265", options=()))


def test_lines_that_make_no_two_fields_are_refused() -> None:
    encoding = encoding_of("libx264", FieldOrder.TOP)
    with pytest.raises(ProductionError, match="multiple of 4"):
        open_encoder(replace(encoding, format=replace(encoding.format, height=90)))
