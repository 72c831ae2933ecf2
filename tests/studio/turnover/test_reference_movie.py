"""The reference movie: as long as the programme, timecode on its first and last picture, its sound the programme's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.cli.main import run
from posthouse.interchange.timeline import TrackKind
from posthouse.media.library import MediaLibrary
from posthouse.studio.turnover.reference_movie import reference_spec
from posthouse.titles import RunningInk, running_row
from tests.studio.tiny import Document, Tiny, new_tiny, pictures_of
from tests.studio.turnover.handed import Handed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = (480, 272)


def harbour() -> Document:
    return {
        "posthouse": 1,
        "title": "Harbour",
        "format": {"size": list(SIZE), "rate": "29.97", "start": "00:59:59;20"},
        "media": {
            "clock": {"file": "media/clock.mkv", "start": "01:00:00:00"},
            "dark": {"generate": {"color": "#000"}},
        },
        "cut": [
            {"shot": "dark", "from": "dark", "for": "15f"},
            {"shot": "run", "from": "clock", "in": "10f", "for": "20f"},
        ],
        "deliver": [],
    }


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Path:
    film = new_tiny(tmp_path_factory.mktemp("harbour") / "film", harbour(), kit)
    assert run(["turnover", "sound", str(film.folder), "--handles", "10f", "--json"]) == 0
    return film.folder / "turnovers" / "sound_v001" / "sound_v001_reference.mov"


def bottom(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the luma of the row at the bottom."""
    down = SIZE[1] - 8 - 16
    return np.asarray(picture[down : down + 16, 14 : SIZE[0] - 14].astype(np.float64) / 255)


@pytest.mark.parametrize(
    ("frame", "record", "source"),
    [(0, "00:59:59;20", "SRC dark"), (9, "00:59:59;29", "SRC dark"), (10, "01:00:00;00", "SRC dark")],
)
def test_each_picture_has_its_timecode(movie: Path, frame: int, record: str, source: str) -> None:
    luma = list(pictures_of(movie, "gray"))
    assert len(luma) == 35
    apart = [
        np.abs(bottom(luma[frame]) - running_row(f"REC {said}", source, SIZE[0] - 28, 10, RunningInk())[..., 0]).mean()
        for said in (record, "00:59:58;13", "00:59:59;28", "01:00:00;01")
    ]
    assert apart[0] < 0.002 < min(apart[1:])


def test_the_last_picture_says_the_last_timecode(movie: Path) -> None:
    last = bottom(list(pictures_of(movie, "gray"))[-1])
    apart = []
    for frames in (22, 23, 24, 25):
        row = running_row(f"REC 01:00:00;{frames:02}", "", SIZE[0] - 28, 10, RunningInk())
        box = row[0, :, 3] > 0
        apart.append(np.abs(last[:, box] - row[:, box, 0]).mean())
    assert int(np.argmin(apart)) == 2


def test_it_is_a_mov_with_timecode_and_pcm(movie: Path) -> None:
    with av.open(str(movie)) as container:
        assert [stream.codec_context.name for stream in container.streams.video] == ["h264"]
        assert [stream.codec_context.name for stream in container.streams.audio] == ["pcm_s24le"]
    with MediaLibrary(movie.parent) as library:
        info = library.info(movie)
    assert (info.start_timecode, info.start_timecode_from) == ("00:59:59;20", "timecode track")
    assert info.pictures[0].frame_count == 35


def test_the_aaf_shows_it_from_the_first_frame(movie: Path) -> None:
    cut = Handed(folder=movie.parent).timeline()
    (picture,) = cut.of_kind(TrackKind.PICTURE)
    assert (str(picture.clips[0].record), picture.clips[0].media.file) == ("[0, 35)", movie.name)
    assert (cut.start_frame, cut.is_drop_frame) == (107_882, True)


def test_a_large_picture_is_made_smaller_and_a_mezzanine_is_one(tiny: Callable[..., Tiny]) -> None:
    large = harbour()
    large["format"]["size"] = [4096, 1716]
    with tiny(large).open() as film:
        assert reference_spec(film, "ref", "words").size == (1280, 536)
        assert reference_spec(film, "ref", "words", "dnxhr-lb").kind == "dnxhr-lb"


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("--handles", "soon"), "handles"),
        (("--handles", "20m"), "out of range"),
        (("--reference-as", "gif"), "a reference movie cannot be gif"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_made(
    tiny: Callable[..., Tiny], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], cause: str
) -> None:
    film = tiny(harbour())
    assert run(["turnover", "sound", str(film.folder), *words]) == 2
    assert cause in capsys.readouterr().err
    assert not (film.folder / "turnovers").exists()
