"""``posthouse edit``: the text is changed and checked, a dry run shows it, wrong words are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.cli.edit import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def _text(folder: Path) -> str:
    return (folder / "production.yaml").read_text("utf-8")


def test_an_edit_changes_the_text_and_keeps_comments(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("edit", "ripple", "first", "tail", "-6f", "-p", small)
    assert ran.code == 0
    assert "first is 6 frames shorter at its tail" in ran.out
    assert "  - {shot: first, from: bars, for: 14f}    # this comment stays\n" in _text(small)


def test_a_dry_run_shows_the_difference_and_writes_nothing(posthouse: Callable[..., Ran], small: Path) -> None:
    before = _text(small)
    ran = posthouse("edit", "split", "first+5f", "-p", small, "--dry-run")
    assert "+  - {shot: first-2, from: bars, for: 15f, in: 5f}" in ran.out
    assert "+  - {as: still, name: poster, at: first-2}" in ran.out
    assert _text(small) == before


def test_json_lists_the_changes(posthouse: Callable[..., Ran], small: Path) -> None:
    facts = posthouse("edit", "roll", "first/second", "+4f", "-p", small, "--json").facts
    assert facts["written"]
    assert facts["frames_before"] == facts["frames_after"] == 30
    assert facts["shots"][0]["record_after"] == [0, 24]
    assert facts["said"] == ["the join of first and second is 4 frames later"]


def test_what_would_fall_off_is_refused_and_parked_when_asked(posthouse: Callable[..., Ran], small: Path) -> None:
    before = _text(small)
    ran = posthouse("edit", "extract", "first", "-p", small)
    assert ran.code == 2
    assert "this edit would cut away what hangs there: deliverable poster" in ran.err
    assert _text(small) == before
    assert posthouse("edit", "extract", "first", "-p", small, "--park").code == 0
    assert "# parked: deliver: {as: still, name: poster, at: first+5f}" in _text(small)


LINES = (
    "insert ink first+5f --for 4f --shot fresh",
    "overwrite ink first+6f --for 4f",
    "overwrite ink first+5f --for 4f --only picture",
    "replace second bars",
    "fit bars second --in 0f --out 20f",
    "lift second",
    "lift first --only sound",
    "extract second",
    "omit second",
    "move second --before first",
    "ripple first head -2f",
    "roll first/second -2f",
    "slip first +2f",
    "split first+8f",
    "retime first 50%",
    "retime first --keep-length -100%",
    "transition add first/second 4f",
    "nest both first second",
)


@pytest.mark.parametrize("line", LINES)
def test_every_operation_leaves_a_production_that_checks(posthouse: Callable[..., Ran], small: Path, line: str) -> None:
    ran = posthouse("edit", *line.split(), "-p", small)
    assert ran.code == 0, ran.err
    assert posthouse("check", small).code == 0


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("rool first/second 2f", "there is no edit 'rool'; did you mean roll?"),
        ("roll first/third 2f", "there is no shot third"),
        ("roll first/second soon", "'soon' is no amount"),
        ("ripple first tail -20f", "nothing would be left of it"),
        ("retime first", "give a speed, or --ramp"),
        ("retime first --ramp {", "the ramp cannot be read"),
        ("insert nothing first --for 4f", "there is no media nothing with pictures"),
        ("insert theme first --for 4f", "theme has no pictures"),
        ("insert ink first --for long", "ink: 'long' is not a length of time"),
        ("lift 00:00:00:05", "is a place, not a range"),
    ],
)
def test_wrong_words_are_told(posthouse: Callable[..., Ran], small: Path, line: str, cause: str) -> None:
    before = _text(small)
    ran = posthouse("edit", *line.split(), "-p", small)
    assert ran.code == 2
    assert cause in ran.err
    assert "Traceback" not in ran.err
    assert _text(small) == before


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_help_with_examples(posthouse: Callable[..., Ran], operation: str) -> None:
    ran = posthouse("edit", operation, "-h")
    assert ran.code == 0
    assert f"posthouse edit {operation} " in ran.out


def test_a_production_that_is_not_there_is_told(posthouse: Callable[..., Ran], tmp_path: Path) -> None:
    ran = posthouse("edit", "roll", "first/second", "2f", "-p", tmp_path / "nothing")
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_edits_work_without_the_media_as_far_as_they_can(posthouse: Callable[..., Ran], small: Path) -> None:
    file = small / "production.yaml"
    file.write_text(_text(small).replace("{generate: {bars: ebu-75}}", "bars.mov"), "utf-8")
    ran = posthouse("edit", "ripple", "first", "tail", "+4f", "-p", small)
    assert ran.code == 0
    assert "note: bars is not there, so its handles were not checked" in ran.out
    assert "for: 24f" in _text(small)
    ran = posthouse("edit", "ripple", "first", "head", "-4f", "-p", small)
    assert ran.code == 2
    assert "where bars begins and how fast it runs is not known" in ran.err


def test_a_list_of_edits_is_one_change_all_of_it_or_none(
    posthouse: Callable[..., Ran], small: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "changes.yaml"
    listed.write_text(
        "- split first+5f\n- move second --before first   # comments are fine\n- slip first +2f\n", "utf-8"
    )
    ran = posthouse("edit", "all", listed, "-p", small, "--json")
    assert [edit["operation"] for edit in ran.facts["edits"]] == ["split first+5f", "move second", "slip first +2f"]
    assert posthouse("check", small).code == 0
    before = _text(small)
    listed.write_text("- slip first +2f\n- slip nobody +2f\n", "utf-8")
    assert posthouse("edit", "all", listed, "-p", small).code == 2
    assert _text(small) == before


@pytest.mark.parametrize(
    "text", ["", "no list", "- {a: 1}", "- rool first\n", "- slip\n", "- 'slip \"first 2f'\n", "[", "- ''\n"]
)
def test_a_list_that_is_wrong_is_told(posthouse: Callable[..., Ran], small: Path, tmp_path: Path, text: str) -> None:
    listed = tmp_path / "changes.yaml"
    listed.write_text(text, "utf-8")
    ran = posthouse("edit", "all", listed, "-p", small)
    assert ran.code == 2
    assert "changes.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_a_text_with_marks_of_a_merge_is_told_as_one(posthouse: Callable[..., Ran], small: Path) -> None:
    marked = _text(small).replace("cut:\n", "cut:\n<<<<<<< ours\n=======\n>>>>>>> theirs\n")
    (small / "production.yaml").write_text(marked, "utf-8")
    ran = posthouse("check", small)
    assert (ran.code, "a merge is not finished" in ran.err) == (2, True)


def test_new_and_gone_shots_are_told_without_dashes(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("edit", "insert", "bars", "first/", "--for", "4f", "-p", small)
    assert ran.code == 0
    assert "record 20..24" in ran.out


def test_a_move_without_a_place_is_refused(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("edit", "move", "first", "-p", small)
    assert ran.code == 2
    assert "say where to" in ran.err


NESTED = """\
posthouse: 1
title: Nested
format: {size: [96, 54], rate: 25}
media:
  bars:  {generate: {bars: ebu-75}}
  ink:   {generate: {color: "#204060"}}
