"""The laws of the build, over random graphs and random damage."""

from __future__ import annotations

import dataclasses
import errno
import os
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.build import Cancelled, Engine, Job, JobContext, JobKind, LocalExecutor, Registry, Target
from posthouse.errors import InternalError, JobFailed, MediaError, Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.build.conftest import Bench


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """One job of a random graph: its text, how many results it can have, and its inputs by number."""

    text: int
    outcomes: int
    inputs: tuple[int, ...]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Step, ...]:
    steps = []
    for number in range(draw(st.integers(1, 8))):
        inputs = draw(st.lists(st.integers(0, number - 1), max_size=3)) if number else []
        steps.append(
            Step(text=draw(st.integers(0, 3)), outcomes=draw(st.sampled_from([0, 1, 2])), inputs=tuple(inputs))
        )
    return tuple(steps)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Step, ...]]:
    """A graph, then what it became by changing single steps."""
    graph = draw(graphs())
    history = [graph]
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(graph) - 1))
        changed = dataclasses.replace(graph[number], text=draw(st.integers(0, 3)))
        graph = (*graph[:number], changed, *graph[number + 1 :])
        history.append(graph)
    return history


def jobs_of(bench: Bench, graph: tuple[Step, ...]) -> list[Job]:
    jobs: list[Job] = []
    for number, step in enumerate(graph):
        inputs = (jobs[of] for of in step.inputs)
        jobs.append(bench.job(str(step.text), *inputs, label=f"step {number}", outcomes=step.outcomes, order=number))
    return jobs


@settings(max_examples=40, deadline=None)
@given(history=histories(), core_count=st.sampled_from([1, 3]))
def test_incremental_equals_clean(
    new_bench: Callable[[], Bench], history: list[tuple[Step, ...]], core_count: int
) -> None:
    grown = new_bench()
    for graph in history:
        results = grown.build(*jobs_of(grown, graph), core_count=core_count)
        clean = new_bench()
        assert results == clean.build(*jobs_of(clean, graph), core_count=1)


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_nothing_finished_is_built_twice(new_bench: Callable[[], Bench], history: list[tuple[Step, ...]]) -> None:
    bench = new_bench()
    for graph in history:
        bench.build(*jobs_of(bench, graph))
    for graph in history:
        bench.build(*jobs_of(bench, graph))
        assert bench.ran == []


def test_only_what_a_change_reaches_is_built(bench: Bench) -> None:
    def programme(second: str) -> Job:
        shots = [bench.job(text, label=f"shot {number}") for number, text in enumerate(("a", second, "c"))]
        return bench.job("film", *shots)

    bench.build(programme("b"))
    bench.build(programme("changed"))
    assert bench.ran == ["changed", "film"]


def test_equal_results_stop_the_wave(bench: Bench) -> None:
    def programme(first: str) -> Job:
        return bench.job("film", bench.job("look", bench.job(first, label="first", outcomes=1)))

    bench.build(programme("before"))
    bench.build(programme("after"))
    assert bench.ran == ["after"]


def test_shared_work_is_done_once(bench: Bench) -> None:
    bench.build(*(bench.job(f"use {number}", bench.job("shared", label=f"for {number}")) for number in range(4)))
    assert sorted(bench.ran) == ["shared", "use 0", "use 1", "use 2", "use 3"]


def test_library_versions_and_kind_versions_count(bench: Bench) -> None:
    bench.build(bench.job("a"))
    bench.environment = {"toolbox": "2"}
    bench.build(bench.job("a"))
    assert bench.ran == ["a"]
    bench.version = "2"
    bench.build(bench.job("a"))
    assert bench.ran == ["a"]


def test_a_corrupt_result_is_rebuilt_never_used(bench: Bench) -> None:
    before = bench.build(bench.job("film", bench.job("shot")))
    for entry in bench.entries():
        entry.write_text("x" * entry.stat().st_size)
    assert bench.build(bench.job("film", bench.job("shot"))) == before
    assert sorted(bench.ran) == ["film", "shot"]


