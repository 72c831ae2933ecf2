"""``posthouse merge``, alone and as git's merge driver."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posthouse.cli.main import run

TEXT = """\
posthouse: 1
title: Harbour
format: {size: [64, 64], rate: 24}
media: {pier: {generate: {color: red}}}
cut:
  - {shot: one, from: pier, for: 24f}    # first
  - {shot: two, from: pier, for: 24f}
  - {shot: three, from: pier, for: 24f}
deliver: [web]
"""


def written(folder: Path, **texts: str) -> list[str]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.yaml"
        path.write_text(text)
        paths.append(str(path))
    return paths


def test_two_trims_merge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = written(tmp_path, base=TEXT, ours=TEXT.replace("one, from: pier, for: 24f", "one, from: pier, for: 20f"),
                    theirs=TEXT.replace("three, from: pier, for: 24f", "three, from: pier, for: 12f"))  # fmt: skip
    assert run(["merge", *paths, "--write", str(tmp_path / "out.yaml")]) == 0
    text = (tmp_path / "out.yaml").read_text()
    assert "one, from: pier, for: 20f}    # first" in text
    assert "three, from: pier, for: 12f" in text


def test_a_conflict_is_told_and_the_code_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = written(
        tmp_path, base=TEXT, ours=TEXT.replace("24f}    #", "20f}    #"), theirs=TEXT.replace("24f}    #", "12f}    #")
    )
    assert run(["merge", *paths, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["conflicts"][0] == {
        "what": "one",
        "words": "both changed its length: ours 20f, theirs 12f (was 24f)",
        "field": "for",
    }
    assert "<<<<<<< ours" in answer["text"]


def test_too_few_texts_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", *written(tmp_path, base=TEXT)]) == 2
    assert "BASE OURS THEIRS" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_merges_two_branches_with_the_driver(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, env=environment)  # noqa: S607

    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
    }  # fmt: skip
    production = tmp_path / "production.yaml"
    git("init", "-b", "main")
    subprocess.run(["posthouse", "merge", "--install"], cwd=tmp_path, check=True, env=environment, capture_output=True)  # noqa: S607
    production.write_text(TEXT)
    git("add", ".")
    git("commit", "-m", "base")
    git("checkout", "-b", "other")
    production.write_text(TEXT.replace("two, from: pier, for: 24f", "two, from: pier, for: 30f"))
    git("commit", "-am", "longer")
    git("checkout", "main")
    lines = TEXT.splitlines(keepends=True)
    production.write_text("".join([*lines[:5], lines[6], lines[5], *lines[7:]]))
    git("commit", "-am", "swapped")
    git("merge", "other")
    text = production.read_text()
    assert text.index("shot: two") < text.index("shot: one")
    assert "two, from: pier, for: 30f" in text


def test_what_goes_together_only_in_the_text_is_told_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = TEXT.replace("  - {shot: three", "  - dissolve: 8f\n  - {shot: three")
    longer = base.replace("dissolve: 8f", "dissolve: 20f")
    shorter = base.replace("three, from: pier, for: 24f", "three, from: pier, for: 8f")
    paths = written(tmp_path, base=base, ours=longer, theirs=shorter)
    merged = tmp_path / "merged.yaml"
    assert run(["merge", *paths, "--write", str(merged)]) == 2
    assert "the transition is longer than the shots it joins" in capsys.readouterr().err
    assert "dissolve: 20f" in merged.read_text()


def test_an_anchor_past_its_shot_is_a_note_and_no_conflict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = TEXT + "markers: [{marker: m, at: one+2f}]\n"
    late = base.replace("one+2f", "one+20f")
    shorter = base.replace("one, from: pier, for: 24f", "one, from: pier, for: 12f")
    assert run(["merge", *written(tmp_path, base=base, ours=late, theirs=shorter)]) == 0
    assert "past the end of one" in capsys.readouterr().err
