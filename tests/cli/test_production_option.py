"""``-p`` names the production in every command that works on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

WITHOUT = {"demo", "doctor", "merge", "new", "probe", "schema"}
"""They make a production, or work on files alone."""
FAMILIES = {"edit": "roll", "turnover": "vfx"}
LINES = (
    "check",
    "plan",
    "plan web",
    "markers",
    "why poster",
    "jobs",
    "set cut.first.for 18f",
    "edit slip first +1f",
    "export --list",
)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in WITHOUT])
def test_every_command_on_a_production_has_the_option(posthouse: Callable[..., Ran], name: str) -> None:
    words = [name, *([FAMILIES[name]] if name in FAMILIES else [])]
    ran = posthouse(*words, "--help")
    assert ran.code == 0
    assert "-p" in ran.out.replace(",", " ").split()


@pytest.mark.parametrize("line", LINES)
def test_it_does_what_the_word_does(
    posthouse: Callable[..., Ran], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert posthouse(*line.split(), "-p", small).code == posthouse(*line.split(), "-p", small / "production.yaml").code
    monkeypatch.chdir(small)
    said = posthouse(*line.split(), "-p", small)
    here = posthouse(*line.split())
    assert (said.code, said.err) == (here.code, here.err)
    if line not in {"jobs", "why poster"}:
        assert said.code == 0, said.err


def test_two_productions_are_refused(posthouse: Callable[..., Ran], small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text((small / "production.yaml").read_text())
    ran = posthouse("check", other, "-p", small)
    assert ran.code == 2
    assert "are two productions: name one" in ran.err


@pytest.mark.parametrize("command", ["check", "plan"])
def test_one_production_may_be_said_twice(posthouse: Callable[..., Ran], small: Path, command: str) -> None:
    once, twice = posthouse(command, small), posthouse(command, small, "-p", small / "production.yaml")
    assert (twice.code, twice.out) == (once.code, once.out) == (0, once.out)


def test_a_media_of_a_production_is_named_by_both(posthouse: Callable[..., Ran], small: Path) -> None:
    by_word = posthouse("conform", f"{small}:bars")
    by_option = posthouse("conform", "bars", "-p", small)
    assert (by_option.code, by_option.out, by_option.err) == (by_word.code, by_word.out, by_word.err)


def test_one_that_is_not_there_is_told(posthouse: Callable[..., Ran], tmp_path: Path) -> None:
    for words in (("check",), ("plan", "web"), ("markers",), ("edit", "slip", "first", "1f")):
        ran = posthouse(*words, "-p", tmp_path / "nowhere")
        assert ran.code == 2
        assert "Traceback" not in ran.err
        assert "nowhere" in ran.err
