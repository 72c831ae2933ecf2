"""Moved shots in productions: laws 2, 3 and 7 hold for keyframes as for everything else."""

from __future__ import annotations

import copy
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.studio.tiny import SIZE, Document, Tiny, labels, new_tiny, pictures_of

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = "studio.picture"
MEDIA = {"pan": "media/pan.mov", "clock": "media/clock.mkv", "card": {"generate": {"color": "#c03020"}}}


def still_film() -> Document:
    """Return a shot of three chunks and one after it, nothing moved."""
    return {
        "posthouse": 1,
        "title": "Moves",
        "format": {"size": list(SIZE), "rate": 24, "color": "rec709", "sound": {"rate": 48000, "layout": "stereo"}},
        "media": MEDIA,
        "cut": [
            {"shot": "a", "from": "pan", "in": "0f", "for": "144f", "sound": {"mute": True}},
            {"shot": "b", "from": "clock", "in": "12f", "for": "20f", "sound": {"mute": True}},
        ],
        "deliver": [{"as": "custom", "codec": "ffv1", "container": "mkv", "lossless": True, "name": "film"}],
    }


def moved_film() -> Document:
    """Return the same with keyframes on the footage of the middle chunk."""
    document = copy.deepcopy(still_film())
    first(document)["scale"] = [
        {"at": "52f", "to": 1},
        {"at": "60f", "to": 0.8},
        {"at": "80f", "to": 1.3, "ease": "out"},
    ]
    first(document)["rotation"] = [{"at": "52f", "to": 0}, {"at": "66f", "to": 5}, {"at": "80f", "to": 0}]
    first(document)["shutter"] = 180
    return document


def first(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in document["cut"] if item.get("shot") == "a")
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Path:
    """Return a production that was built still, then moved."""
    film = new_tiny(tmp_path_factory.mktemp("moves") / "film", still_film(), kit, names=("pan.mov", "clock.mkv"))
    film.build()
    assert rebuilt(film, moved_film()) == ["a @48", "a @96"]  # before its first keyframe a shot stands still
    return film.folder


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Tiny:
    """Return the moved production, to be changed."""
    shutil.copytree(built, tmp_path / "film")
    return Tiny(folder=tmp_path / "film")


def rebuilt(film: Tiny, document: Document) -> list[str]:
    film.write(document)
    return [label.removeprefix("film ") for label in labels(film.build(), PICTURE)]


def test_a_keyframe_renders_only_the_chunks_it_shows_in(film: Tiny) -> None:
    document = moved_film()
    first(document)["scale"][1]["to"] = 0.7
    assert rebuilt(film, document) == ["a @48"]


def test_a_moved_shot_that_moves_renders_nothing(film: Tiny) -> None:
    document = moved_film()
    document["cut"].reverse()
    assert rebuilt(film, document) == []


def test_a_head_trim_leaves_keyframes_on_their_frames(film: Tiny) -> None:
    before = list(pictures_of(film.folder / "out" / "film.mkv", "yuv420p"))
    document = moved_film()
    first(document).update({"in": "8f", "for": "136f"})
    assert rebuilt(film, document) == ["a @0"]
    after = list(pictures_of(film.folder / "out" / "film.mkv", "yuv420p"))
    assert all(map(np.array_equal, before[8:], after))


def test_a_change_of_motion_is_told_in_words(film: Tiny) -> None:
    document = moved_film()
    first(document)["rotation"][1]["to"] = 9
    film.write(document)
    reasons = [job.reason.text for job in film.build().built if job.job.kind == PICTURE]
    assert len(reasons) == 1
    assert "how the shot moves changed" in reasons[0]


def test_moved_shots_under_everything_build_as_from_nothing(film: Tiny, tmp_path: Path) -> None:
    """A dissolve, rain, a grade, a title and a moving card over moved shots: incremental equals clean."""
    document = moved_film()
    document["cut"].insert(1, {"dissolve": "8f"})
    first(document)["for"] = "80f"
    document["effects"] = [{"shot": "a", "rain": {"intensity": 0.5}}]
    document["color"] = {"grades": {"a": {"exposure": 0.3}}}
    document["titles"] = [{"title": "name", "text": "Moves", "at": "a@60f", "for": "24f"}]
    flown = {"scale": [0.4, 0.2], "position": {"from": [-0.2, 0.5], "to": [0.5, 0.7]}, "crop": {"left": 0.1}}
    document["over"] = [{"shot": "tab", "from": "card", "at": "a@60f", "for": "24f", "shutter": 90, **flown}]
    film.write(document)
    film.build()
    shutil.copytree(film.folder, tmp_path / "clean", ignore=shutil.ignore_patterns(".posthouse", "out"))
    clean = Tiny(folder=tmp_path / "clean")
    clean.build(cores=1)
    assert film.finished() == clean.finished()
