"""Loudness and decisions as JSON, between jobs and for people. Silence (-inf) is written as null."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import TYPE_CHECKING, Any

from posthouse.mastering.limiter import LimiterSettings
from posthouse.mastering.master import MasterDecision, Outcome
from posthouse.mastering.meter import Loudness

if TYPE_CHECKING:
    from pathlib import Path


def loudness_facts(loudness: Loudness) -> dict[str, float | None]:
    """Return the readings rounded to 0.01, None for -inf."""
    readings = dataclasses.asdict(loudness)
    return {name: round(reading, 2) if math.isfinite(reading) else None for name, reading in readings.items()}


def write_loudness(loudness: Loudness, path: Path) -> None:
    """Write the readings."""
    _write(loudness_facts(loudness), path)


def read_loudness(path: Path) -> Loudness:
    """Return readings as they were written."""
    readings = json.loads(path.read_text("utf-8"))
    return Loudness(**{name: -math.inf if reading is None else reading for name, reading in readings.items()})


def write_decision(decision: MasterDecision, path: Path) -> None:
    """Write a decision, with its sentence for people."""
    _write({**dataclasses.asdict(decision), "explanation": decision.explain()}, path)


def read_decision(path: Path) -> MasterDecision:
    """Return a decision as it was written."""
    facts = json.loads(path.read_text("utf-8"))
    facts.pop("explanation")
    limiter = facts.pop("limiter")
    return MasterDecision(
        **facts | {"outcome": Outcome(facts["outcome"])}, limiter=LimiterSettings(**limiter) if limiter else None
    )


def _write(facts: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(facts, indent=2, allow_nan=False) + "\n", encoding="utf-8")
