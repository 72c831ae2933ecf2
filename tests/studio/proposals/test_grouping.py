"""Cameras proposed as a multicam."""

from __future__ import annotations

import shutil
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from posthouse.errors import ProductionError
from posthouse.studio import open_film
from posthouse.studio.proposals.grouping import proposed_multicam
from posthouse.studio.proposals.proposal import on_the_bench
from posthouse.studio.proposals.syncing import Syncing
from posthouse.timing import Length
from tests.assistant.sync.conftest import speech
from tests.studio.proposals.conftest import camera

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.proposals import Proposal
    from posthouse.studio.proposals.syncing import Synced

LATER = (0, 60_001, 36_000)
"""Where each camera begins, in samples of the recorder."""


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of a recorder and three cameras, two of which ran with it."""
    folder = tmp_path_factory.mktemp("cameras")
    sound = speech(18, 48_000, 5) * 3
    soundfile.write(folder / "take.wav", sound, 48_000, subtype="PCM_24")
    for number, later in enumerate(LATER, 1):
        heard = speech(12, 48_000, 99) if number == 3 else sound[later:]
        camera(folder / f"cam{number}.mov", heard, frames=24 * 11)
    return folder


@pytest.fixture
def three_cameras(tmp_path: Path, footage: Path) -> Path:
    """Return a production of them."""
    shutil.copytree(footage, tmp_path, dirs_exist_ok=True)
    (tmp_path / "production.yaml").write_text(
        """posthouse: 1
title: Set
format: {size: [96, 54], rate: 24}
media:
  cam1: cam1.mov
  cam2: cam2.mov
  cam3: cam3.mov
  take: take.wav
cut:
  - {shot: talk, from: cam1}
"""
    )
    return tmp_path


def proposed(folder: Path, name: str, *names: str) -> tuple[Proposal, tuple[Synced, ...]]:
    with on_the_bench(folder) as bench:
        syncing = Syncing(bench=bench)
        try:
            return proposed_multicam(syncing, name, names)
        finally:
            syncing.close()


@pytest.mark.parametrize("names", [(), ("cam1", "cam2"), ("take", "cam1", "cam2", "cam3")])
def test_cameras_lie_where_their_sound_says(three_cameras: Path, names: tuple[str, ...]) -> None:
    proposal, rows = proposed(three_cameras, "table", *names)
    angles = proposal.draft.at(("media", "table", "multicam"))
    assert isinstance(angles, dict)
    assert list(angles) == ["cam1", "cam2"]
    assert [row.other for row in rows if row.found is None] == (["cam3"] if len(names) != 2 else [])
    second = angles["cam2"]
    assert isinstance(second, dict)
    later = Length.parse(str(second["offset"])).seconds
    assert abs(later - Fraction(LATER[1], 48_000)) < Fraction(1, 40_000)


def test_what_is_taken_opens_and_is_a_multicam(three_cameras: Path) -> None:
    proposal, _ = proposed(three_cameras, "table", "cam2", "cam1")
    assert "cam1: {media: cam1, offset: -1.2500" in proposal.diff
    assert "table" in proposal.take().document.media
    with open_film(three_cameras) as film:
        assert film.check() is not None


@pytest.mark.parametrize(
    ("name", "names", "cause"),
    [
        ("cam1", (), "there is a media cam1 already"),
        ("a b", (), "is no name"),
        ("table", ("cam1", "take"), "two cameras"),
        ("table", ("cam1", "none"), "no media file none"),
    ],
)
def test_what_cannot_be_a_multicam_is_refused(
    three_cameras: Path, name: str, names: tuple[str, ...], cause: str
) -> None:
    with pytest.raises(ProductionError, match=cause):
        proposed(three_cameras, name, *names)


def test_a_recorder_that_heard_nothing_of_it_is_passed_over(three_cameras: Path) -> None:
    soundfile.write(three_cameras / "take.wav", np.zeros(18 * 48_000), 48_000, subtype="PCM_24")
    proposal, rows = proposed(three_cameras, "table", "take", "cam1", "cam2")
    assert [(row.reference, row.other) for row in rows] == [("cam1", "cam2")]
    assert "cam2: {media: cam2, offset: 1.25002" in proposal.diff


def test_cameras_that_never_ran_together_make_none(three_cameras: Path) -> None:
    proposal, rows = proposed(three_cameras, "table", "cam1", "cam3")
    assert (proposal.diff, [row.found for row in rows]) == ("", [None])
