"""``posthouse check``: all problems at once, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_right_production_is_told_with_its_length(posthouse: Callable[..., Any], small: Path) -> None:
    ran = posthouse("check", small)
    assert ran.code == 0
    assert "1.20 s at 25 fps" in ran.out
    assert "nothing is wrong" in ran.out


def test_json_has_the_length_in_frames(posthouse: Callable[..., Any], small: Path) -> None:
    facts = posthouse("check", small, "--json").facts
    assert (facts["ok"], facts["duration_frames"], facts["shots"]) == (True, 30, 2)


def test_every_problem_is_told_at_once_with_its_line(posthouse: Callable[..., Any], small: Path) -> None:
    text = (small / "production.yaml").read_text("utf-8")
    (small / "production.yaml").write_text(text.replace("from: bars", "from: brs").replace("at: first", "at: frist"))
    ran = posthouse("check", small)
    assert ran.code == 2
    assert ":9:" in ran.err
    assert ":15:" in ran.err
    assert "2 problems" in ran.err


def test_missing_media_alone_are_code_3(posthouse: Callable[..., Any], small: Path) -> None:
    text = (small / "production.yaml").read_text("utf-8")
    (small / "production.yaml").write_text(text.replace('{generate: {color: "#204060"}}', "gone.mov"))
    ran = posthouse("check", small, "--json")
    assert ran.code == 3
    assert "gone.mov" in ran.facts["problems"][0]["cause"]
