"""``posthouse diff``: productions, revisions and files."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from posthouse.cli.main import run
from tests.studio.recut.recutting import example_text

if TYPE_CHECKING:
    from pathlib import Path

TRIMMED = ("shot: major, from: forest, in: 776f, for: 64f", "shot: major, from: forest, in: 780f, for: 60f")


@pytest.fixture
def films(tmp_path: Path) -> tuple[Path, Path]:
    """Return two production files, the second with a trim."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(example_text())
    new.write_text(example_text().replace(*TRIMMED))
    return old, new


def test_changes_are_shown(films: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(films[0]), str(films[1])]) == 0
    assert "00:00:17:17  major: 4 frames shorter at the head" in capsys.readouterr().out


def test_reports_are_written(films: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("x.html", "x.edl", "x.txt")]
    options = [
        word for option, file in zip(("--html", "--edl", "--list"), files, strict=True) for word in (option, str(file))
    ]
    assert run(["diff", *map(str, films), *options, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["changes"][0]["kind"] == "trimmed"
    assert all("major" in file.read_text() for file in files)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_revision_is_compared_with_what_is_here(
    films: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    film = tmp_path / "film"
    film.mkdir()
    shutil.copyfile(films[0], film / "production.yaml")
    who = ["-c", "user.email=a@example.com", "-c", "user.name=a"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=film, check=True)  # noqa: S607 - on PATH
    shutil.copyfile(films[1], film / "production.yaml")
    monkeypatch.chdir(film)
    assert run(["diff"]) == 0
    assert run(["diff", "HEAD:production.yaml", "."]) == 0
    assert capsys.readouterr().out.count("major: 4 frames shorter at the head") == 2
    assert run(["diff", "nowhere"]) == 2


@pytest.mark.parametrize("name", ["nothing.edl", "nothing.yaml", "no-revision"])
def test_what_is_not_there_is_one_error(
    name: str, films: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", name, str(films[1]), "-p", str(films[1])]) in {2, 3}
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "Traceback" not in said


def test_junk_is_one_error(films: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "junk.otio").write_bytes(bytes(range(256)))
    assert run(["diff", str(films[0]), str(tmp_path / "junk.otio")]) in {2, 3}
    assert capsys.readouterr().err.startswith("error: ")
