"""Deinterlacing: against the world the fields were taken of, and against itself from anywhere in the file."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.media.facts import FieldOrder
from posthouse.media.fielded import read_pictures
from posthouse.media.reading import FieldReading, picture_count, rate_of
from posthouse.signal import Family, Picture, PictureFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.media.reading import Reading
    from posthouse.signal.picture import Plane
    from tests.media.fields.conftest import Encoded, Fields

TOP = FieldReading(order=FieldOrder.TOP)
BOTH = FieldReading(order=FieldOrder.TOP, is_double=True)
BOTTOM_BOTH = FieldReading(order=FieldOrder.BOTTOM, is_double=True)


def psnr_db(found: Picture, wanted: Picture, plane: int = 0, columns: slice = slice(None)) -> float:
    """Return the PSNR over some columns, against the full scale of the depth."""
    a, b = (p.planes[plane][:, columns].astype(np.float64) for p in (found, wanted))
    error = float(np.mean((a - b) ** 2))
    return 10 * math.log10(((1 << found.format.bit_depth) - 1) ** 2 / max(error, 1e-9))


def doubled(frame: Picture, *, first_line: int) -> Picture:
    """Return a field's lines, each twice: what a deinterlacer must beat."""
    planes = tuple(cast("Plane", np.repeat(plane[first_line::2], 2, axis=0)) for plane in frame.planes)
    return Picture(format=frame.format, planes=planes)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p", "yuv422p10le", "yuv420p16le"])
@pytest.mark.parametrize("mode", ["tff", "bff"])
def test_both_fields_come_nearer_the_truth_than_line_doubling(
    fields: Fields, encoded: type[Encoded], pixel_format: str, mode: str
) -> None:
    how = encoded(pixel_format=pixel_format, mode=mode, options=(("level", "3"),))
    clip = fields.clip(how, 6)
    reading, truth = (BOTH if mode == "tff" else BOTTOM_BOTH), fields.truth(how, 12)
    frames, pictures = fields.read(clip, range(6)), fields.read(clip, range(12), reading)
    for plane in (0, 1):
        for time in range(2, 10):
            first_line = (time + (mode == "bff")) % 2
            line_doubled = doubled(frames[time // 2], first_line=first_line)
            better = psnr_db(pictures[time], truth[time], plane) - psnr_db(line_doubled, truth[time], plane)
            assert better > 6, (plane, time)


def test_what_stands_still_keeps_its_full_vertical_resolution(fields: Fields, encoded: type[Encoded]) -> None:
    how = encoded()
    clip, still = fields.clip(how, 6), slice(104, 128)
    pictures, truth = fields.read(clip, range(12), BOTH), fields.truth(how, 12)
    for time in range(2, 10):
        rows = slice(4, 92)
        assert np.array_equal(pictures[time].planes[0][rows, still], truth[time].planes[0][rows, still])


def test_a_field_keeps_its_own_lines_to_the_bit(fields: Fields, encoded: type[Encoded]) -> None:
    clip = fields.clip(encoded(), 5)
    frames, pictures = fields.read(clip, range(5)), fields.read(clip, range(10), BOTH)
    for time, picture in enumerate(pictures):
        for made, filmed in zip(picture.planes, frames[time // 2].planes, strict=True):
            assert np.array_equal(made[time % 2 :: 2], filmed[time % 2 :: 2])


@pytest.mark.parametrize("reading", [TOP, BOTH, BOTTOM_BOTH])
@pytest.mark.parametrize("codec", ["ffv1", "libx264", "mpeg2video"])
def test_any_picture_is_that_of_a_read_from_the_start(
    fields: Fields, encoded: type[Encoded], reading: Reading, codec: str
) -> None:
    clip = fields.clip(encoded(codec=codec), 9)
    count = picture_count(reading, 9)
    whole = fields.read(clip, range(count), reading)
    for index in range(count):
        assert fields.same(fields.read(clip, [index], reading)[0], whole[index]), index
    order = [*range(count - 1, -1, -1), 0, count - 1, 3, 3, 8, 2, 2]
    for index, picture in zip(order, fields.read(clip, order, reading), strict=True):
        assert fields.same(picture, whole[index]), index


def test_one_picture_a_frame_is_the_first_of_both(fields: Fields, encoded: type[Encoded]) -> None:
    clip = fields.clip(encoded(), 5)
    for one, first in zip(fields.read(clip, range(5), TOP), fields.read(clip, range(0, 10, 2), BOTH), strict=True):
        assert fields.same(one, first)


def test_a_single_frame_is_read_from_its_own_field(fields: Fields, encoded: type[Encoded]) -> None:
    clip = fields.clip(encoded(), 1)
    made = fields.read(clip, [0, 1], BOTH)
    frame = fields.read(clip, [0])[0]
    assert np.array_equal(made[0].planes[0][::2], frame.planes[0][::2])
    assert np.array_equal(made[1].planes[0][1::2], frame.planes[0][1::2])


def test_the_rate_of_both_fields_is_twice_the_rate_of_frames() -> None:
    assert rate_of(BOTH, Fraction(25)) == 50
    assert picture_count(BOTH, 12) == 24
    assert rate_of(TOP, Fraction(25)) == 25


def test_pixels_the_filter_does_not_know_are_refused_and_not_converted() -> None:
    grey = PictureFormat(width=32, height=32, family=Family.GREY, bit_depth=10)

    def take(wanted: Sequence[int]) -> Iterator[Picture]:
        return (Picture(format=grey, planes=(np.zeros((32, 32), np.uint16),)) for _ in wanted)

    with pytest.raises(MediaError, match="cannot be deinterlaced"):
        list(read_pictures(TOP, take, 3, [0, 1]))


def test_a_picture_past_the_end_is_refused(fields: Fields, encoded: type[Encoded]) -> None:
    with pytest.raises(MediaError, match="has 6 pictures; picture 6"):
        fields.read(fields.clip(encoded(), 3), [6], BOTH)
