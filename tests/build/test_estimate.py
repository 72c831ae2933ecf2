"""Estimates from history."""

from __future__ import annotations

import pytest

from posthouse.build import Job
from posthouse.build.estimate import Estimator, Outlook
from posthouse.build.graph import Graph


def picture(number: int, *inputs: Job, size: float = 48.0) -> Job:
    return Job(kind="picture", params=number, inputs=inputs, label=str(number), size=size)


ESTIMATOR = Estimator({"picture": [(48.0, 2.4), (24.0, 1.2), (48.0, 99.0)]})


def test_a_job_takes_the_median_time_per_frame_of_its_kind() -> None:
    assert ESTIMATOR.seconds(picture(0, size=96.0)) == pytest.approx(4.8)
    assert ESTIMATOR.seconds(Job(kind="sound", params=0, label="sound")) is None


def test_work_is_shared_out_among_the_cores() -> None:
    graph = Graph([picture(number) for number in range(8)])
    assert ESTIMATOR.wall_seconds(graph, range(8), 2) == pytest.approx(8 * 2.4 / 2)


def test_no_number_of_cores_shortens_a_chain() -> None:
    graph = Graph([picture(2, picture(1, picture(0)))])
    assert ESTIMATOR.wall_seconds(graph, range(3), 16) == pytest.approx(3 * 2.4)


def test_nothing_to_do_takes_no_time_and_the_unknown_an_unknown_one() -> None:
    graph = Graph([Job(kind="sound", params=0, label="sound")])
    assert ESTIMATOR.wall_seconds(graph, [], 2) == 0.0
    assert ESTIMATOR.wall_seconds(graph, [0], 2) is None


def test_time_left_follows_the_observed_pace() -> None:
    outlook = Outlook(ESTIMATOR, 2)
    for number in range(4):
        outlook.add(number, picture(number))
    assert outlook.left_seconds() == pytest.approx(4 * 2.4 / 2)
    outlook.remove(0)
    outlook.observe(picture(0), 4.8)
    assert outlook.left_count == 3
    assert outlook.left_seconds() == pytest.approx(2 * 3 * 2.4 / 2)
