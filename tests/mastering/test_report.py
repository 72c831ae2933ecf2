"""Readings and decisions survive being written."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from posthouse.mastering import Loudness, MasterDecision, Outcome, read_decision, read_loudness
from posthouse.mastering.limiter import LimiterSettings
from posthouse.mastering.report import write_decision, write_loudness

if TYPE_CHECKING:
    from pathlib import Path

READINGS = Loudness(
    integrated_lufs=-23.01,
    range_lu=4.5,
    true_peak_dbtp=-1.25,
    max_momentary_lufs=-18.0,
    max_short_term_lufs=-20.0,
    sample_peak_dbfs=-math.inf,
)
LIMITER = LimiterSettings(gain=1.5, ceiling_dbtp=-1.05, look_ahead_samples=1, hold_samples=2, release_samples=3)


def test_loudness_survives_and_silence_is_null(tmp_path: Path) -> None:
    write_loudness(READINGS, tmp_path / "loudness")
    assert read_loudness(tmp_path / "loudness") == READINGS
    assert json.loads((tmp_path / "loudness").read_text())["sample_peak_dbfs"] is None


def test_decision_survives(tmp_path: Path) -> None:
    decision = MasterDecision(
        outcome=Outcome.LIMITED, gain_db=3.5, limiter=LIMITER, target_lufs=-14, reached_lufs=-14.0, reduction_db=2.5
    )
    write_decision(decision, tmp_path / "decision")
    assert read_decision(tmp_path / "decision") == decision
