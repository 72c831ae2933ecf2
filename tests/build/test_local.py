"""The core budget of the local executor."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from posthouse.build import Engine, Job, JobContext, JobKind, LocalExecutor, Registry, Target

if TYPE_CHECKING:
    from pathlib import Path


def most_at_once(root: Path, core_count: int, cores: int) -> int:
    """Return how many jobs of so many cores each ran at the same time."""
    lock, running, most = threading.Lock(), [0], [0]

    def run(params: int, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        threading.Event().wait(0.02)
        with lock:
            running[0] -= 1
        out.write_text(str(params))

    jobs = [Job(kind="toy", params=number, label=str(number), cores=cores) for number in range(8)]
    registry = Registry([JobKind(name="toy", version="1", function=run)])
    with Engine(root, registry=registry, environment={}, executor=LocalExecutor(core_count)) as engine:
        engine.build([Target(job=job) for job in jobs])
    return most[0]


def test_all_cores_are_used_and_no_more(tmp_path: Path) -> None:
    assert most_at_once(tmp_path, core_count=4, cores=1) == 4


def test_a_job_of_several_cores_counts_as_several(tmp_path: Path) -> None:
    assert most_at_once(tmp_path, core_count=4, cores=2) == 2


def test_a_job_that_asks_for_more_cores_than_there_are_runs_alone(tmp_path: Path) -> None:
    assert most_at_once(tmp_path, core_count=2, cores=64) == 1
