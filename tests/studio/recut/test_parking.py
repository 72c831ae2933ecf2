"""What a recut has no place for is parked in the text, and taken up again when its footage comes back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml

from tests.studio.recut.recutting import Document, Item, example_document, example_text, frames, taken, without_ids

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.recut.recut import Recut


def cut_with(change: Any) -> Document:
    """Return the example's cut after a change, without ids."""
    document = copy.deepcopy(example_document())
    change(document)
    return without_ids(document)


def shot(document: Document, name: str) -> Item:
    found: Item = next(item for item in document["cut"] if item.get("shot") == name)
    return found


def without(*names: str) -> Any:
    def change(document: Document) -> None:
        gone = [item for item in document["cut"] if item.get("shot") in names]
        for item in gone:
            document["cut"].remove(item)

    return change


def said(found: Recut) -> Document:
    document: Document = yaml.safe_load(found.draft.text)
    return document


def parked(found: Recut) -> set[tuple[str, str]]:
    return {(each["place"], each["id"]) for each in said(found).get("x-parked", [])}


def test_a_shot_that_is_gone_takes_its_work_to_the_parking(tmp_path: Path) -> None:
    found = taken(example_text(), cut_with(without("soldier")), tmp_path)
    assert parked(found) == {("cut", "soldier"), ("color.grades", "soldier")}
    entry = next(each for each in said(found)["x-parked"] if each["place"] == "cut")
    assert entry["was"] == "after balcony"
    assert entry["by"] == "v2"
    assert str(entry["when"]) == "2026-11-22"
    assert entry["entry"]["sound"] == {"gain": "-6 dB", "stem": "effects", "trail": "8f"}


def test_a_bed_under_a_shot_that_is_gone_lies_under_the_nearest_that_is_left(tmp_path: Path) -> None:
    found = taken(example_text(), cut_with(without("soldier")), tmp_path)
    rain = next(bed for bed in said(found)["sound"]["ambience"] if bed["ambience"] == "rain")
    assert rain["under"] == ["tower", "balcony"]


def test_a_bed_under_shots_that_are_all_gone_is_parked(tmp_path: Path) -> None:
    def war(document: Document) -> None:
        document["cut"].remove({"dissolve": {"length": "14f", "light": "linear"}})
        without("tower", "balcony", "soldier")(document)

    found = taken(example_text(), cut_with(war), tmp_path)
    assert ("sound.ambience", "rain") in parked(found)


def test_a_later_recut_takes_up_what_is_parked(tmp_path: Path) -> None:
    """Cut away and put back: the production says what it said before."""
    away = taken(example_text(), cut_with(without("screens", "blast", "soldier")), tmp_path)
    assert {("titles", "lost"), ("sound.cues", "thunder2"), ("cut", "blast")} <= parked(away)
    back = taken(away.draft.text, cut_with(lambda _: None), tmp_path)
    assert "x-parked" not in said(back)
    before, after = example_document(), said(back)
    assert before["cut"] == after["cut"]
    assert before["color"] == after["color"]
    assert sorted(map(str, before["titles"])) == sorted(map(str, after["titles"]))
    assert sorted(map(str, before["sound"]["cues"])) == sorted(map(str, after["sound"]["cues"]))


def test_a_cue_whose_frame_is_cut_away_is_parked_and_its_shot_is_not(tmp_path: Path) -> None:
    def trim(document: Document) -> None:
        shot(document, "blast").update({"in": "1660f", "for": "36f"})

    away = taken(example_text(), cut_with(trim), tmp_path)
    assert parked(away) == {("sound.cues", "thunder2")}
    assert "1656f" in away.parked[0].why
    back = taken(away.draft.text, cut_with(lambda _: None), tmp_path)
    assert "x-parked" not in said(back)
    assert [cue["at"] for cue in said(back)["sound"]["cues"]] == ["tower+2f", "blast@1656f"]


def test_a_parked_shot_comes_back_trimmed(tmp_path: Path) -> None:
    def trim(document: Document) -> None:
        shot(document, "screens").update({"in": "1306f", "for": "30f"})

    away = taken(example_text(), cut_with(without("screens")), tmp_path)
    back = taken(away.draft.text, cut_with(trim), tmp_path)
    entry = shot(said(back), "screens")
    assert (entry["in"], entry["for"]) == ("1306f", "30f")
    title = next(each for each in said(back)["titles"] if each["title"] == "lost")
    assert title["at"] == "screens+6f"  # twelve frames in before six were taken off the head


def test_a_split_shot_hands_its_work_to_the_piece_that_shows_it(tmp_path: Path) -> None:
    def split(document: Document) -> None:
        cut, tower = document["cut"], shot(document, "tower")
        rest = {**tower, "shot": "rest", "in": "169f", "for": "50f"}
        tower["for"] = "10f"
        cut[cut.index(tower) + 1 : cut.index(tower) + 1] = [shot(document, "hall"), rest]
        cut.reverse()
        cut.remove(shot(document, "hall"))
        cut.reverse()

    found = taken(example_text(), cut_with(split), tmp_path)
    document = said(found)
    assert document["color"]["grades"]["tower-2"] == {"look": "night"}
    assert [use["shot"] for use in document["effects"]] == ["tower", "tower-2", "balcony"]
    place = next(title for title in document["titles"] if title["title"] == "place")
    assert place["at"] == "tower-2+6f"
    assert document["deliver"][2]["at"] == "tower-2+20f"
    assert shot(document, "tower")["sound"] == {"gain": "-6 dB", "stem": "effects", "fade_in": "10f"}
    assert "x-parked" not in document


