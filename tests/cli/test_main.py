"""The front door: help, versions, exit codes, and errors without tracebacks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from posthouse.cli.exits import MEANINGS
from posthouse.cli.main import COMMANDS, house

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

HURRIED = [
    (),
    ("chek",),
    ("check", "no-such-folder"),
    ("check", "/dev/null"),
    ("check", "a", "b"),
    ("check", "--jsn"),
    ("build", "no/such/folder"),
    ("build", "{small}", "wbe"),
    ("build", "{small}", "--cores", "0"),
    ("build", "{small}", "--cores", "many"),
    ("plan", "{small}/production.yml"),
    ("frame", "{small}"),
    ("frame", "{small}", "99:99:99:99"),
    ("frame", "{small}", "fist+2f"),
    ("frame", "{small}", "1h"),
    ("frame", "{small}", "5000f"),
    ("frame", "{small}", "0", "--size", "huge"),
    ("frame", "{small}", "0", "--size", "99999x99999"),
    ("frame", "{small}", "0", "-o", "still.gif"),
    ("frame", "{small}", "0", "--contact-sheet"),
    ("frame", "{small}", "--contact-sheet", "--every", "soon"),
    ("jobs", "{small}", "--craft", "catering"),
    ("jobs", "{small}", "--state", "late"),
    ("why", "{small}"),
    ("why", "{small}", "no such job at all"),
    ("probe",),
    ("probe", "no-such-file.mov"),
    ("probe", "{small}/production.yaml"),
    ("clean", "{small}", "--older-than", "yesterday"),
    ("clean", "{small}", "--max-size", "small"),
    ("clean", "{small}", "--all", "--max-size", "1GB"),
    ("new",),
    ("new", "{small}"),
    ("new", "/proc/nowhere/harbour"),
    ("new", "harbour", "--template", "feture"),
    ("set", "cut.first.for"),
    ("set", "-p", "{small}", "cut.frist.for", "5f"),
    ("set", "-p", "{small}", "cut.first.for", "soon"),
    ("set", "-p", "{small}", "title", "[unclosed"),
    ("schema", "extra"),
    ("demo", "/proc/nowhere"),
]


@pytest.mark.parametrize("arguments", HURRIED, ids=" ".join)
def test_a_hurried_mistake_is_one_clear_error(
    arguments: tuple[str, ...], posthouse: Callable[..., Any], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.parent)
    ran = posthouse(*(argument.replace("{small}", str(small)) for argument in arguments))
    if arguments:
        assert ran.code in {2, 3}
    said = ran.err + ran.out
    assert "Traceback" not in said
    assert "internal error" not in said
    assert said.strip()


@pytest.mark.parametrize("arguments", HURRIED[1:], ids=" ".join)
def test_with_json_every_mistake_is_one_document_with_its_exit_code(
    arguments: tuple[str, ...], posthouse: Callable[..., Any], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.parent)
    ran = posthouse(*(argument.replace("{small}", str(small)) for argument in arguments), "--json")
    assert ran.facts["ok"] is False
    assert ran.code in {2, 3}
    assert ran.facts.get("exit_code", ran.code) == ran.code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_and_takes_json(name: str, posthouse: Callable[..., Any]) -> None:
    ran = posthouse(name, "--help")
    assert ran.code == 0
    assert "Examples:" in ran.out
    assert f"posthouse {name}" in ran.out
    assert "--json" in ran.out


def test_help_shows_every_exit_code(posthouse: Callable[..., Any]) -> None:
    out = posthouse("--help").out
    for code, meaning in MEANINGS.items():
        assert f"{code.value:>3}  {meaning}" in out


def test_without_a_command_it_shows_its_help(posthouse: Callable[..., Any]) -> None:
    assert posthouse().err.startswith("Usage: posthouse")


def test_a_misspelt_command_names_the_nearest(posthouse: Callable[..., Any]) -> None:
    assert "did you mean build?" in posthouse("biuld").err


def test_version_is_the_packages(posthouse: Callable[..., Any]) -> None:
    from importlib.metadata import version

    assert posthouse("--version").out == f"posthouse {version('posthouse')}\n"


def test_an_unforeseen_error_is_one_line_and_code_1(
    posthouse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "invoke", lambda _context: 1 / 0)
    ran = posthouse("check")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError" in ran.err
    assert "--debug" in ran.err


def test_debug_shows_the_traceback(posthouse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "invoke", lambda _context: 1 / 0)
    assert "Traceback" in posthouse("check", "--debug").err


def test_an_interruption_is_code_130_and_says_what_is_kept(
    posthouse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_context: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(house, "invoke", interrupt)
    ran = posthouse("build")
    assert ran.code == 130
    assert "finished work is kept" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["edit", "--help"], ["edit", "roll", "--help"], ["turnover", "vfx", "-h"]]
)
def test_it_starts_without_any_craft(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "posthouse", *arguments]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    modules = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    assert "posthouse.cli.main" in modules
    assert not modules & {"numpy", "pydantic", "rich", "av", "posthouse.studio", "posthouse.production"}


def test_it_starts_in_a_fifth_of_a_second_of_processor_time() -> None:
    def seconds() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "posthouse", "--version"], capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.2


def test_output_in_a_pipe_has_no_colors(small: Path) -> None:
    command = [sys.executable, "-m", "posthouse", "plan", str(small)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "\x1b" not in shown
