"""``posthouse demo``: its production is right, and the change it proposes touches little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import posthouse as house
from posthouse.cli import demo
from posthouse.production.edit import set_field

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    demo._laid_out(tmp_path / "demo")
    return tmp_path / "demo"


def test_the_demo_is_a_right_production_of_20_to_40_seconds(folder: Path) -> None:
    with house.open(folder) as film:
        film.check()
        seconds = film.programme.cut.duration_frames / 25
    assert 20 <= seconds <= 40


def test_what_it_says_to_try_touches_few_chunks(folder: Path) -> None:
    before = _pictures(folder)
    set_field(folder, *demo._CHANGE)
    changed = _pictures(folder) - before
    assert 1 <= len(changed) <= 4
    assert len(before) >= 20


def test_a_demo_that_is_there_is_kept(folder: Path) -> None:
    text = (folder / "production.yaml").read_text("utf-8").replace("After the Rain", "My own")
    (folder / "production.yaml").write_text(text, "utf-8")
    demo._laid_out(folder)
    assert (folder / "production.yaml").read_text("utf-8") == text


def _pictures(folder: Path) -> set[Any]:
    with house.open(folder) as film:
        return {planned.job.identity for planned in film.jobs() if planned.job.kind == "studio.picture"}
