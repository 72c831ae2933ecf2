"""Fountain 1.1, by the rules of fountain.io/syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.assistant.script import ElementKind, read_fountain, screenplay_of
from posthouse.assistant.script.pages import lines_of, nearest_eighths, spelled_eighths


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in read_fountain(text)[1]]


@pytest.mark.parametrize(
    "heading",
    ["INT. HOUSE - DAY", "ext. pier", "INT./EXT. CAR - DUSK", "INT/EXT CAR", "I/E CAR", "EST. TOWN", "EXT BRIDGE"],
)
def test_a_scene_heading_has_an_empty_line_before_and_after_it(heading: str) -> None:
    assert _kinds(f"\n{heading}\n\nRain.") == [("scene heading", heading), ("action", "Rain.")]
    assert _kinds(f"Rain.\n{heading}\n\nMore.")[0][0] == "action"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (".SNIPER SCOPE", ("scene heading", "SNIPER SCOPE")),
        ("...and then", ("action", "...and then")),
        ("!INT. NO SCENE", ("action", "INT. NO SCENE")),
        ("> FADE OUT.", ("transition", "FADE OUT.")),
        ("CUT TO:", ("transition", "CUT TO:")),
        ("> THE END <", ("centered", "THE END")),
        ("~Singing in the rain", ("lyric", "Singing in the rain")),
        ("# Act One", ("section", "Act One")),
        ("= They meet.", ("synopsis", "They meet.")),
        ("====", ("page break", "")),
        ("INTERIOR THOUGHTS", ("action", "INTERIOR THOUGHTS")),
        ("INT", ("action", "INT")),
    ],
)
def test_an_element_is_what_its_first_signs_say(text: str, found: tuple[str, str]) -> None:
    assert _kinds(text) == [found]


@pytest.mark.parametrize("name", ["STEEL", "R2D2", "@McCLANE", "HANS (on the radio)", "STEEL ^"])
def test_a_character_speaks_until_an_empty_line(name: str) -> None:
    kinds = [kind for kind, _ in _kinds(f"{name}\n(low)\nIs it here?\nStill?\n\nRain.")]
    assert kinds == ["character", "parenthetical", "dialogue", "action"]


def test_a_number_or_a_lone_name_is_no_character() -> None:
    assert _kinds("23\nis a number")[0][0] == "action"
    assert _kinds("STEEL\n\nRain.")[0][0] == "action"


def test_two_spaces_keep_a_speech_going() -> None:
    assert [kind for kind, _ in _kinds("ADA\nOne.\n  \nTwo.")] == ["character", "dialogue", "dialogue"]


def test_notes_and_the_boneyard_are_left_out_and_lines_still_count() -> None:
    text = "/* gone\nINT. GONE - DAY\n\n*/\nRain.[[a note\nover lines]]\n\nINT. HERE - DAY #7#\n\n"
    elements = read_fountain(text)[1]
    assert [(each.kind, each.line) for each in elements] == [(ElementKind.ACTION, 5), (ElementKind.SCENE_HEADING, 8)]
    assert elements[1].number == "7"


def test_a_title_page_is_read_and_a_transition_in_front_is_none() -> None:
    title, _ = read_fountain("Title:\n    _**HARBOUR**_\nAuthor: Ada\n\nFADE IN:\n")
    assert title == {"title": "_**HARBOUR**_", "author": "Ada"}
    assert read_fountain("FADE IN:\n\nINT. A - DAY\n\n")[0] == {}


def test_scenes_have_numbers_of_the_script_or_counted_ones_never_twice() -> None:
    text = "INT. A - DAY\n\nx\n\nINT. B - DAY #2#\n\nx\n\nINT. C - DAY\n\nx\n\nINT. D - DAY #2A#\n\nx\n"
    script = screenplay_of(text)
    assert [scene.number for scene in script.scenes] == ["1", "2", "3", "2A"]
    assert "2 scenes have no number" in script.notes[0]


def test_a_heading_with_text_right_under_it_is_told_of() -> None:
    assert any("line 1" in note for note in screenplay_of("INT. A - DAY\nRain.\n\nINT. B - DAY\n\n").notes)


def test_a_page_of_55_lines_is_eight_eighths_and_a_minute() -> None:
    action = "\n\n".join(["Rain."] * 26)
    script = screenplay_of(f"INT. A - DAY\n\n{action}\n")
    assert lines_of(read_fountain(f"INT. A - DAY\n\n{action}\n")[1]) == 55
    assert script.scenes[0].eighths == 8
    assert float(script.scenes[0].seconds) == 60


def test_the_shortest_scene_is_an_eighth() -> None:
    assert nearest_eighths(()) == 1
    assert [spelled_eighths(count) for count in (1, 8, 11)] == ["1/8", "1", "1 3/8"]


@given(st.text(alphabet=st.sampled_from("AINTEX. \n#@!>~=[]/*()^:-é1"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    _, elements = read_fountain(text)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in elements)
    assert len(screenplay_of(text).scenes) == sum(each.kind is ElementKind.SCENE_HEADING for each in elements)