def test_merged_shots_keep_the_first_id_and_the_anchors_of_both(tmp_path: Path) -> None:
    document = example_document()
    tower = shot(document, "tower")
    text = example_text().replace(
        "{shot: tower, from: battle, in: 159f, for: 60f,", "{shot: tower, from: battle, in: 159f, for: 10f,"
    )
    line = next(line for line in text.splitlines() if "shot: tower, from" in line)
    second = line.replace("shot: tower", "shot: late").replace("in: 159f, for: 10f", "in: 169f, for: 50f")
    text = text.replace(line, f"{line}\n{second}").replace('"blast@1656f"', '"late@200f"')
    text = text.replace("at: tower+16f", "at: late+6f").replace("at: tower+30f", "at: late+20f")
    found = taken(text, without_ids(document), tmp_path)
    after = said(found)
    assert frames(shot(after, "tower")["for"]) == frames(tower["for"])
    assert after["sound"]["cues"][1]["at"] == "tower@200f"
    assert next(title for title in after["titles"] if title["title"] == "place")["at"] == "tower+16f"
    assert parked(found) == {("cut", "late")}


def test_offsets_can_be_left_as_they_are(tmp_path: Path) -> None:
    def trim(document: Document) -> None:
        shot(document, "major").update({"in": "780f", "for": "60f"})

    places = [
        next(title for title in said(found)["titles"] if title["title"] == "major-name")["at"]
        for found in (
            taken(example_text(), cut_with(trim), tmp_path),
            taken(example_text(), cut_with(trim), tmp_path, follows_cut=True),
        )
    ]
    assert places == ["major+8f", "major+12f"]


def test_an_offset_whose_frame_is_gone_stays_and_is_told(tmp_path: Path) -> None:
    def trim(document: Document) -> None:
        shot(document, "tower").update({"in": "165f", "for": "54f"})

    found = taken(example_text(), cut_with(trim), tmp_path)
    assert said(found)["sound"]["cues"][0]["at"] == "tower+2f"
    assert any("thunder1" in note and "cut away" in note for note in found.notes)


def test_another_take_is_a_new_shot_unless_it_is_said(tmp_path: Path) -> None:
    def take(document: Document) -> None:
        shot(document, "hall").update({"from": "forest", "in": "300f", "pan": [0.5, 0.5]})

    found = taken(example_text(), cut_with(take), tmp_path)
    assert {("cut", "hall"), ("color.grades", "hall")} == parked(found)
    assert any("--takes" in note for note in found.notes)
    kept = taken(example_text(), cut_with(take), tmp_path, keeps_takes=True)
    assert shot(said(kept), "hall")["from"] == "forest"
    assert "hall" in said(kept)["color"]["grades"]


def test_comments_stay_with_their_shots(tmp_path: Path) -> None:
    def move(document: Document) -> None:
        document["cut"].insert(3, document["cut"].pop(document["cut"].index(shot(document, "blast"))))

    text = taken(example_text(), cut_with(move), tmp_path).draft.text
    line = next(line for line in text.splitlines() if "shot: blast, from" in line)
    assert line.endswith("# slow motion")


def test_new_media_are_listed(tmp_path: Path) -> None:
    def insert(document: Document) -> None:
        document["media"]["extra"] = "footage/extra.mov"
        document["cut"].insert(3, {"shot": "fresh", "from": "extra", "in": "10f", "for": "20f"})

    after = said(taken(example_text(), cut_with(insert), tmp_path))
    assert after["media"]["extra"] == "footage/extra.mov"
    assert after["cut"][3] == {"shot": "clip001", "from": "extra", "in": "10f", "for": "20f"}


_HEAD = """\
posthouse: 1
title: T
format: {size: [640, 360], rate: 29.97}
media: {pier: footage/pier.mov, boats: footage/boats.mov}
"""


def test_what_hung_on_footage_that_nothing_used_meanwhile_comes_back(tmp_path: Path) -> None:
    old = _HEAD + "cut:\n  - {shot: a, from: pier, for: 40f}\nx-parked:\n  - {place: cut, id: b, entry: {shot: b, "
    old += 'from: boats, in: 10f, for: 40f}}\n  - {place: markers, id: m, entry: {marker: m, at: "b@20f"}}\n'
    new = yaml.safe_load(_HEAD) | {
        "cut": [{"from": "pier", "for": "40f"}, {"from": "boats", "in": "12f", "for": "38f"}]
    }
    found = taken(old, new, tmp_path)
    assert {each.id for each in found.restored} == {"b", "m"}
    assert found.draft.at(("markers", 0, "at")) == "b@20f"


def test_drop_frame_labels_stay_drop_frame(tmp_path: Path) -> None:
    old = _HEAD + "cut:\n  - {shot: a, from: pier, in: 00:02:00;02, for: 40f}\n"
    new = yaml.safe_load(_HEAD) | {"cut": [{"from": "pier", "in": "3600f", "for": "38f"}]}
    assert taken(old, new, tmp_path).draft.at(("cut", 0, "in")) == "00:02:00;04"
