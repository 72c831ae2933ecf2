"""Flat cuts of productions with sequences, angles and subclips: all work stays on its footage, to the frame."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.studio.recut.nesting import (
    Count,
    counted,
    flat_document,
    hanging,
    nested_document,
    pictures,
    recut_flat,
)
from tests.studio.recut.recutting import taken, without_ids

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.recut.recut import Recut
    from tests.studio.recut.recutting import Document, Item

HEAD = """\
posthouse: 1
title: T
format: {size: [640, 360], rate: 24}
media:
  pier: footage/pier.mov
  boats: footage/boats.mov
  cam1: footage/cam1.mov
  cam2: footage/cam2.mov
  table: {multicam: {wide: cam1, close: {media: cam2, offset: 12f}}, sound: wide}
  hero: {subclip: pier, in: 500f, out: 600f}
sequences:
  fight:
    - {shot: punch, from: pier, in: 10f, for: 40f}  # the first blow
    - {shot: kick, from: boats, in: 20f, for: 40f}
    - {shot: duck, from: pier, in: 100f, for: 40f}
cut:
  - {shot: opening, from: boats, in: 200f, for: 30f}
  - {shot: brawl, from: fight}
  - {shot: talk, from: table, angle: close, in: 112f, for: 50f}
  - {shot: close-up, from: hero, in: 510f, for: 40f}
color:
  grades: {punch: {saturation: 0.5}, kick: {saturation: 0.6}, talk: {saturation: 0.7}}
effects:
  - {shot: kick, rain: {}}
markers:
  - {marker: on-kick, at: "kick@30f"}
  - {marker: by-way, at: brawl/duck+10f}
  - {marker: on-brawl, at: brawl+50f}
  - {marker: on-talk, at: "talk@130f"}
