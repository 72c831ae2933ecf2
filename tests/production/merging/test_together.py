"""Merges that would be wrong in silence, and the laws of every merge."""

from __future__ import annotations

import pytest

from posthouse.production.merging import merge_texts

BASE = """\
posthouse: 1
media:
  pier: {generate: {color: red}}
  boats: {generate: {color: blue}}
cut:
  - {shot: a, from: pier, for: 40f}
  - {shot: b, from: pier, in: 10f, for: 40f}  # slow
  - dissolve: 10f
  - {shot: c, from: boats, for: 40f}
effects:
  - {shot: b, blur: 3}
  - {shot: b, blur: 5}
"""
B = "{shot: b, from: pier, in: 10f, for: 40f}"
SPLIT = BASE.replace(
    f"{B}  # slow\n",
    "{shot: b, from: pier, in: 10f, for: 20f}  # slow\n  - {shot: b-2, from: pier, in: 30f, for: 20f}\n",
)


def told(ours: str, theirs: str) -> list[str]:
    return [str(conflict) for conflict in merge_texts(BASE, ours, theirs).conflicts]


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (SPLIT, BASE.replace("in: 10f", "in: 12f"), "b: ours split it in two, theirs changed it"),
        (SPLIT, BASE.replace("for: 40f}  #", "for: 40f, fit: fill}  #"), "b: ours split it in two, theirs changed it"),
        (
            BASE.replace("b, from: pier", "b, from: boats"),
            BASE.replace("in: 10f", "in: 20f"),
            "b: ours changed its media, theirs where it lies in the media it had",
        ),
        (
            BASE.replace("dissolve: 10f", "dissolve: 8f"),
            BASE.replace("dissolve: 10f", "dissolve: 6f"),
            "the dissolve after b: both changed dissolve",
        ),
        (
            BASE.replace("blur: 5", "blur: 6"),
            BASE.replace("blur: 5", "blur: 7"),
            "b: blur: both changed blur: ours 6, theirs 7 (was 5)",
        ),
    ],
    ids=["split-slip", "split-fit", "media-slip", "dissolve", "effects"],
)
def test_what_goes_together_only_in_the_text_is_told(ours: str, theirs: str, words: str) -> None:
    assert any(words in conflict for conflict in told(ours, theirs))
    assert told(theirs, ours)


def test_two_effects_of_one_kind_on_one_shot_are_told_apart() -> None:
    ours, theirs = BASE.replace("blur: 5", "blur: 6"), BASE.replace("blur: 3", "blur: 2")
    merged = merge_texts(BASE, ours, theirs)
    assert merged.is_clean
    assert merged.text == ours.replace("blur: 3", "blur: 2")


@pytest.mark.parametrize(
    "text",
    [
        SPLIT,
        BASE.rstrip("\n"),
        BASE + "# the end\n\n\n",
        BASE.replace("\n", "\r\n"),
        "# head\n" + BASE.replace("cut:\n", "cut:   # all\n\n"),
    ],
    ids=["split", "no-newline", "tail", "crlf", "head"],
)
def test_what_one_changed_alone_comes_through_to_the_byte(text: str) -> None:
    assert merge_texts(BASE, text, BASE).text == text
    assert merge_texts(BASE, BASE, text).text == text
    assert merge_texts(BASE, text, text).text == text


def test_a_comment_at_the_end_comes_through_beside_other_changes() -> None:
    merged = merge_texts(BASE, BASE.replace("in: 10f", "in: 12f"), BASE + "# the end\n")
    assert merged.text == BASE.replace("in: 10f", "in: 12f") + "# the end\n"


def test_two_editors_on_two_systems_merge_in_the_lines_of_ours() -> None:
    ours, theirs = BASE.replace("in: 10f", "in: 12f").replace("\n", "\r\n"), BASE.replace("blur: 3", "blur: 2")
    merged = merge_texts(BASE, ours, theirs)
    assert merged.is_clean
    assert merged.text == ours.replace("blur: 3", "blur: 2")


def test_marks_stand_on_lines_of_their_own_where_the_last_line_has_no_newline() -> None:
    base = "posthouse: 1\ntitle: A"
    text = merge_texts(base, "posthouse: 1\ntitle: B", "posthouse: 1\ntitle: C").text
    assert text == "posthouse: 1\n<<<<<<< ours\ntitle: B\n=======\ntitle: C\n>>>>>>> theirs\n"
