"""``posthouse build`` and ``plan``: what ran, what did not, and what is left after an interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_a_build_makes_what_the_document_delivers(posthouse: Callable[..., Any], small: Path) -> None:
    ran = posthouse("build", small, "--json")
    assert ran.code == 0
    assert [file.rpartition("/")[2] for file in ran.facts["files"]] == ["small-web.mp4", "poster.png"]
    assert all((small / "out" / name).is_file() for name in ("small-web.mp4", "poster.png"))
    assert ran.facts["chunks_rebuilt"] >= 2


def test_progress_goes_to_standard_error_as_json_lines(posthouse: Callable[..., Any], small: Path) -> None:
    events = [json.loads(line)["event"] for line in posthouse("build", small, "--json").err.splitlines()]
    assert events[0] == "build_started"
    assert events[-1] == "build_ended"
    assert "job_finished" in events


def test_a_second_build_does_nothing_and_says_so(posthouse: Callable[..., Any], built: Path) -> None:
    ran = posthouse("build", built)
    assert ran.code == 0
    assert ran.out.startswith("nothing changed since the last build\n")
    assert str(built / "out" / "poster.png") in ran.out


def test_a_build_of_one_deliverable_leaves_the_others(posthouse: Callable[..., Any], small: Path) -> None:
    assert posthouse("build", small, "poster").code == 0
    assert {path.name for path in (small / "out").iterdir()} == {"poster.png"}


def test_another_document_beside_it_is_built_although_nothing_changed(
    posthouse: Callable[..., Any], small: Path
) -> None:
    posthouse("build", small, "poster")
    text = (small / "production.yaml").read_text("utf-8")
    (small / "other.yaml").write_text(text.replace("first+5f", "second+2f").replace("poster", "other"), "utf-8")
    assert posthouse("build", small / "other.yaml", "other").code == 0
    assert (small / "out" / "other.png").is_file()


def test_the_current_folder_is_the_production(posthouse: Callable[..., Any], built: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(built)
    assert posthouse("build").code == 0
    assert posthouse("plan").out.startswith("nothing to do")


def test_a_plan_names_what_must_run_and_why(posthouse: Callable[..., Any], small: Path) -> None:
    facts = posthouse("plan", small, "--json").facts
    assert not facts["is_current"]
    assert {job["why"] for job in facts["dirty"]} == {"never built"}
    assert any(path.endswith("small-web.mp4") for path in facts["to_publish"])


def test_after_a_change_the_plan_tells_it_from_what_to_what(posthouse: Callable[..., Any], small: Path) -> None:
    posthouse("build", small, "web")
    posthouse("set", "-p", small, "media.ink.generate.color", "#406020")
    dirty = posthouse("plan", small, "web", "--json").facts["dirty"]
    assert len([job for job in dirty if job["kind"] == "studio.picture"]) == 1
    assert "changed from" in dirty[0]["why"]


def test_ctrl_c_is_code_130_without_a_traceback_and_the_next_build_goes_on(small: Path) -> None:
    text = (
        (small / "production.yaml").read_text("utf-8").replace("for: 20f", "for: 3000f").replace("ultrafast", "medium")
    )
    (small / "production.yaml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "posthouse", "build", str(small), "web", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as building:
        assert building.stderr is not None
        try:
            _wait_for(building, "job_finished")
            os.kill(building.pid, signal.SIGINT)
            out, err = building.communicate(timeout=60)
        finally:
            building.kill()
    assert building.returncode == 130
    assert "Traceback" not in err
    assert json.loads(out)["exit_code"] == 130
    assert not (small / "out" / "small-web.mp4").exists()
    assert not list((small / ".posthouse" / "tmp").iterdir())


def _wait_for(building: subprocess.Popen[str], event: str) -> None:
    assert building.stderr is not None
    deadline = time.monotonic() + 60
    for line in building.stderr:
        if json.loads(line)["event"] == event or time.monotonic() > deadline:
            return


def test_another_document_of_the_folder_has_deliverables_of_its_own(posthouse: Callable[..., Any], built: Path) -> None:
    film = next((built / "out").glob("*.mp4"))
    before = film.read_bytes()
    document = (built / "production.yaml").read_text("utf-8")
    (built / "trailer.yaml").write_text(document.replace("for: 20f", "for: 15f").replace("poster", "card"), "utf-8")
    ran = posthouse("build", built / "trailer.yaml", "--json")
    assert [file.rpartition("/")[2] for file in ran.facts["files"]] == ["trailer-web.mp4", "card.png"]
    assert film.read_bytes() == before


def test_two_movies_keep_their_reports(posthouse: Callable[..., Any], small: Path) -> None:
    file = small / "production.yaml"
    file.write_text(file.read_text("utf-8") + "  - {as: web, name: other, preset: ultrafast, crf: 30}\n", "utf-8")
    posthouse("build", small)
    assert all((small / "out" / f"{name}.mp4.report.txt").is_file() for name in ("small-web", "other"))
    assert posthouse("plan", small, "--json").facts["is_current"]


def test_a_production_that_delivers_nothing_is_told_so(posthouse: Callable[..., Any], small: Path) -> None:
    file = small / "production.yaml"
    file.write_text(file.read_text("utf-8").partition("deliver:")[0], "utf-8")
    for command in ("check", "plan", "build"):
        assert "delivers nothing yet" in posthouse(command, small).out


def test_a_word_that_is_no_production_is_named(
    posthouse: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = posthouse("build", "harbuor")
    assert ran.code == 2
    assert "harbuor is none" in ran.err
