"""What a plan says, and why."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from posthouse.build import Cause, Engine, Job, JobKind, JobState, LocalExecutor, Plan, Registry, Target
from posthouse.build.recipe import flatten_params

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Bench


@dataclasses.dataclass(frozen=True, kw_only=True)
class Grade:
    exposure: float = 0.0
    curve: tuple[float, ...] = (0.0, 1.0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Picture:
    media: str = "boats"
    grade: Grade = dataclasses.field(default_factory=Grade)


class Room:
    """A production whose one picture has a grade."""

    def __init__(self, root: Path) -> None:
        self.root, self.version, self.environment = root, "1", {"av": "18.1"}

    def engine(self) -> Engine:
        def write(params: object, inputs: tuple[Path, ...], out: Path, context: object) -> None:
            out.write_text(repr(params) + "".join(path.read_text() for path in inputs))

        kinds = [JobKind(name=name, version=self.version, function=write) for name in ("picture", "join")]
        return Engine(self.root, registry=Registry(kinds), environment=self.environment, executor=LocalExecutor(2))

    def build(self, job: Job) -> None:
        with self.engine() as engine:
            engine.build([Target(job=job)])

    def plan(self, job: Job) -> Plan:
        with self.engine() as engine:
            return engine.plan([Target(job=job)])


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / ".posthouse")


def film(grade: Grade | None = None, *, media: str = "boats") -> Job:
    shot = Job(kind="picture", params=Picture(grade=grade or Grade(), media=media), label="fleet 0-48", size=48)
    return Job(kind="join", params=None, inputs=(shot,), label="film")


def test_a_new_production_is_dirty_at_its_sources(room: Room) -> None:
    plan = room.plan(film())
    assert [(of.job.label, of.state, str(of.reason)) for of in plan.jobs] == [
        ("fleet 0-48", JobState.DIRTY, "never built"),
        ("film", JobState.WAITS, "waits for fleet 0-48"),
    ]
    assert (plan.estimate_seconds, plan.unknown_count, plan.is_current) == (None, 2, False)


def test_after_a_build_nothing_is_left_to_do(room: Room) -> None:
    room.build(film())
    plan = room.plan(film())
    assert plan.is_current
    assert plan.in_state(JobState.DONE) == plan.jobs


def test_a_changed_parameter_is_named_with_both_values(room: Room) -> None:
    room.build(film())
    (dirty,) = room.plan(film(Grade(exposure=-0.4))).in_state(JobState.DIRTY)
    assert dirty.reason is not None
    assert (dirty.reason.cause, dirty.reason.text) == (
        Cause.PARAMETERS, "grade.exposure changed from 0.0 to -0.4"
    )  # fmt: skip


def test_several_changes_are_all_told(room: Room) -> None:
    room.build(film())
    (dirty,) = room.plan(film(Grade(exposure=1.0, curve=(0.0, 0.5)), media="pier")).in_state(JobState.DIRTY)
    assert str(dirty.reason) == (
        "media changed from boats to pier, grade.exposure changed from 0.0 to 1.0,"
        " grade.curve changed from (0.0, 1.0) to (0.0, 0.5)"
    )


def test_changes_are_measured_from_the_last_build_even_if_that_found_everything_done(room: Room) -> None:
    for exposure in (0.0, 1.0, 0.0):
        room.build(film(Grade(exposure=exposure)))
    (dirty,) = room.plan(film(Grade(exposure=2.0))).in_state(JobState.DIRTY)
    assert str(dirty.reason) == "grade.exposure changed from 0.0 to 2.0"


def test_versions_are_reasons(room: Room) -> None:
    room.build(film())
    room.version = "2"
    assert str(room.plan(film()).jobs[0].reason) == "version 1 became 2"
    room.version, room.environment = "1", {"av": "18.2"}
    assert str(room.plan(film()).jobs[0].reason) == "av changed from 18.1 to 18.2"


def test_a_changed_input_is_named(room: Room) -> None:
    room.build(film())
    changed = film(Grade(exposure=1.0))
    room.build(changed.inputs[0])
    (dirty,) = room.plan(changed).in_state(JobState.DIRTY)
    assert str(dirty.reason) == "input fleet 0-48 changed"


def test_a_missing_and_a_corrupt_result_are_told_apart(room: Room) -> None:
    room.build(film())
    (entry,) = (path for path in (room.root / "store").rglob("*.*") if "None" in path.read_text())
    entry.write_text("torn")
    assert room.plan(film()).jobs[1].reason.cause is Cause.CORRUPT  # type: ignore[union-attr] # it has one
    assert room.plan(film()).jobs[1].reason.cause is Cause.MISSING  # type: ignore[union-attr] # dropped by the first


def test_planning_runs_nothing_and_leaves_no_result(bench: Bench) -> None:
    with bench.engine() as engine:
        engine.plan([Target(job=bench.job("a"))])
    assert bench.ran == []
    assert bench.entries() == []


def test_why_a_job_last_ran_is_remembered(room: Room) -> None:
    room.build(film())
    room.build(film(Grade(exposure=1.0)))
    with room.engine() as engine:
        recipe = engine.last_recipe(film().inputs[0])
    assert recipe is not None
    assert recipe.params["grade.exposure"] == "1.0"
    assert recipe.reason == "grade.exposure changed from 0.0 to 1.0"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (tuple(range(187, 237)), "187-236"),
        (tuple(range(236, 186, -1)), "236-187"),
        (tuple(range(0, 100, 2)), "0-98 by 2"),
        ((1, 2, 4, 8), "(1, 2, 4, 8)"),
        ((16, 9), "(16, 9)"),
        ((5, 5, 5, 5), "(5, 5, 5, 5)"),
        ((1, 2, 3, 4.0), "(1, 2, 3, 4.0)"),
    ],
)
def test_frames_in_a_row_are_told_as_a_run(values: tuple[float, ...], text: str) -> None:
    assert flatten_params({"frames": values}) == {"frames": text}