sequences:
  fight:
    - {shot: punch, from: bars, for: 12f}   # it hits
    - {shot: kick, from: ink, for: 14f}
cut:
  - {shot: first, from: bars, for: 20f}
  - {shot: brawl, from: fight}
  - {shot: again, from: fight, in: 2f, for: 20f}
over:
  - {shot: glow, from: ink, for: 8f, at: first+2f, track: V3, opacity: 0.5}   # glows
  - {shot: mist, from: bars, for: 6f, at: brawl/kick+2f}
deliver: [{as: web, preset: ultrafast}]
"""
INSIDE = (
    "ripple brawl/punch tail +4f",
    "ripple fight/kick head -2f",
    "roll again/punch/kick -3f",
    "roll brawl/kick +2f",
    "slip kick +1f",
    "split brawl/kick+5f",
    "insert ink fight/4f --for 5f",
    "overwrite ink again/kick+6f --for 4f",
    "overwrite ink again/kick+2f --for 4f --only picture",
    "replace punch ink",
    "fit bars kick --in 0f --out 28f",
    "lift punch",
    "move kick --before brawl/punch",
    "retime punch 50%",
    "transition add punch/kick 4f",
    "nest both fight/punch brawl/kick",
    "omit punch --park",
)
OVER = (
    "slip glow +2f",
    "ripple glow tail +3f",
    "roll /glow +2f",
    "slide mist -3f",
    "split glow+4f",
    "replace glow bars",
    "retime glow 200%",
    "fit bars mist --in 0f --out 12f",
    "lift glow",
    "lift first+4f first+6f --track V3",
    "insert bars first+12f --for 4f --track V3",
    "overwrite bars first+4f --for 3f --track V3",
    "overwrite bars glow+4f --for 3f",
    "move glow --to brawl/kick+3f --track V4",
    "move glow --after mist",
    "omit mist",
    "transition add /glow 3f",
)


@pytest.fixture
def fight(tmp_path: Path) -> Path:
    """Return the folder of a production with a sequence, played twice, and shots over the cut."""
    (tmp_path / "production.yaml").write_text(NESTED, "utf-8")
    return tmp_path


@pytest.mark.parametrize("line", [*INSIDE, *OVER])
def test_edits_in_sequences_and_over_the_cut_leave_a_production_that_checks(
    posthouse: Callable[..., Ran], fight: Path, line: str
) -> None:
    ran = posthouse("edit", *line.split(), "-p", fight)
    if line.startswith(("ripple fight/kick", "omit punch")):  # again plays fight up to its frame 22
        assert ran.code == (0 if line.startswith("ripple") else 2), ran.err
    else:
        assert ran.code == 0, ran.err
    assert posthouse("check", fight).code == 0
    assert ("# it hits" in _text(fight)) or line.startswith(("lift", "omit"))


def test_a_list_of_edits_goes_through_all_lists(posthouse: Callable[..., Ran], fight: Path) -> None:
    lines = ("roll brawl/kick +2f", "ripple glow tail -2f", "move mist --to first+3f --track V4", "split first+10f")
    (fight / "changes.yaml").write_text("".join(f"- {line}\n" for line in lines), "utf-8")
    ran = posthouse("edit", "all", fight / "changes.yaml", "-p", fight)
    assert ran.code == 0, ran.err
    assert "at: first+3f, track: V4" in _text(fight)
    assert posthouse("check", fight).code == 0


def test_an_edit_inside_a_sequence_says_who_plays_it(posthouse: Callable[..., Ran], fight: Path) -> None:
    ran = posthouse("edit", "ripple", "brawl/punch", "tail", "+4f", "-p", fight)
    assert "in the sequence fight, played by brawl, again: all of them change" in ran.out
    assert "fight is 4f longer: 30f" in ran.out
    assert "brawl plays all of it: 30f" in ran.out
    assert "again keeps its in and out" in ran.out
    facts = posthouse("edit", "ripple", "brawl/punch", "tail", "-4f", "-p", fight, "--json").facts
    assert facts["sequence"] == {
        "name": "fight",
        "frames_before": 30,
        "frames_after": 26,
        "uses": [
            {"shot": "brawl", "record_before": [20, 50], "record_after": [20, 46]},
            {"shot": "again", "record_before": [50, 70], "record_after": [46, 66]},
        ],
    }
    assert [(shot["shot"], shot["record_after"]) for shot in facts["shots"]] == [("punch", [0, 12])]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("extract fight/0f fight/20f", "again plays fight up to its frame 22, and it would last 6 frames"),
        ("slip fight 2f", "fight is a sequence, not a shot"),
        ("extract glow", "posthouse edit lift glow"),
        ("move glow", "over the cut --to PLACE, --track V3"),
        ("move first --to 3f", "first is not over the cut"),
        ("insert ink first+4f --for 3f --track V3", "glow lies there on V3"),
        ("un-nest again", "fight is played 2 times"),
        ("nest both first glow", "one edit is of one list"),
    ],
)
def test_wrong_words_of_lists_are_told(posthouse: Callable[..., Ran], fight: Path, line: str, cause: str) -> None:
    ran = posthouse("edit", *line.split(), "-p", fight)
    assert ran.code == 2
    assert cause in ran.err
    assert _text(fight) == NESTED
