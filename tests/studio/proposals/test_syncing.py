"""Sync as a change of the document."""

from __future__ import annotations

import shutil
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


def test_the_reason_names_the_one_without_timecode(set_of_a_take: Path) -> None:
    _, rows = proposed(set_of_a_take, "cam", "take1", by=By.TIMECODE)
    assert getattr(rows[0].verdict, "reason", "").endswith("take1 have no timecode")


@pytest.mark.parametrize("names", [("take1", "cam"), ("cam", "take1", "take2"), ("take2", "take1", "cam")])
def test_a_camera_is_laid_to_its_recorder_in_whatever_order_they_are_named(
    set_of_a_take: Path, names: tuple[str, ...]
) -> None:
    proposal, rows = proposed(set_of_a_take, *names)
    assert {row.reference for row in rows} == {"cam"}
    assert f"sound_from: {{media: take1, sample: {LATE}, " in proposal.diff


def test_recorders_alone_are_compared_and_neither_is_changed(set_of_a_take: Path) -> None:
    shutil.copy(set_of_a_take / "take1.wav", set_of_a_take / "take2.wav")
    proposal, rows = proposed(set_of_a_take, "take1", "take2")
    assert [row.first_sample for row in rows if row.found] == [0]
    assert proposal.diff == ""


def test_of_recordings_that_fit_alike_the_first_is_taken_and_the_other_told(set_of_a_take: Path) -> None:
    shutil.copy(set_of_a_take / "take1.wav", set_of_a_take / "take2.wav")
    proposal, rows = proposed(set_of_a_take)
    assert "sound_from: {media: take1" in proposal.diff
    assert [row.note for row in rows] == ["", "fits as well as take1"]
    proposed(set_of_a_take, "cam", "take2")[0].take()
    assert proposed(set_of_a_take)[0].diff == ""


@pytest.mark.parametrize(("names", "cause"), [(("cam",), "two media"), (("cam", "tak"), "no media file tak")])
def test_a_pair_that_is_none_is_refused(set_of_a_take: Path, names: tuple[str, ...], cause: str) -> None:
    with pytest.raises(ProductionError, match=cause):
        proposed(set_of_a_take, *names)
