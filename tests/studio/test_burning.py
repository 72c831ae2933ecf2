"""Burn-ins: the very text of each frame is on it, and nothing else of the film changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.delivery.burn_in import BurnInSpec
from posthouse.editorial import Shot
from posthouse.studio.burning import BurnBoard, BurnTile, BurnUse, source_text
from posthouse.titles import RunningInk, running_row
from tests.studio.tiny import Document, Tiny, labels, pictures_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posthouse.studio import Film

LOSSLESS = {"as": "ffv1", "pixel_format": "yuv444p", "name": "burnt", "burn_in": {"name": "v3", "size": "15%"}}
SIZE = (320, 80)


def street() -> Document:
    return {
        "posthouse": 1,
        "title": "Street",
        "format": {"size": list(SIZE), "rate": 25, "start": "09:59:59:20"},
        "media": {
            "clock": {"file": "media/clock.mkv", "start": "01:00:00:00"},
            "dark": {"generate": {"color": "#000000"}},
            "card": "media/card.png",
        },
        "cut": [
            {"shot": "a", "from": "dark", "for": "6f"},
            {"shot": "b", "from": "clock", "in": "10f", "for": "12f"},
            {"dissolve": "4f"},
            {"shot": "c", "from": "clock", "in": "60f", "for": "10f", "speed": "50%"},
            {"gap": "4f"},
            {"shot": "d", "from": "card", "for": "4f"},
        ],
        "deliver": [LOSSLESS, {"as": "ffv1", "pixel_format": "yuv444p", "name": "plain"}],
    }


@pytest.fixture
def film(tiny: Callable[..., Tiny]) -> Tiny:
    return tiny(street())


def texts(film: Film, spec: BurnInSpec | None = None) -> list[tuple[str, str, str, str]]:
    """Return what stands over each frame: top left and right, bottom left and right."""
    board, found = BurnBoard(film.programme, spec or BurnInSpec(name="v3")), []
    for chunk in film.programme.chunks:
        bottom = board.over("picture", chunk)  # type: ignore[arg-type] # a stack it is laid over
        uses: list[BurnUse] = [bottom.under.title, bottom.title]  # type: ignore[union-attr] # both are titled
        found += [(*top, *low) for top, low in zip(uses[0].texts, uses[1].texts, strict=True)]
    return found


def test_every_frame_says_its_timecodes_and_names(film: Tiny) -> None:
    with film.open() as opened:
        said = texts(opened)
    assert len(said) == 36
    assert said[0] == ("v3", "a", "REC 09:59:59:20", "SRC dark")
    assert said[6] == ("v3", "b", "REC 10:00:00:01", "SRC 01:00:00:10 clock")
    assert said[17] == ("v3", "b", "REC 10:00:00:12", "SRC 01:00:00:21 clock")  # in the dissolve, up to the join
    assert said[18] == ("v3", "c", "REC 10:00:00:13", "SRC 01:00:02:10 clock")
    assert said[21][3] == "SRC 01:00:02:11 clock"  # half as fast: each picture twice
    assert said[28] == ("v3", "", "REC 10:00:00:23", "")
    assert said[35] == ("v3", "d", "REC 10:00:01:05", "SRC card")


def test_a_part_left_out_is_not_there(film: Tiny) -> None:
    with film.open() as opened:
        board = BurnBoard(opened.programme, BurnInSpec(shot=False, source=False))
        chunk = opened.programme.chunks[0]
        assert board.over("picture", chunk).title.texts[0] == ("REC 09:59:59:20", "")  # type: ignore[arg-type,union-attr] # as above


def luma(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.asarray((picture[: SIZE[1]].astype(np.float64) - 16) / 219)


@pytest.mark.parametrize(("frame", "record", "source"), [(0, "09:59:59:20", "dark"), (5, "10:00:00:00", "dark")])
def test_the_movies_pixels_are_the_expected_text(film: Tiny, frame: int, record: str, source: str) -> None:
    film.build("burnt")
    shown = luma(list(pictures_of(film.folder / "out" / "burnt.mkv", "yuv444p"))[frame].reshape(3, *SIZE[::-1])[0])
    row = running_row(f"REC {record}", f"SRC {source}", SIZE[0] - 20, 12, RunningInk())
    down = SIZE[1] - 2 - row.shape[0]
    found = shown[down : down + row.shape[0], 10 : SIZE[0] - 10]
    assert np.abs(found - row[..., :3].mean(axis=-1)).max() < 1.5 / 219


def test_the_last_frame_says_the_last_timecode(film: Tiny) -> None:
    film.build()
    burnt, plain = (
        list(pictures_of(film.folder / "out" / f"{name}.mkv", "yuv444p"))[-1].reshape(3, *SIZE[::-1])[0]
        for name in ("burnt", "plain")
    )
    row = running_row("REC 10:00:01:05", "SRC card", SIZE[0] - 20, 12, RunningInk())
    down = SIZE[1] - 2 - row.shape[0]
    under = luma(plain)[down : down + row.shape[0], 10 : SIZE[0] - 10]
    found = luma(burnt)[down : down + row.shape[0], 10 : SIZE[0] - 10]
    assert np.abs(found - (under * (1 - row[..., 3]) + row[..., 0])).max() < 2.5 / 219


def test_only_the_burnt_in_movie_has_its_chunks_made_again(film: Tiny) -> None:
    film.build()
    later = street()
    later["format"]["start"] = "00:00:00:00"
    film.write(later)
    made = labels(film.build(), "studio.picture")
    assert len(made) > 3
    assert all(label.startswith("burnt ") for label in made)


def test_a_plain_movies_keys_are_what_they_are_without(film: Tiny) -> None:
    def plain(opened: Film) -> list[object]:
        return [each.job for each in opened.plan("plain").jobs]

    with film.open() as opened:
        with_it = plain(opened)
    alone = street()
    alone["deliver"] = alone["deliver"][1:]
    film.write(alone)
    with film.open() as opened:
        assert plain(opened) == with_it


def test_a_row_that_says_the_same_is_drawn_once(film: Tiny) -> None:
    use = BurnUse(texts=(("v3", "a"), ("v3", "a")), size=BurnInSpec().size, is_top=True, fonts=(), engine="")
    with film.open() as opened:
        tile = BurnTile(use, opened.planner.canvas)
    assert tile.overlay(0) is tile.overlay(1)


def test_the_source_of_every_shot_can_be_told(film: Tiny) -> None:
    with film.open() as opened:
        events = [event for event in opened.programme.cut.events if isinstance(event, Shot)]
        assert source_text(opened.programme, events[2], 18) == "SRC 01:00:02:10 clock"
