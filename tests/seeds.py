"""Seeds of random tests: a few by default, the rest with ``make slow``."""

from __future__ import annotations

import pytest


def seeds(few: int, *, of: int) -> list[object]:
    """Return the seeds from 0 to before ``of``; those from ``few`` on are marked slow."""
    return [*range(few), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(few, of))]
