"""Both sides right in frames, and the merge of them not."""

from __future__ import annotations

from pathlib import Path

import pytest

from posthouse.production.merging import merge_texts
from posthouse.studio.comparing.merged import FrameFindings, merged_in_frames

BASE = """\
posthouse: 1
title: T
format: {size: [64, 64], rate: 24}
media:
  pier: {file: pier.mov, rate: 24}
  boats: {file: boats.mov, rate: 24}
  part: {subclip: pier, in: 0f, out: 90f}
  table: {multicam: {wide: pier, close: {media: boats, offset: 12f}}}
cut:
  - shot: a
    from: pier
    in: 10f
    out: 50f
  - {shot: b, from: boats, in: 20f, for: 40f}
  - dissolve: 10f
  - {shot: c, from: pier, in: 60f, for: 40f}
  - {shot: d, from: part, in: 40f, for: 30f}
  - {shot: e, from: table, angle: close, in: 100f, for: 30f}
titles:
  - {title: name, at: b+5f, for: 10f, text: B}
markers:
  - {marker: m, at: "b@30f"}
"""


def found(*changes: tuple[str, str]) -> FrameFindings:
    ours, theirs = (BASE.replace(*change) for change in changes)
    assert BASE not in (ours, theirs)
    for side in (ours, theirs):
        assert merged_in_frames(side, BASE, BASE, Path("production.yaml")) == FrameFindings(), "right alone"
    merged = merge_texts(BASE, ours, theirs)
    assert merged.is_clean, merged.conflicts
    return merged_in_frames(merged.text, ours, theirs, Path("production.yaml"))


CASES = {
    "dissolve": (("dissolve: 10f", "dissolve: 50f"), ("in: 60f, for: 40f", "in: 60f, for: 20f"), ""),
    "subclip": (("out: 90f}", "out: 75f}"), ("in: 40f, for: 30f", "in: 46f, for: 30f"), "past the end"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_check_would_refuse_is_a_conflict(case: str) -> None:
    ours, theirs, words = CASES[case]
    findings = found(ours, theirs)
    assert findings.conflicts
    assert any(words in each.words for each in findings.conflicts)


def test_an_anchor_past_its_shot_is_a_note() -> None:
    findings = found(("at: b+5f", "at: b+30f"), ("in: 20f, for: 40f", "in: 20f, for: 24f"))
    assert not findings.conflicts
    assert [each.words for each in findings.notes] == ["b+30f lies past the end of b, which has 24 frames"]


def test_a_title_past_the_end_is_a_note() -> None:
    findings = found(
        ("{title: name, at: b+5f, for: 10f", "{title: name, at: e+5f, for: 25f"),
        ("angle: close, in: 100f, for: 30f", "angle: close, in: 100f, for: 20f"),
    )
    assert [each.words for each in findings.notes] == ["it ends 10 frames after the programme"]


def test_a_title_that_is_never_seen_is_a_conflict() -> None:
    findings = found(
        ("at: b+5f, for: 10f", "at: 00:00:07:02, for: 10f"),
        ("{shot: d, from: part, in: 40f, for: 30f}", "{shot: d, from: part, in: 40f, for: 10f}"),
    )
    assert any("never in the picture" in each.words for each in findings.conflicts)


def test_a_source_time_that_is_cut_away_is_a_conflict() -> None:
    findings = found(
        ('at: "b@30f"', 'at: "b@22f"'),
        ("{shot: b, from: boats, in: 20f, for: 40f}", "{shot: b, from: boats, in: 26f, for: 34f}"),
    )
    assert any("cut away" in each.words for each in findings.conflicts)


def test_what_was_wrong_before_is_not_told() -> None:
    wrong = BASE.replace("dissolve: 10f", "dissolve: 60f")
    ours, theirs = wrong.replace("title: T", "title: U"), wrong.replace("text: B", "text: C")
    merged = merge_texts(wrong, ours, theirs)
    assert merged_in_frames(merged.text, ours, theirs, Path("production.yaml")) == FrameFindings()
