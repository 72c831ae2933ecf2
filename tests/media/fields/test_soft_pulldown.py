"""Pulldown by flags: known by pictures that last two and three fields by turns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import pytest

from posthouse.media.soft_pulldown import is_soft_pulldown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.media.fields.conftest import Fields

FIELD_RATE = Fraction(60000, 1001)
BY_TURNS = [picture * 5 // 2 for picture in range(24)]


def timed(path: Path, fields: Sequence[int]) -> Path:
    """Write pictures that come on at these fields of 59.94 Hz."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=FIELD_RATE)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.max_b_frames = 0
        for number, at in enumerate(fields):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 5]) * plane.buffer_size)
            frame.pts, frame.time_base = at, 1 / FIELD_RATE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", ["mkv", "mov"])
def test_pictures_of_two_and_three_fields_by_turns_are_film(fields: Fields, suffix: str) -> None:
    path = timed(fields.folder / f"soft.{suffix}", BY_TURNS)
    assert is_soft_pulldown(fields.library.picture_index(path, fields.info(path)))


@pytest.mark.parametrize("times", [[2 * n for n in range(24)], [0, 2, 4, 7, 9, 12, 14, 16, 19, 21], BY_TURNS[:6]])
def test_other_times_are_not(fields: Fields, times: list[int]) -> None:
    path = timed(fields.folder / "other.mkv", times)
    assert not is_soft_pulldown(fields.library.picture_index(path, fields.info(path)))
