"""The shots of a movie, as a sequence and as splits of a shot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.studio import open_film
from posthouse.studio.proposals.detecting import proposed_sequence, proposed_splits

if TYPE_CHECKING:
    from pathlib import Path

CUT, COUNT = 202, 240
"""Frames of nasa_13013.mp4: where it is cut, and where it is left here; it dissolves at 127 to 151."""


@pytest.fixture
def trailer(media: Path, tmp_path: Path) -> Path:
    """Return a production with one shot of a movie that has a dissolve and a cut, and a title after the cut."""
    (tmp_path / "movie.mp4").symlink_to(media / "footage" / "nasa_13013.mp4")
    (tmp_path / "production.yaml").write_text(
        f"""posthouse: 1
title: Trailer
format: {{size: [96, 54], rate: 25}}
media: {{trailer: movie.mp4}}
cut:
  - {{shot: all, from: trailer, in: 100f, out: {COUNT}f}}  # the whole of it
titles:
  - {{title: name, text: Ada, at: all+110f, for: 12f}}
"""
    )
    return tmp_path


def test_a_shot_is_split_where_its_movie_was_cut(trailer: Path) -> None:
    with open_film(trailer) as film:
        before = film.programme.cut.duration_frames
    proposal, found = proposed_splits(trailer, "all")
    assert [shot.start_frame for shot in found.shots] == [100, 139, CUT]
    assert re.findall(r"shot: ([\w-]+)", proposal.draft.text) == ["all", "all-2", "all-3"]
    assert "at: all-3+8f" in proposal.draft.text
    proposal.take()
    with open_film(trailer) as film:
        shots = film.programme.cut.shots()
        assert film.programme.cut.duration_frames == before
    assert [shot.source.grid_range().start_frame for shot in shots] == [100, 139, CUT]


def test_a_shot_of_another_rate_is_split_where_it_shows_the_new_picture(trailer: Path) -> None:
    file = trailer / "production.yaml"
    file.write_text(file.read_text().replace("rate: 25", "rate: 50").replace("110f", "10f"))
    proposal, _ = proposed_splits(trailer, "all")
    proposal.take()
    with open_film(trailer) as film:
        assert [shot.start_frame for shot in film.programme.cut.shots()] == [0, 78, 204]


def test_the_same_shots_are_a_sequence(trailer: Path) -> None:
    proposal, found = proposed_sequence(trailer, "trailer")
    assert CUT in [shot.start_frame for shot in found.shots]
    assert "begins with a dissolve of 24 frames" in proposal.draft.text


@pytest.mark.parametrize(("shot", "change", "cause"), [("al", "", "no shot al"), ("all", ", speed: 50%", "own speed")])
def test_what_cannot_be_split_is_refused(trailer: Path, shot: str, change: str, cause: str) -> None:
    file = trailer / "production.yaml"
    file.write_text(file.read_text().replace(f"out: {COUNT}f}}", f"out: {COUNT}f{change}}}"))
    with pytest.raises(ProductionError, match=cause):
        proposed_splits(trailer, shot)


def test_a_shot_of_one_picture_stays_as_it_is(trailer: Path) -> None:
    file = trailer / "production.yaml"
    file.write_text(file.read_text().replace("in: 100f", "in: 205f").replace("all+110f", "all+10f"))
    proposal, found = proposed_splits(trailer, "all")
    assert (proposal.diff, len(found.shots)) == ("", 1)
