"""After a recut only what changed is rendered, and the film is the one a clean build of the new text makes."""

from __future__ import annotations

import json
import shutil
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.production.draft import Draft
from posthouse.studio import open_film
from posthouse.studio.comparing.side import side_of
from posthouse.studio.recut.recut import recut
from tests.studio.recut.recutting import LIMITS, example_document, recut_at_random, side, without_ids
from tests.studio.tiny import Tiny, every_craft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLIPS = ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")


def small() -> dict[str, Any]:
    """Return the tiny production delivered as one movie."""
    return every_craft() | {"deliver": [{"as": "web", "preset": "ultrafast"}]}


def pictures(film: Tiny) -> dict[bytes, str]:
    """Return the label of each picture job of a production, by what it is."""
    with film.open() as opened:
        return {job.identity: job.label for each in opened.plan().jobs if (job := each.job).kind == "studio.picture"}


def rebuilt(film: Tiny) -> set[bytes]:
    """Build, and return which picture jobs ran."""
    return {built.job.identity for built in film.build().built if built.job.kind == "studio.picture"}


def is_clean(film: Tiny, place: Path) -> bool:
    """Return whether a production's files are those of a clean build of its text elsewhere."""
    shutil.copytree(film.folder, place, ignore=shutil.ignore_patterns(".posthouse", "out"))
    other = Tiny(folder=place)
    other.build()
    return film.finished() == other.finished()


def recut_tiny(film: Tiny, new: dict[str, Any]) -> None:
    draft = Draft.open(film.folder)
    recut(draft, side(new, film.folder, "v2.yaml"))
    draft.write()


def new_cut() -> dict[str, Any]:
    """Return another cut of the tiny production, without ids: a trim, a move, a split, and a shot less."""
    new = {key: every_craft()[key] for key in ("posthouse", "title", "format", "media")}
    new["cut"] = [
        {"from": "pan", "in": "26f", "for": "34f"},
        {"dissolve": "8f"},
        {"from": "clock", "in": "30f", "for": "36f"},
        {"from": "phone", "in": "20f", "for": "24f"},
        {"from": "pan", "in": "100f", "for": "38f"},
        {"from": "card", "for": "12f"},
        {"from": "pan", "in": "138f", "for": "12f"},
    ]
    new["over"] = [{**every_craft()["over"][0], "at": "92f"}]
    return new


def test_a_recut_renders_only_what_changed_and_is_a_clean_build(tiny: Callable[..., Tiny], tmp_path: Path) -> None:
    film = tiny(small())
    film.build()
    before = pictures(film)
    recut_tiny(film, new_cut())
    wanted = pictures(film)
    ran = rebuilt(film)
    assert ran == wanted.keys() - before.keys()
    assert is_clean(film, tmp_path / "clean" / film.folder.name)
    assert not any(wanted[each].startswith("picture four") for each in ran)


def test_a_recut_to_the_same_cut_changes_nothing(tiny: Callable[..., Tiny]) -> None:
    film = tiny(every_craft())
    draft = Draft.open(film.folder)
    new = {key: every_craft()[key] for key in ("posthouse", "title", "format", "media", "cut", "over")}
    for item in new["cut"]:
        item.pop("shot", None)
    new["over"][0] = {**new["over"][0], "at": "88f"}
    recut(draft, side(new, film.folder, "v2.yaml"))
    assert draft.diff() == ""


@pytest.fixture
def example(tmp_path: Path, media: Path) -> Tiny:
    """Return the example with its footage, delivered small."""
    folder = tmp_path / "twenty-shots"
    (folder / "footage").mkdir(parents=True)
    for clip in CLIPS:
        shutil.copyfile(media / "footage" / clip, folder / "footage" / clip)
    document = example_document()
    document["format"]["size"] = [160, 68]
    document["deliver"] = [{"as": "web", "preset": "ultrafast"}]
    document["media"]["theme"]["generate"]["bars"] = 4
    document["sound"]["music"][0]["loop"] = True
    film = Tiny(folder=folder)
    film.write(document)
    return film


def test_a_recut_of_the_example_leaves_the_chunks_of_untouched_shots(example: Tiny) -> None:
    before = pictures(example)
    document = json.loads((example.folder / "production.yaml").read_text())
    recut_tiny(example, without_ids(recut_at_random(document, Random(1))))
    after = pictures(example)
    with open_film(example.folder) as film:
        frames = film.programme.cut.duration_frames
    new = after.keys() - before.keys()
    assert 0 < len(new) < len(after)
    assert frames > 0
    assert len(after.keys() & before.keys()) > len(after) // 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_ten_random_changes_of_the_example_build_as_from_nothing(seed: int, example: Tiny, tmp_path: Path) -> None:
    example.build()
    before = pictures(example)
    document = json.loads((example.folder / "production.yaml").read_text())
    recut_tiny(example, without_ids(recut_at_random(document, Random(seed))))
    wanted = pictures(example)
    assert rebuilt(example) == wanted.keys() - before.keys()
    assert is_clean(example, tmp_path / "clean" / example.folder.name)


def test_sides_open_media_that_are_there(example: Tiny) -> None:
    with open_film(example.folder) as film:
        found = side_of(film.production, "film")
    assert set(LIMITS) <= found.opened
