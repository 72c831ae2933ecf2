"""What changed between two productions, in editorial words, in programme order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.studio.comparing.change_list import change_edl, change_list
from posthouse.studio.comparing.compare import Comparison, compared
from posthouse.studio.comparing.page import change_page
from tests.studio.recut.recutting import Document, Item, example_document, side

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def shot(document: Document, name: str) -> Item:
    found: Item = next(item for item in document["cut"] if item.get("shot") == name)
    return found


def move(document: Document) -> None:
    cut, moved = document["cut"], shot(document, "soldier")
    cut.remove(moved)
    cut.insert(cut.index(shot(document, "hall")), moved)


def split(document: Document) -> None:
    cut, arm = document["cut"], shot(document, "arm")
    cut.insert(cut.index(arm) + 1, {**arm, "shot": "arm-late", "in": "660f", "for": "26f"})
    arm["for"] = "30f"


def gain(document: Document) -> None:
    document["sound"]["cues"][0]["gain"] = "-6 dB"


def deliverable(document: Document) -> None:
    document["deliver"].append({"as": "prores-422-hq", "name": "archive"})


CASES: dict[str, tuple[Callable[[Document], Any], str]] = {
    "head": (lambda d: shot(d, "major").update({"in": "788f", "for": "52f"}), "major: 12 frames shorter at the head"),
    "tail": (lambda d: shot(d, "major").update({"for": "65f"}), "major: 1 frame longer at the tail"),
    "slip": (lambda d: shot(d, "major").update({"in": "771f"}), "major: slipped, shows its source 5 frames earlier"),
    "move": (move, "soldier: moved from after balcony to before hall"),
    "speed": (
        lambda d: shot(d, "arm").update({"speed": "50%", "for": "112f"}),
        "arm: now 50%, was 100%, lasts 112 frames, lasted 56",
    ),
    "split": (split, "arm-late: is a piece of arm, which was split into arm and arm-late"),
    "gone": (lambda d: d["cut"].remove(shot(d, "acorn")), "acorn: gone; it was after catapult, 36 frames"),
    "fit": (lambda d: shot(d, "arm").update({"fit": "fit"}), "arm: fit: fit, was fill"),
    "grade": (lambda d: d["color"]["grades"]["arm"].update(exposure=0.5), "arm, grade: exposure: 0.5, was 0"),
    "no grade": (lambda d: d["color"]["grades"].pop("arm"), "arm, grade: gone"),
    "look": (lambda d: d["color"]["looks"]["siege"].update(contrast=1.2), "look siege: contrast: 1.2, was 1.1"),
    "title": (lambda d: d["titles"][0].update(text="OUTGOING"), "title name: text: OUTGOING, was INCOMING"),
    "cue": (gain, "cue thunder1: gain: -6 dB, was -12 dB"),
    "effect": (lambda d: d["effects"].pop(), "balcony, effect: gone"),
    "mix": (
        lambda d: d["mix"]["tracks"]["dialogue"].update(gain="-2 dB"),
        "mix: tracks dialogue gain: -2 dB, was -4 dB",
    ),
    "master": (lambda d: d["master"].update(loudness="-23 LUFS"), "master: loudness: -23 LUFS, was -16 LUFS"),
    "deliver": (deliverable, "deliverable archive: new"),
    "format": (lambda d: d["format"].update(size=[640, 268]), "format: size: [640, 268], was [1280, 536]"),
    "dissolve": (
        lambda d: d["cut"][d["cut"].index(shot(d, "tower")) + 1]["dissolve"].update(length="20f"),
        "dissolve between tower and balcony: 20 frames, was 14 frames",
    ),
}


def comparison(change: Callable[[Document], Any], folder: Path) -> Comparison:
    after = example_document()
    change(after)
    return compared(side(example_document(), folder, "old.yaml"), side(after, folder, "new.yaml"))


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_in_the_words_of_the_craft(name: str, tmp_path: Path) -> None:
    change, words = CASES[name]
    assert words in [str(each) for each in comparison(change, tmp_path).changes]


def test_productions_that_say_the_same_differ_in_nothing(tmp_path: Path) -> None:
    def respell(document: Document) -> None:
        shot(document, "tower").update({"in": 159, "for": "2500ms"})
        document["sound"]["cues"][0]["gain"] = "-12dB"

    assert not comparison(respell, tmp_path).changes


def both(document: Document) -> None:
    shot(document, "major").update({"in": "788f", "for": "52f"})
    document["cut"].remove(shot(document, "acorn"))
    document["cut"].append({"shot": "last", "from": "forest", "in": "20f", "for": "30f"})


def test_changes_come_in_programme_order(tmp_path: Path) -> None:
    found = comparison(both, tmp_path)
    assert [change.subject for change in found.changes if change.subject in {"acorn", "major", "last"}] == [
        "major",
        "acorn",
        "last",
    ]


def test_the_change_list_has_the_timecodes_of_both_cuts(tmp_path: Path) -> None:
    text = change_list(comparison(both, tmp_path))
    assert "TRIM HEAD  00:00:17:17  00:00:20:09  00:00:17:17  00:00:19:21" in text
    assert "DELETE     00:00:25:19  00:00:27:07  -            -" in text
    assert "INSERT" in text


def test_the_edl_has_events_of_changed_shots_only(tmp_path: Path) -> None:
    text = change_edl(comparison(both, tmp_path), title="Incoming")
    events = [line for line in text.splitlines() if line[:3].isdigit()]
    assert events[0] == "001  FOREST   V     C        00:00:32:20 00:00:35:00 00:00:17:17 00:00:19:21"
    assert len(events) == 2
    assert "* CHANGE: DELETE acorn: gone; it was after catapult, 36 frames (WAS 00:00:25:19 00:00:27:07)" in text


def test_the_page_shows_every_change_and_no_markup_of_the_document(tmp_path: Path) -> None:
    found = comparison(lambda d: d["titles"][0].update(text="<b>x</b>"), tmp_path)
    page = change_page(found, {})
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_facts_are_json(tmp_path: Path) -> None:
    facts = json.loads(json.dumps(comparison(both, tmp_path).facts()))
    major = next(change for change in facts["changes"] if change["subject"] == "major")
    assert major["before"]["start"] == "00:00:17:17"
    assert major["head_frames"] == 12
