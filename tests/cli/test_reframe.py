"""``posthouse reframe``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def test_a_shape_is_shown_first_and_written_with_take(posthouse: Callable[..., Ran], small: Path) -> None:
    shown = posthouse("reframe", small, "--to", "9:16")
    assert shown.code == 0
    assert "+format: {size: [54, 96], rate: 25}" in shown.out
    assert not (small / "vertical.yaml").exists()
    taken = posthouse("reframe", small, "--to", "9:16", "--take", "--json")
    assert taken.facts["document"] == "vertical.yaml"
    assert taken.facts["taken"]
    assert (small / "vertical.yaml").is_file()


def test_what_is_no_shape_is_a_mistake_of_the_command(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("reframe", small, "--to", "tall")
    assert ran.code == 2
    assert "write it as 9:16" in ran.err


def test_a_shot_that_is_not_there_is_refused(posthouse: Callable[..., Ran], small: Path) -> None:
    ran = posthouse("reframe", small, "fisrt", "--to", "1:1")
    assert ran.code != 0
    assert "there is no shot fisrt" in ran.err
