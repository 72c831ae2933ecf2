"""``posthouse edit`` inside sequences and over the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def _text(folder: Path) -> str:
    return (folder / "production.yaml").read_text("utf-8")


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


def test_a_cue_on_a_shot_that_plays_a_sequence_stays_on_it_when_that_is_nested(
    posthouse: Callable[..., Ran], fight: Path
) -> None:
    cues = "sound: {cues: [{cue: hit, at: brawl+3f, play: rain, for: 10f}]}\n"
    text = _text(fight).replace("sequences:\n", "  rain:  {generate: {soundscape: rain}}\nsequences:\n")
    (fight / "production.yaml").write_text(text + cues, "utf-8")
    assert posthouse("check", fight).code == 0
    ran = posthouse("edit", "nest", "whole", "first", "brawl", "-p", fight)
    assert (ran.code, ran.err) == (0, "")
    assert posthouse("check", fight).code == 0


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("lift nothere", "operation 2, 'lift nothere': there is no shot nothere"),
        ("slip first +1f --park", "said once, for the whole list"),
        ("slip first +1f -p other", "said once, for the whole list"),
        ("all more.yaml", "a list within a list is not taken"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_with_its_operation(
    posthouse: Callable[..., Ran], fight: Path, line: str, cause: str
) -> None:
    before = (fight / "production.yaml").read_text("utf-8")
    (fight / "changes.yaml").write_text(f"- slip first +1f\n- {line}\n", "utf-8")
    ran = posthouse("edit", "all", fight / "changes.yaml", "-p", fight)
    assert ran.code == 2
    assert cause in ran.err
    assert (fight / "production.yaml").read_text("utf-8") == before


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


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        ("roll punch/kick +3f", "ripple kick tail -4f", "slide glow +3f"),
        ("insert ink kick+6f --for 5f --shot new", "transition add kick/new 4f", "lift punch+3f punch+9f"),
        ("retime kick 50%", "move kick --before punch", "replace punch ink"),
    ],
)
def test_an_edit_inside_a_sequence_builds_the_bytes_of_the_same_edit_of_its_shots(
    posthouse: Callable[..., Ran], tmp_path: Path, lines: tuple[str, ...]
) -> None:
    (tmp_path / "changes.yaml").write_text("".join(f"- {line}\n" for line in lines), "utf-8")
    made: list[bytes] = []
    for name in ("inside", "flat"):
        folder = tmp_path / name
        folder.mkdir()
        once = NESTED.replace("  - {shot: again, from: fight, in: 2f, for: 20f}\n", "").replace(
            "title: Nested", "title: x"
        )
        (folder / "production.yaml").write_text(once.replace("[{as: web,", "[{as: web, name: film,"), "utf-8")
        if name == "flat":
            assert posthouse("edit", "un-nest", "brawl", "-p", folder).code == 0
        ran = posthouse("edit", "all", tmp_path / "changes.yaml", "-p", folder, "--park")
        assert ran.code == 0, ran.err
        assert posthouse("build", folder).code == 0
        made += [next((folder / "out").glob("*.mp4")).read_bytes()]
    assert made[0] == made[1]


def test_a_track_may_be_typed_small(posthouse: Callable[..., Ran], small: Path) -> None:
    assert posthouse("edit", "insert", "ink", "first+2f", "--for", "5f", "--track", "v3", "-p", small).code == 0
    assert "track: V3" in (small / "production.yaml").read_text("utf-8")
