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
