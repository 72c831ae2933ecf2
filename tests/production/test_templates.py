"""Templates are valid from the first moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from posthouse.errors import ProductionError
from posthouse.production import production_from_text
from posthouse.production.templates import template_names, template_text


def test_there_are_four() -> None:
    assert template_names() == ("empty", "music-video", "short", "spot")


def test_the_empty_one_names_no_media_and_no_shots() -> None:
    document = production_from_text(template_text("empty", "Film"), Path("production.yaml")).document
    assert (dict(document.media), list(document.shots)) == ({}, [])


@pytest.mark.parametrize("name", template_names())
@pytest.mark.parametrize("title", ["Harbour", 'My "first": a # film', "true", "海辺"])
def test_a_template_is_a_valid_production_with_its_title(name: str, title: str) -> None:
    document = production_from_text(template_text(name, title), Path("production.yaml")).document
    assert document.title == title
    assert document.deliver


def test_the_spot_lasts_20_seconds() -> None:
    shots = production_from_text(template_text("spot", "Spot"), Path("production.yaml")).document.shots
    assert sum(shot.length.frames for shot in shots if shot.length) == 500


def test_an_unknown_template_is_told_with_the_nearest() -> None:
    with pytest.raises(ProductionError, match="did you mean short"):
        template_text("shor", "Film")
