"""Which task a free worker takes."""

from __future__ import annotations

import random

from posthouse.build.executor import Task
from posthouse.build.schedule import Schedule


def task(number: int, affinity: str = "", cores: int = 1) -> Task:
    return Task(
        number=number, kind="", params=None, label="", key="", inputs=(), cores=cores, affinity=affinity, order=number
    )


def filled(*tasks: Task) -> Schedule:
    schedule = Schedule()
    for one in tasks:
        schedule.add(one)
    return schedule


def take(schedule: Schedule, worker: int, free_cores: int = 2) -> int | None:
    taken = schedule.take(worker, free_cores)
    return None if taken is None else taken.number


def test_tasks_come_in_programme_order_however_they_arrive() -> None:
    schedule = filled(*(task(number) for number in (3, 0, 2, 1)))
    assert [take(schedule, 0) for _ in range(5)] == [0, 1, 2, 3, None]


def test_a_worker_stays_on_its_shot() -> None:
    schedule = filled(*(task(number, "even" if number % 2 == 0 else "odd") for number in range(6)))
    assert [take(schedule, 0), take(schedule, 1), take(schedule, 0), take(schedule, 1)] == [0, 1, 2, 3]


def test_a_free_worker_takes_the_tail_half_of_the_longest_run() -> None:
    schedule = filled(*(task(number, "shot") for number in range(9)))
    assert take(schedule, 0) == 0
    assert take(schedule, 1) == 5
    assert [take(schedule, 0), take(schedule, 1), take(schedule, 0), take(schedule, 1)] == [1, 6, 2, 7]


def test_the_last_task_of_another_workers_run_is_not_left_waiting() -> None:
    schedule = filled(task(0, "shot"), task(1, "shot"))
    assert [take(schedule, 0), take(schedule, 1), take(schedule, 1)] == [0, 1, None]


def test_a_task_that_needs_more_cores_than_are_free_is_not_overtaken() -> None:
    schedule = filled(task(0, cores=2), task(1))
    assert take(schedule, 0, free_cores=1) is None
    assert take(schedule, 1, free_cores=1) is None
    assert [take(schedule, 1, free_cores=2), take(schedule, 0, free_cores=1)] == [0, 1]


def test_dropping_all_names_every_waiting_task() -> None:
    schedule = filled(task(0, cores=2), task(1), task(2, "shot"))
    assert take(schedule, 0, free_cores=1) is None
    assert schedule.drop_all() == (0, 1, 2)
    assert take(schedule, 0) is None


def test_any_mixture_is_handed_out_exactly_once() -> None:
    chance = random.Random(7)
    schedule, taken, number = Schedule(), list[int](), 0
    while len(taken) < 500:
        if number < 500 and chance.random() < 0.5:
            schedule.add(task(number, chance.choice(["", "a", "b", "c"])))
            number += 1
        elif (one := take(schedule, chance.randrange(4))) is not None:
            taken.append(one)
    assert sorted(taken) == list(range(500))
