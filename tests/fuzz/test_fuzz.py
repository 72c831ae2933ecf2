"""Damaged files of every container through the decoder door: an answer or a sentence, in time, and nothing left over.

The short run is part of every test run. ``POSTHOUSE_FUZZ_SECONDS=3600 make slow ARGS=tests/fuzz`` is the long one.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.fuzz.drive import driven
from tests.fuzz.material import gathered
from tests.fuzz.mutate import damaged
from tests.fuzz.soak import soak

CASES = 80
LONGEST_S = 30.0
MEDIA = Path(os.environ.get("POSTHOUSE_TEST_MEDIA", Path(__file__).parents[3] / "shared/media"))


def held() -> tuple[int, int]:
    """Return (open files, threads) of this process."""
    return len(list(Path("/proc/self/fd").iterdir())), len(list(Path("/proc/self/task").iterdir()))


def test_damaged_files_are_answered_or_refused_in_a_sentence(tmp_path: Path) -> None:
    material = gathered(tmp_path, None, few=True)
    after_ten = (0, 0)
    for seed in range(CASES):
        one = random.Random(seed).choice(material)
        torn, done = damaged(one.whole, seed)
        path = tmp_path / f"torn-{one.name}"
        path.write_bytes(torn)
        outcome = driven(path, tmp_path / "house", seed)
        assert not outcome.problems, f"{one.name} {seed} {done}"
        assert outcome.seconds < LONGEST_S, f"{one.name} {seed} {done}"
        after_ten = held() if seed == 10 else after_ten
    files, threads = held()
    assert files <= after_ten[0] + 12  # a booth kept for the next file has three
    assert threads <= after_ten[1] + 1


def test_damage_is_the_same_for_the_same_seed() -> None:
    whole = bytes(range(256)) * 64
    assert damaged(whole, 5) == damaged(whole, 5)
    assert damaged(whole, 5) != damaged(whole, 6)


@pytest.mark.slow
def test_long_run_finds_nothing(tmp_path: Path) -> None:
    seconds = float(os.environ.get("POSTHOUSE_FUZZ_SECONDS", "120"))
    report = soak(seconds, MEDIA if MEDIA.is_dir() else None, tmp_path)
    assert report["findings"] == []