"""
FLAT: list[Item] = [
    {"from": "boats", "in": "200f", "for": "30f"},
    {"from": "pier", "in": "10f", "for": "40f"},
    {"from": "boats", "in": "20f", "for": "40f"},
    {"from": "pier", "in": "100f", "for": "40f"},
    {"from": "cam2", "in": "100f", "for": "50f"},
    {"from": "pier", "in": "510f", "for": "40f"},
]


def flat(*changes: tuple[int, dict[str, str]]) -> list[Item]:
    """Return the cut laid flat, with some of its shots changed."""
    cut = copy.deepcopy(FLAT)
    for index, fields in changes:
        cut[index].update(fields)
    return cut


def recut_to(cut: list[Item], folder: Path, text: str = HEAD) -> tuple[Recut, Document]:
    new = {key: yaml.safe_load(HEAD)[key] for key in ("posthouse", "title", "format")}
    new["media"] = {name: f"footage/{name}.mov" for name in ("pier", "boats", "cam1", "cam2")}
    found = taken(text, {**new, "cut": cut}, folder)
    after: Document = yaml.safe_load(found.draft.text)
    return found, after


def words(found: Recut) -> list[str]:
    return [str(change) for change in found.comparison.changes]


def test_the_same_cut_flat_changes_nothing(tmp_path: Path) -> None:
    found, _ = recut_to(flat(), tmp_path)
    assert found.draft.diff() == ""
    assert not found.comparison.changes


def test_a_sequence_trimmed_at_both_ends_stays_one(tmp_path: Path) -> None:
    found, after = recut_to(flat((1, {"in": "16f", "for": "34f"}), (3, {"for": "30f"})), tmp_path)
    assert after["cut"][1] == {"shot": "brawl", "from": "fight", "in": "6f", "for": "104f"}
    assert after["sequences"] == yaml.safe_load(HEAD)["sequences"]
    assert hanging(after) == {**hanging(yaml.safe_load(HEAD)), "on-brawl": "brawl+44f"}
    assert not found.parked


def test_a_trim_inside_is_made_inside(tmp_path: Path) -> None:
    found, after = recut_to(flat((2, {"in": "26f", "for": "30f"})), tmp_path)
    assert after["sequences"]["fight"][1] == {"shot": "kick", "from": "boats", "in": "26f", "for": "30f"}
    assert after["cut"][1] == {"shot": "brawl", "from": "fight"}
    assert hanging(after)["on-brawl"] == "brawl+44f"
    assert "brawl: changed inside, in the sequence fight" in words(found)
    assert "# the first blow" in found.draft.text


def test_a_shot_moved_out_un_nests(tmp_path: Path) -> None:
    cut = flat()
    cut.append(cut.pop(2))
    found, after = recut_to(cut, tmp_path)
    assert [item["shot"] for item in after["cut"]] == ["opening", "punch", "duck", "talk", "close-up", "kick"]
    assert "sequences" not in after
    assert after["color"]["grades"] == yaml.safe_load(HEAD)["color"]["grades"]
    assert hanging(after)["by-way"] == "duck+10f"
    assert hanging(after)["on-brawl"] == "kick+10f"
    assert "brawl: un-nested, as its shots do not lie together any more" in words(found)


def test_what_a_sequence_says_of_all_keeps_it_one_in_parts(tmp_path: Path) -> None:
    text = HEAD.replace("grades: {punch", "grades: {brawl: {saturation: 0.9}, punch")
    cut = flat()
    cut.append(cut.pop(3))
    _, after = recut_to(cut, tmp_path, text)
    assert [item["shot"] for item in after["cut"]] == ["opening", "brawl", "talk", "close-up", "brawl-2"]
    assert after["color"]["grades"]["brawl-2"] == {"saturation": 0.9}
    assert hanging(after)["by-way"] == "brawl-2/duck+10f"


def test_an_angle_and_a_subclip_stay_what_they_are(tmp_path: Path) -> None:
    _, after = recut_to(flat((4, {"in": "104f", "for": "40f"}), (5, {"in": "512f", "for": "30f"})), tmp_path)
    talk = {"shot": "talk", "from": "table", "angle": "close", "in": "116f", "for": "40f"}
    assert after["cut"][2] == talk
    assert after["cut"][3] == {"shot": "close-up", "from": "hero", "in": "512f", "for": "30f"}


def test_another_angle_cut_in_is_of_the_group(tmp_path: Path) -> None:
    cut = flat((4, {"for": "20f"}))
    cut[5:5] = [{"from": "cam1", "in": "132f", "for": "10f"}, {"from": "cam2", "in": "130f", "for": "20f"}]
    _, after = recut_to(cut, tmp_path)
    assert [(item["from"], item.get("angle")) for item in after["cut"][2:5]] == [
        ("table", "close"), ("table", "wide"), ("table", "close"),
    ]  # fmt: skip
    assert after["color"]["grades"]["talk-2"] == {"saturation": 0.7}


def test_a_shot_beyond_its_subclip_is_of_the_media(tmp_path: Path) -> None:
    _, after = recut_to(flat((5, {"in": "490f", "for": "60f"})), tmp_path)
    assert after["cut"][3] == {"shot": "close-up", "from": "pier", "in": "490f", "for": "60f"}


def test_a_nested_cut_changes_sequences_inside(tmp_path: Path) -> None:
    new = yaml.safe_load(HEAD)
    for key in ("color", "markers", "effects"):
        new.pop(key)
    new["sequences"]["fight"][1] = {"from": "boats", "in": "26f", "for": "30f"}
    new["cut"][1] = {"from": "fight"}
    after = yaml.safe_load(taken(HEAD, new, tmp_path).draft.text)
    assert after["sequences"]["fight"][1] == {"shot": "kick", "from": "boats", "in": "26f", "for": "30f"}
    assert after["color"] == yaml.safe_load(HEAD)["color"]


@pytest.mark.parametrize("count", [0, 3])
@pytest.mark.parametrize("seed", range(4))
def test_random_recuts_keep_all_work(seed: int, count: int, tmp_path: Path) -> None:
    check_random(seed, count, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_more_random_recuts_keep_all_work(seed: int, tmp_path: Path) -> None:
    check_random(seed, 4, tmp_path)


def check_random(seed: int, changes: int, folder: Path) -> None:
    chance = Random(seed)
    document = nested_document(chance)
    cut, origins = flat_document(document)
    wanted = recut_flat(cut, chance, changes)
    found = taken(yaml.safe_dump(document, sort_keys=False), without_ids(wanted), folder)
    after = yaml.safe_load(found.draft.text)
    assert pictures(after) == pictures(wanted)
    count = counted(document, after, wanted, origins)
    assert count == Count(graded=count.graded, keep_grade=count.graded, hung=count.hung, follow=count.hung)
    assert set(hanging(document)) == set(hanging(after)) | {
        each.id for each in found.parked if each.id in hanging(document)
    }


def test_a_sequence_cut_away_and_put_back_is_as_it_was(tmp_path: Path) -> None:
    cut = flat()
    del cut[1:4]
    away, parked = recut_to(cut, tmp_path)
    assert {each["id"] for each in parked["x-parked"]} == {"brawl", "on-kick", "by-way", "on-brawl"}
    back, after = recut_to(flat(), tmp_path, away.draft.text)
    assert after["cut"] == yaml.safe_load(HEAD)["cut"]
    assert hanging(after) == hanging(yaml.safe_load(HEAD))
    assert not back.parked


def test_an_omitted_sequence_comes_back(tmp_path: Path) -> None:
    text = HEAD.replace("{shot: brawl, from: fight}", "{shot: brawl, from: fight, omit: true}")
    text = text.split("markers:", maxsplit=1)[0]
    _, after = recut_to(flat(), tmp_path, text)
    assert after["cut"] == yaml.safe_load(HEAD)["cut"]


def test_a_nest_of_plain_shots_in_the_new_cut_leaves_them_their_work(tmp_path: Path) -> None:
    plain = yaml.safe_load(HEAD)
    plain["cut"][1:2] = plain.pop("sequences")["fight"]
    plain["markers"] = [each for each in plain["markers"] if "brawl" not in each["at"]]
    new = {key: plain[key] for key in ("posthouse", "title", "format", "media")}
    new["sequences"] = {"compound": [FLAT[1], FLAT[2]]}
    new["cut"] = [FLAT[0], {"from": "compound"}, *FLAT[3:4], *plain["cut"][4:]]
    found = taken(yaml.safe_dump(plain, sort_keys=False), new, tmp_path)
    assert yaml.safe_load(found.draft.text) == plain