def test_a_truncated_result_is_rebuilt_never_used(bench: Bench) -> None:
    before = bench.build(bench.job("film", bench.job("shot")))
    for entry in bench.entries():
        entry.write_text("")
    assert bench.build(bench.job("film", bench.job("shot"))) == before


def test_rot_that_keeps_size_and_date_is_found_when_the_result_is_read(bench: Bench) -> None:
    text = bench.build(bench.job("shot"))["shot"]
    before = bench.build(bench.job("film", bench.job("shot")))
    (shot,) = (entry for entry in bench.entries() if entry.read_text() == text)
    (film,) = (entry for entry in bench.entries() if entry != shot)
    seen = shot.stat()
    shot.write_text("0" * seen.st_size)
    os.utime(shot, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    film.unlink()
    assert bench.build(bench.job("film", bench.job("shot"))) == before
    assert bench.ran == ["shot", "film"]


def test_losing_the_index_loses_only_history(bench: Bench) -> None:
    before = bench.build(bench.job("film", bench.job("shot")))
    for path in (bench.root / ".posthouse").glob("index.sqlite*"):
        path.unlink()
    assert bench.build(bench.job("film", bench.job("shot"))) == before
    assert bench.ran == []


def test_a_damaged_index_loses_only_history(bench: Bench) -> None:
    before = bench.build(bench.job("film", bench.job("shot")))
    (bench.root / ".posthouse" / "index.sqlite").write_bytes(b"not a database, not at all " * 500)
    assert bench.build(bench.job("film", bench.job("shot"))) == before
    assert bench.ran == []


def test_a_moved_production_is_built_already(bench: Bench) -> None:
    bench.build(bench.job("film", bench.job("shot")))
    bench.root = bench.root.rename(bench.root.with_name("moved"))
    bench.build(bench.job("film", bench.job("shot")))
    assert bench.ran == []


def test_a_cleaned_intermediate_is_rebuilt_only_when_it_is_read(bench: Bench) -> None:
    shot = bench.job("shot")
    text = bench.build(shot)["shot"]
    bench.build(bench.job("film", shot))
    next(entry for entry in bench.entries() if entry.read_text() == text).unlink()
    bench.build(bench.job("film", shot))
    assert bench.ran == []
    bench.build(bench.job("other film", shot))
    assert bench.ran == ["shot", "other film"]


def test_a_job_that_comes_out_differently_has_its_dependents_made_from_what_is_there_now(bench: Bench) -> None:
    outcomes = iter(("first", "second"))

    def write(params: str, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        out.write_text(next(outcomes) if params == "luck" else params + inputs[0].read_text())

    luck = Job(kind="toy", params="luck", label="luck")
    films = [Job(kind="toy", params=f"film {number} of ", inputs=(luck,), label=f"{number}") for number in range(2)]
    registry = Registry([JobKind(name="toy", version="1", function=write)])
    with Engine(bench.root / ".posthouse", registry=registry, environment={}) as engine:
        engine.build([Target(job=films[0])])
        next(entry for entry in bench.entries() if entry.read_text() == "first").unlink()
        report = engine.build([Target(job=film) for film in films])
    assert [report.path(film).read_text() for film in films] == ["film 0 of second", "film 1 of second"]


def test_a_full_disk_is_said_to_be_full(bench: Bench) -> None:
    def write(params: str, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(out))

    registry = Registry([JobKind(name="toy", version="1", function=write)])
    with Engine(bench.root, registry=registry, environment={}) as engine, pytest.raises(JobFailed, match="make room"):
        engine.build([Target(job=Job(kind="toy", params=None, label="shot"))])


def test_after_a_failure_what_others_finished_is_kept(bench: Bench) -> None:
    good = [bench.job(f"good {number}", order=number) for number in range(3)]
    film = bench.job("film", *good, bench.job("fail", order=9))
    with pytest.raises(JobFailed, match="fail: ValueError: fail") as caught:
        bench.build(film, core_count=1)
    assert isinstance(caught.value.__cause__, ValueError)
    assert bench.strays() == []
    bench.build(*good)
    assert bench.ran == []


def test_all_failures_are_reported(bench: Bench) -> None:
    both_run = threading.Barrier(2, timeout=20)

    def fail(params: str, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        both_run.wait()
        raise MediaError(f"{params} is broken", hint="copy it again", place=Place(file="film.yaml", line=3))

    jobs = [Job(kind="toy.fail", params=name, label=f"decode {name}") for name in ("pier", "boats")]
    registry = Registry([JobKind(name="toy.fail", version="1", function=fail)])
    with (
        Engine(bench.root, registry=registry, environment={}, executor=LocalExecutor(2)) as engine,
        pytest.raises(JobFailed) as caught,
    ):
        engine.build([Target(job=job) for job in jobs])
    assert "film.yaml:3: decode pier: pier is broken (copy it again)" in str(caught.value)
    assert "film.yaml:3: decode boats: boats is broken (copy it again)" in str(caught.value)


class Panic(BaseException):
    """As libraries in Rust raise it: no ``Exception``."""


@pytest.mark.parametrize("error", [SystemExit(3), Panic("torn")], ids=["exit", "panic"])
def test_a_worker_that_is_ended_by_its_job_ends_no_build(bench: Bench, error: BaseException) -> None:
    def end(params: str, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        raise error

    registry = Registry([JobKind(name="toy.end", version="1", function=end)])
    with (
        Engine(bench.root, registry=registry, environment={}, executor=LocalExecutor(1)) as engine,
        pytest.raises(JobFailed, match=type(error).__name__),
    ):
        engine.build([Target(job=Job(kind="toy.end", params=None, label="end"))])


def test_a_job_that_writes_nothing_has_failed(bench: Bench) -> None:
    registry = Registry([JobKind(name="toy.idle", version="1", function=lambda *_: None)])
    with (
        Engine(bench.root, registry=registry, environment={}) as engine,
        pytest.raises(JobFailed, match="without writing its result"),
    ):
        engine.build([Target(job=Job(kind="toy.idle", params=None, label="idle"))])


def test_an_unknown_kind_is_our_own_fault(bench: Bench) -> None:
    with bench.engine() as engine, pytest.raises(InternalError, match=r"'toy\.lost' is not registered"):
        engine.plan([Target(job=Job(kind="toy.lost", params=None, label="lost"))])


def test_an_interrupt_stops_at_the_next_safe_point_and_leaves_nothing(bench: Bench) -> None:
    class Interrupt:
        def handle(self, event: object) -> None:
            if type(event).__name__ == "JobStarted":
                raise KeyboardInterrupt

    stopped = threading.Event()

    def wait(params: str, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        out.write_text("half")
        while True:
            if context.cancelled():
                stopped.set()
                raise Cancelled
            stopped.wait(0.01)

    registry = Registry([JobKind(name="toy.wait", version="1", function=wait)])
    with (
        Engine(bench.root / ".posthouse", registry=registry, environment={}) as engine,
        pytest.raises(KeyboardInterrupt),
    ):
        engine.build([Target(job=Job(kind="toy.wait", params="", label="wait"))], progress=Interrupt())
    assert stopped.is_set()
    assert bench.entries() == []
    assert bench.strays() == []


def test_a_folder_is_a_result_like_any(bench: Bench) -> None:
    runs: list[int] = []

    def frames(params: int, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
        runs.append(params)
        out.mkdir()
        for number in range(params):
            (out / f"{number:04d}.txt").write_text(str(number))

    registry = Registry([JobKind(name="toy.frames", version="1", function=frames)])
    for _ in range(2):
        with Engine(bench.root / ".posthouse", registry=registry, environment={}) as engine:
            job = Job(kind="toy.frames", params=3, label="frames")
            path = engine.build([Target(job=job)]).path(job)
            assert sorted(file.name for file in path.iterdir()) == ["0000.txt", "0001.txt", "0002.txt"]
    (path / "0001.txt").write_text("damaged")
    with Engine(bench.root / ".posthouse", registry=registry, environment={}) as engine:
        assert (engine.build([Target(job=job)]).path(job) / "0001.txt").read_text() == "1"
    assert runs == [3, 3]
