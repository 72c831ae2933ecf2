"""Builds in processes of their own: killed at any instant, and two at once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

VICTIM = Path(__file__).with_name("victim.py")
JOB_COUNT = 6 * 8 + 6 + 1


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(VICTIM), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> int:
    """Return how many jobs a build ran, once it has ended well."""
    out, error = process.communicate(timeout=60)
    assert process.returncode == 0, error
    return int(out)


def files(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return every stored result by name with its inode, date and content."""
    found = sorted(path for path in (folder / ".posthouse" / "store").rglob("*") if path.is_file())
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def strays(folder: Path) -> list[Path]:
    left = [path for name in ("tmp", "locks") for path in (folder / ".posthouse" / name).iterdir()]
    return left + [path for path in (folder / "out").iterdir() if path.name != "film.txt"]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    assert finish(start(folder)) == JOB_COUNT
    return folder


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_instant_nothing_is_lost_or_half_written(tmp_path: Path, clean: Path, seed: int) -> None:
    chance = random.Random(seed)
    finished: dict[str, tuple[int, int, bytes]] = {}
    for _ in range(3):
        process = start(tmp_path)
        _wait_for_store(tmp_path)
        time.sleep(chance.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        finished |= files(tmp_path)
    ran_count = finish(start(tmp_path))
    assert ran_count == JOB_COUNT - len(finished)
    assert {name: stored for name, stored in files(tmp_path).items() if name in finished} == finished
    assert (tmp_path / "out" / "film.txt").read_bytes() == (clean / "out" / "film.txt").read_bytes()
    assert {name: kept[2] for name, kept in files(tmp_path).items()} == {
        name: kept[2] for name, kept in files(clean).items()
    }
    assert strays(tmp_path) == []


def _wait_for_store(folder: Path) -> None:
    while not (folder / ".posthouse" / "tmp").exists():
        time.sleep(0.002)


def test_an_interrupt_keeps_what_is_finished_and_leaves_no_rubbish(tmp_path: Path, clean: Path) -> None:
    process = start(tmp_path)
    while len(files(tmp_path)) < 5:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in error
    kept = files(tmp_path)
    assert not list((tmp_path / ".posthouse" / "tmp").iterdir())
    assert finish(start(tmp_path)) == JOB_COUNT - len(kept)
    assert (tmp_path / "out" / "film.txt").read_bytes() == (clean / "out" / "film.txt").read_bytes()


def test_two_processes_share_the_work_of_one_build(tmp_path: Path, clean: Path) -> None:
    both = [start(tmp_path), start(tmp_path)]
    assert sum(finish(process) for process in both) == JOB_COUNT
    assert (tmp_path / "out" / "film.txt").read_bytes() == (clean / "out" / "film.txt").read_bytes()
    assert strays(tmp_path) == []


def test_a_killed_neighbour_holds_nobody_up(tmp_path: Path) -> None:
    doomed, survivor = start(tmp_path), start(tmp_path)
    _wait_for_store(tmp_path)
    time.sleep(0.15)
    doomed.kill()
    doomed.communicate()
    assert finish(survivor) <= JOB_COUNT
    assert finish(start(tmp_path)) == 0
    assert strays(tmp_path) == []
