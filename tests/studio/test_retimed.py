"""Ramps, frames between pictures and rates: incremental is clean, trims stay local, work hangs on the source."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.studio.tiny import labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.studio.tiny import Tiny

RAMP = [{"at": "1s", "to": "100%"}, {"at": "3s", "to": "40%", "ease": "smooth"}, {"at": "4s", "to": "150%"}]


def document(**shot: Any) -> dict[str, Any]:
    """Return a production with one shot that is retimed, between two that are not."""
    return {
        "posthouse": 1,
        "title": "Retimed",
        "format": {"size": [96, 54], "rate": 24},
        "media": {"pan": "media/pan.mov"},
        "cut": [
            {"shot": "before", "from": "pan", "in": "0s", "for": "24f", "sound": {"mute": True}},
            {"shot": "retimed", "from": "pan", "in": "1s", "out": "5s", "speed": RAMP, **shot},
            {"shot": "after", "from": "pan", "in": "6s", "for": "24f"},
        ],
        "titles": [{"text": "now", "at": "retimed@3s", "for": "12f"}],
        "deliver": ["web"],
    }


def clean_build(tiny: Tiny, place: Path) -> dict[str, bytes]:
    """Return what a build from nothing publishes."""
    shutil.copytree(tiny.folder, place, ignore=shutil.ignore_patterns(".posthouse", "out"))
    clean = replace(tiny, folder=place)
    clean.build()
    return clean.finished()


@pytest.mark.parametrize("frames", ["nearest", "blend"])
def test_a_trimmed_ramp_is_built_as_if_from_nothing(tiny: Callable[..., Tiny], tmp_path: Path, frames: str) -> None:
    written = document(frames=frames, sound={"pitch": "kept"})
    film = tiny(written)
    film.build()
    changed = copy.deepcopy(written)
    changed["cut"][1]["in"] = "36f"
    film.write(changed)
    film.build()
    assert film.finished() == clean_build(film, tmp_path / "clean" / "film")


def test_a_head_trim_of_a_ramp_renders_its_first_chunk_only(tiny: Callable[..., Tiny]) -> None:
    written = document()
    film = tiny(written)
    film.build()
    changed = copy.deepcopy(written)
    changed["cut"][1]["in"] = "30f"
    film.write(changed)
    rendered = labels(film.build(), "studio.picture")
    assert len(rendered) == 1
    assert "retimed" in rendered[0]


def test_a_title_stands_where_the_ramp_shows_its_moment(tiny: Callable[..., Tiny]) -> None:
    with tiny(document()).open() as opened:
        programme = opened.programme
        shot = programme.cut.by_id["retimed"]
        at = programme.titles[0].range.start_frame - shot.start_frame
        assert shot.source.grid_frame(at - 1) < 72 <= shot.source.grid_frame(at)
