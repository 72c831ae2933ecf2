"""Color tags are in every container and codec a deliverable can be, as two readers find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import pytest

from posthouse.delivery.colors import COLORIMETRY, DeliveredColor
from posthouse.errors import ProductionError
from posthouse.media.encode import encode_chunk
from posthouse.media.mux import join_chunks
from posthouse.media.tags import PRIMARIES, TRANSFERS
from tests.delivery.conftest import House, pictures

if TYPE_CHECKING:
    from pathlib import Path

MATRIX_CODES = {"bt709": 1, "bt2020": 9}
KINDS: list[dict[str, object]] = [
    {"as": "custom", "codec": "libx264", "container": "mp4", "pixel_format": "yuv420p10le"},
    {"as": "custom", "codec": "libx264", "container": "mov", "pixel_format": "yuv420p10le"},
    {"as": "custom", "codec": "libx264", "container": "mkv", "pixel_format": "yuv420p10le"},
    {"as": "hevc", "preset": "ultrafast"},
    {"as": "hevc", "preset": "ultrafast", "container": "mov"},
    {"as": "hevc", "preset": "ultrafast", "container": "mkv"},
    {"as": "prores-422-lt"},
    {"as": "prores-4444"},
    {"as": "dnxhr-hqx"},
    {"as": "ffv1"},
    {"as": "custom", "codec": "prores_ks", "container": "mkv", "pixel_format": "yuv422p10le"},
]


def made(house: House, entry: dict[str, object]) -> Path:
    movie = house.movie(entry)
    encode_chunk(pictures(movie, 0, 2), movie.picture, house.folder / "a.pkt")
    target = house.folder / movie.file_name
    join_chunks([house.folder / "a.pkt"], None, target, container=movie.container)
    return target


@pytest.mark.parametrize("color", list(DeliveredColor))
@pytest.mark.parametrize("entry", KINDS, ids=lambda entry: " ".join(map(str, entry.values())))
def test_container_and_pictures_say_the_color(house: House, entry: dict[str, object], color: DeliveredColor) -> None:
    meant = COLORIMETRY[color]
    wanted = (meant.primaries, meant.transfer, MATRIX_CODES[meant.matrix.value], 1)
    with av.open(str(made(house, entry | {"color": color.value}))) as film:
        stream = film.streams.video[0]
        frame = next(film.decode(stream))
    for said in (stream.codec_context, frame):
        assert (
            PRIMARIES[int(said.color_primaries)],
            TRANSFERS[int(said.color_trc)],
            int(said.colorspace),
            int(said.color_range),
        ) == wanted


@pytest.mark.parametrize("color", ["rec709", "p3-d65", "rec2100-pq", "rec2100-hlg"])
def test_fast_prores_says_its_color(house: House, color: str) -> None:
    with av.open(str(made(house, {"as": "prores-422", "fast": True, "color": color}))) as film:
        frame = next(film.decode(video=0))
    assert TRANSFERS[int(frame.color_trc)] == COLORIMETRY[DeliveredColor(color)].transfer


def test_fast_prores_in_a_color_it_cannot_say_is_refused() -> None:
    with pytest.raises(ProductionError, match="fast ProRes cannot say the transfer bt2020-10"):
        House.movie({"as": "prores-422", "fast": True, "color": "rec2020"})


def test_colors_are_those_the_programme_means_by_the_same_names() -> None:
    from posthouse.color.space import SPACES  # slow to import: only here

    for color, meant in COLORIMETRY.items():
        named = SPACES[color.value]
        assert (named.space.primaries, named.space.transfer) == (meant.primaries, meant.transfer)
        assert named.matrix in (None, meant.matrix)
