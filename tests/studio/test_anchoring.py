"""Law 7: work is tied to a shot and a source frame; a recut moves it, and what a recut cuts away is reported."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from posthouse.errors import DocumentProblems
from tests.studio.tiny import Document, Tiny, every_craft, new_tiny, pictures_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 24
SAMPLES_PER_FRAME = 48000 // RATE


def worked_on() -> Document:
    """Return a cut whose shot ``three`` has a grade, rain, an inset, a title and a cue, all hung on the footage."""
    document = every_craft()
    document["cut"] = [
        {"shot": "one", "from": "pan", "in": "20f", "for": "40f", "sound": {"mute": True}},
        {"shot": "two", "from": "clock", "in": "30f", "for": "36f", "sound": {"mute": True}},
        {"shot": "three", "from": "pan", "in": "90f", "for": "50f", "sound": {"mute": True}},
    ]
    document["over"][0] |= {"at": "three@105f"}
    document["titles"] = [{"title": "who", "text": "Ada", "at": "three@110f", "for": "16f", "fade_in": "4f"}]
    document["effects"] = [{"shot": "three", "rain": {"intensity": 0.5}}]
    document["sound"] = {"cues": [{"cue": "knock", "at": "three@4s", "play": "hit", "for": "500ms"}]}
    lossless = {"as": "custom", "codec": "ffv1", "container": "mkv", "lossless": True, "name": "film"}
    return document | {"mix": {}, "master": None, "deliver": [lossless | {"sound": {"codec": "flac"}}, "stems"]}


def shot(document: Document, name: str) -> dict[str, Any]:
    return next(item for item in document["cut"] if item.get("shot") == name)


def built(film: Tiny, document: Document) -> tuple[list[NDArray[np.uint8]], int]:
    """Return the decoded pictures, and the first sample heard in the effects stem."""
    film.write({key: said for key, said in document.items() if said is not None})
    film.build()
    effects, _ = soundfile.read(film.folder / "out" / "film-stems" / "film-stems_FX.wav", dtype="int32")
    return list(pictures_of(film.folder / "out" / "film.mkv", "yuv420p")), int(np.flatnonzero(effects[:, 0])[0])


@dataclass(frozen=True)
class Before:
    """A film as it was before a recut: its pictures, and the first sample of its effects."""

    film: Tiny
    pictures: list[NDArray[np.uint8]]
    knock: int


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Before:
    film = new_tiny(tmp_path_factory.mktemp("anchoring") / "film", worked_on(), kit)
    return Before(film, *built(film, worked_on()))


@pytest.fixture
def before(once: Before, tmp_path: Path) -> Before:
    """Return a copy, to be changed."""
    return replace(once, film=Tiny(folder=shutil.copytree(once.film.folder, tmp_path / "film")))


def is_same(before: list[NDArray[np.uint8]], after: list[NDArray[np.uint8]]) -> bool:
    return len(before) == len(after) and all(map(np.array_equal, before, after))


@pytest.fixture
def film(tiny: Callable[..., Tiny]) -> Tiny:
    return tiny(worked_on())


def test_a_moved_shot_takes_all_its_work_along(before: Before) -> None:
    document = worked_on()
    document["cut"].insert(0, document["cut"].pop())
    after, knock = built(before.film, document)
    assert is_same(before.pictures[76:126], after[:50])
    assert is_same(before.pictures[:76], after[50:])
    assert before.knock - knock == 76 * SAMPLES_PER_FRAME


def test_a_trimmed_head_leaves_the_work_on_the_footage(before: Before) -> None:
    document = worked_on()
    shot(document, "three").update({"in": "95f", "for": "45f"})
    after, knock = built(before.film, document)
    assert is_same(before.pictures[81:126], after[76:])
    assert before.knock - knock == 5 * SAMPLES_PER_FRAME


def test_a_shot_put_in_before_moves_the_work(before: Before) -> None:
    document = worked_on()
    document["cut"].insert(1, {"shot": "new", "from": "phone", "for": "17f", "sound": {"mute": True}})
    after, knock = built(before.film, document)
    assert is_same(before.pictures[40:], after[57:])
    assert knock - before.knock == 17 * SAMPLES_PER_FRAME


@pytest.mark.parametrize(
    ("change", "field"),
    [({"in": "106f", "for": "34f"}, "over"), ({"in": "111f", "for": "29f"}, "titles"), ({"for": "6f"}, "sound")],
)
def test_work_whose_footage_is_cut_away_is_reported(film: Tiny, change: dict[str, str], field: str) -> None:
    document = worked_on()
    shot(document, "three").update(change)
    film.write({key: said for key, said in document.items() if said is not None})
    with film.open() as opened, pytest.raises(DocumentProblems) as raised:
        opened.check()
    places = [problem.place for problem in raised.value.problems]
    assert any(place is not None and place.field.startswith(field) for place in places)
    assert "cut away" in str(raised.value) or "no longer uses" in str(raised.value)
