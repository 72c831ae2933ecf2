"""Law 8: sources are never touched; a build killed at any instant loses nothing and leaves nothing half-written."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.seeds import seeds
from tests.studio.tiny import Tiny, every_craft, new_tiny

if TYPE_CHECKING:
    from collections.abc import Callable

VICTIM = Path(__file__).with_name("victim.py")
PATIENCE_SECONDS = 200
KEPT_OPEN = ("-wal", "-shm", "-journal")


def start(folder: Path, cores: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(VICTIM), str(folder), str(cores)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def everything(folder: Path) -> set[str]:
    """Return every file of a production, whatever is inside them; a database's own journals left out."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.endswith(KEPT_OPEN)}


def standing(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    files = sorted(path for path in (folder / "media").iterdir())
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes()) for path in files}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> tuple[Tiny, float]:
    """Return a production built without disturbance, and how long the build took."""
    made = new_tiny(tmp_path_factory.mktemp("clean") / "film", every_craft(), kit)
    made.build()  # kernels are compiled once for all
    for name in ("out", ".posthouse"):
        shutil.rmtree(made.folder / name)
    process = start(made.folder, 2)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    began = time.monotonic()
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, errors
    return made, time.monotonic() - began


@pytest.mark.parametrize("seed", seeds(4, of=50))
def test_a_killed_build_goes_on_where_it_was(tiny: Callable[..., Tiny], clean: tuple[Tiny, float], seed: int) -> None:
    chance, (reference, seconds) = random.Random(seed), clean
    film = tiny(every_craft())
    sources = standing(film.folder)
    process = start(film.folder, chance.randint(1, 3))
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(chance.uniform(0, seconds))
    process.send_signal(signal.SIGKILL)
    finished = process.communicate(timeout=PATIENCE_SECONDS)[0].decode().splitlines()
    report = film.build()
    again = {built.job.label for built in report.built} & set(finished)
    assert again == set()
    assert film.finished() == reference.finished()
    assert everything(film.folder) == everything(reference.folder)
    assert standing(film.folder) == sources


def test_two_builds_at_once_make_the_same_film(tiny: Callable[..., Tiny], clean: tuple[Tiny, float]) -> None:
    film = tiny(every_craft())
    both = [start(film.folder, 1), start(film.folder, 2)]
    ended = [process.communicate(timeout=PATIENCE_SECONDS) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert film.finished() == clean[0].finished()
    assert everything(film.folder) == everything(clean[0].folder)


def test_an_interrupted_build_says_so_and_goes_on(tiny: Callable[..., Tiny], clean: tuple[Tiny, float]) -> None:
    film = tiny(every_craft())
    process = start(film.folder, 2)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    finished = [process.stdout.readline().decode().strip()]
    process.send_signal(signal.SIGINT)
    finished += process.communicate(timeout=PATIENCE_SECONDS)[0].decode().splitlines()
    assert process.returncode != 0
    assert {built.job.label for built in film.build().built} & set(finished) == set()
    assert film.finished() == clean[0].finished()
