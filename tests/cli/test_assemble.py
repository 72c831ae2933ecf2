"""``posthouse assemble``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

_SCRIPT = "INT. HOUSE - DAY #1#\n\nRain.\n\nEXT. PIER - DAWN #2#\n\nShe walks away.\n"


def test_a_script_without_footage_is_slugs_shown_first_and_written_with_take(
    posthouse: Callable[..., Ran], small: Path
) -> None:
    (small / "a.fountain").write_text(_SCRIPT, "utf-8")
    shown = posthouse("assemble", small / "a.fountain", small, "--into", "rough")
    assert shown.code == 0
    assert "nothing is written yet" in shown.out
    taken = posthouse("assemble", small / "a.fountain", small, "--into", "rough", "--take", "--json")
    assert [scene["missing"] for scene in taken.facts["scenes"]] == [True, True]
    assert "{shot: s2-missing, from: scene-missing" in (small / "production.yaml").read_text("utf-8")


def test_a_cut_somebody_made_is_not_written_over(posthouse: Callable[..., Ran], small: Path) -> None:
    (small / "a.fountain").write_text(_SCRIPT, "utf-8")
    ran = posthouse("assemble", small / "a.fountain", small, "--take")
    assert ran.code != 0
    assert "the cut has 2 shots already" in ran.err
    assert "--into assembly" in ran.err


def test_shots_that_other_work_hangs_on_do_not_go_unseen(posthouse: Callable[..., Ran], small: Path) -> None:
    (small / "a.fountain").write_text(_SCRIPT, "utf-8")
    ran = posthouse("assemble", small / "a.fountain", small, "--replace")
    assert ran.code != 0
    assert "first" in ran.err


def test_a_file_that_is_not_there_is_one_error(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("assemble", small / "none.csv", small)
    assert ran.code != 0
    assert "cannot be read" in ran.err
