"""``posthouse new`` and ``set``: productions begun and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from posthouse.production import read_production
from posthouse.production.templates import template_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("template", template_names())
def test_every_template_is_a_production_that_can_be_read(
    template: str, posthouse: Callable[..., Any], tmp_path: Path
) -> None:
    ran = posthouse("new", tmp_path / "blue-harbour", "--template", template)
    assert ran.code == 0
    assert read_production(tmp_path / "blue-harbour").document.title == "Blue harbour"


def test_a_title_of_ones_own_is_kept_as_it_is(posthouse: Callable[..., Any], tmp_path: Path) -> None:
    posthouse("new", tmp_path / "a", "--title", 'Night: "Harbour" #1')
    assert read_production(tmp_path / "a").document.title == 'Night: "Harbour" #1'


def test_a_production_that_is_there_is_never_written_over(posthouse: Callable[..., Any], small: Path) -> None:
    before = (small / "production.yaml").read_bytes()
    assert posthouse("new", small).code == 2
    assert (small / "production.yaml").read_bytes() == before


def test_set_changes_one_value_and_keeps_comments(posthouse: Callable[..., Any], small: Path) -> None:
    before = (small / "production.yaml").read_text("utf-8")
    assert posthouse("set", "-p", small, "cut.first.for", "15f").code == 0
    assert (small / "production.yaml").read_text("utf-8") == before.replace("for: 20f", "for: 15f")


def test_set_refuses_what_would_be_wrong_and_writes_nothing(posthouse: Callable[..., Any], small: Path) -> None:
    before = (small / "production.yaml").read_bytes()
    assert posthouse("set", "-p", small, "cut.first.from", "nothing").code == 2
    assert (small / "production.yaml").read_bytes() == before


def test_set_can_take_a_field_out(posthouse: Callable[..., Any], small: Path) -> None:
    assert posthouse("set", "-p", small, "--remove", "deliver.1").code == 0
    assert len(read_production(small).document.deliver) == 1
