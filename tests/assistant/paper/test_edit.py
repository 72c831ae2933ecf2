"""Paper edits as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.assistant.paper import PaperLine, paper_lines, table_rows
from posthouse.errors import PosthouseError


def _said(line: PaperLine) -> tuple[str, str, str, str]:
    return line.said, str(line.in_point or ""), str(line.out_point or ""), line.note


_PIER = ("pier", "00:00:04:10", "00:00:07:02", "she turns")


@pytest.mark.parametrize(
    "text",
    [
        "pier 00:00:04:10 00:00:07:02 she turns",
        "# selects\n\npier\t00:00:04:10\t00:00:07:02\tshe turns\n",
        "pier 00:00:04:10-00:00:07:02 she turns",
        "pier 00:00:04:10 to 00:00:07:02 she turns",
        '"pier" 00:00:04:10 00:00:07:02 she turns',
        "Clip,In,Out,Note\npier,00:00:04:10,00:00:07:02,she turns\n",
        "clip name;TC in;TC out;comments\npier;00:00:04:10;00:00:07:02;she turns\n",
        "Notes\tSource In\tSource Out\tName\nshe turns\t00:00:04:10\t00:00:07:02\tpier\n",
        "Picks:\n\n| Clip | Start | End | Notes |\n|--|:-:|--:|--|\n| pier | 00:00:04:10 | 00:00:07:02 | she turns |\n",
    ],
)
def test_a_line_is_read_however_it_is_written(text: str) -> None:
    assert [_said(line) for line in paper_lines(text, "p.txt")] == [_PIER]


def test_scene_and_take_stand_for_a_clip() -> None:
    lines = paper_lines("scene,take,in,duration\n12A,3,1s,2s\n", "p.csv")
    assert (lines[0].scene, lines[0].take, str(lines[0].length)) == ("12A", "3", "2s")
    assert paper_lines("12A/3 1s 2s", "p.txt")[0].said == "12A/3"


def test_a_note_in_quotes_may_hold_commas_and_lines() -> None:
    rows = table_rows('clip,note\npier,"she turns,\nand goes"\nboat,x\n')
    assert rows is not None
    assert [(row.line, row.text("note")) for row in rows] == [(2, "she turns,\nand goes"), (4, "x")]


def test_a_clip_alone_is_all_of_it() -> None:
    assert [_said(line) for line in paper_lines("pier\nboat.mov", "p")] == [
        ("pier", "", "", ""),
        ("boat.mov", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no clip"),
        ("pier 00:00:04:10", "has 1 timecode"),
        ("pier she turns", "has no timecodes"),
        ("pier 7s 4s", "must be later"),
        ("clip,in,out\npier,soon,2s", "soon"),
        ("clip,in,out,for\npier,1s,2s,3s", "too much together"),
        ("clip,in,out\n,1s,2s", "neither a clip nor a scene"),
        ("\x01\x02 junk", "is no text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(PosthouseError, match=problem) as error:
        paper_lines(text, "p.csv")
    assert "p.csv" in str(error.value)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(PosthouseError, match="has 1 timecode") as error:
        paper_lines("pier 1s\nboat 2s 1s\n", "p.txt")
    assert "p.txt:1" in str(error.value)
    assert "p.txt:2" in str(error.value)


@given(st.text(alphabet=st.sampled_from('ab,;|\t\n"#/:-0123fs '), max_size=120))
def test_any_text_is_read_or_refused_with_its_file(text: str) -> None:
    found = _lines_or_problem(text)
    assert found
    assert isinstance(found, tuple) or "p.txt" in found


def _lines_or_problem(text: str) -> tuple[PaperLine, ...] | str:
    try:
        return paper_lines(text, "p.txt")
    except PosthouseError as error:
        return str(error)
