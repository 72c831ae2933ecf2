"""Sync as a change of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.signal import fftconvolve

from posthouse.errors import ProductionError
from posthouse.studio import open_film
from posthouse.studio.proposals.proposal import on_the_bench
from posthouse.studio.proposals.syncing import By, Syncing
from tests.studio.proposals.conftest import LATE, PPM

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.proposals import Proposal
    from posthouse.studio.proposals.syncing import Synced


def proposed(folder: Path, *names: str, by: By = By.AUTO) -> tuple[Proposal, tuple[Synced, ...]]:
    with on_the_bench(folder) as bench:
        syncing = Syncing(bench=bench, by=by)
        try:
            return syncing.proposed(names)
        finally:
            syncing.close()


def test_a_camera_is_laid_to_its_recorder_and_to_no_other(set_of_a_take: Path) -> None:
    before = (set_of_a_take / "production.yaml").read_text()
    proposal, rows = proposed(set_of_a_take)
    assert [(row.other, row.found is not None) for row in rows] == [("take1", True), ("take2", False)]
    assert rows[0].first_sample == LATE
    assert rows[0].found is not None
    assert rows[0].found.drift_ppm == pytest.approx(PPM, abs=1)
    assert "+  cam: {file: cam.mov, sound_from: {media: take1, sample: 12345, drift: " in proposal.diff
    assert "# A camera" in proposal.draft.text
    assert (set_of_a_take / "production.yaml").read_text() == before


def test_what_is_taken_is_heard_in_step_with_the_camera(set_of_a_take: Path) -> None:
    with open_film(set_of_a_take) as film:
        own = film.sound(of="dialogue")[0]
    proposed(set_of_a_take)[0].take()
    with open_film(set_of_a_take) as film:
        recorded = film.sound(of="dialogue")[0]
    for at in (48_000, 12 * 48_000):
        first, second = own[at : at + 48_000], recorded[at : at + 48_000]
        lag = int(np.argmax(fftconvolve(second, first[::-1]))) - 47_999
        assert lag == 0


def test_a_second_sync_changes_nothing(set_of_a_take: Path) -> None:
    proposed(set_of_a_take)[0].take()
    assert proposed(set_of_a_take)[0].diff == ""


def test_without_timecode_there_is_no_sync_by_it(set_of_a_take: Path) -> None:
    proposal, rows = proposed(set_of_a_take, by=By.TIMECODE)
    assert proposal.diff == ""
    assert all(row.found is None for row in rows)


@pytest.mark.parametrize(("names", "cause"), [(("cam",), "two media"), (("cam", "tak"), "no media file tak")])
def test_a_pair_that_is_none_is_refused(set_of_a_take: Path, names: tuple[str, ...], cause: str) -> None:
    with pytest.raises(ProductionError, match=cause):
        proposed(set_of_a_take, *names)
