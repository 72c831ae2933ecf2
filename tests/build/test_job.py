"""Jobs as values, and their graph."""

from __future__ import annotations

import pickle

from posthouse.build import Job
from posthouse.build.graph import Graph


def test_the_same_work_is_the_same_job_under_any_label() -> None:
    first = Job(kind="picture", params=("boats", 48, 96), label="picture fleet 48-96", order=3)
    second = Job(kind="picture", params=("boats", 48, 96), label="picture inset 48-96", affinity="boats")
    assert first == second
    assert len({first, second}) == 1


def test_kind_params_and_inputs_tell_jobs_apart() -> None:
    source = Job(kind="picture", params=1, label="a")
    jobs = [
        source,
        Job(kind="sound", params=1, label="a"),
        Job(kind="picture", params=2, label="a"),
        Job(kind="picture", params=1, inputs=(source,), label="a"),
        Job(kind="picture", params=1, inputs=(source, source), label="a"),
    ]
    assert len(set(jobs)) == len(jobs)


def test_a_job_survives_pickling_small() -> None:
    job = Job(kind="picture", params=("boats", 48, 96), inputs=(Job(kind="lut", params=1, label="lut"),), label="fleet")
    pickled = pickle.dumps(job)
    assert pickle.loads(pickled) == job  # noqa: S301 - our own
    assert len(pickled) < 600


def test_a_graph_holds_equal_jobs_once_and_inputs_first() -> None:
    shared = [Job(kind="lut", params=1, label=label) for label in ("one", "two")]
    ends = [Job(kind="picture", params=number, inputs=(lut,), label="end") for number, lut in enumerate(shared)]
    graph = Graph(ends)
    assert [job.label for job in graph.jobs] == ["one", "end", "end"]
    assert graph.inputs == [(), (0,), (0,)]
    assert graph.dependents == [[1, 2], [], []]


def test_a_chain_of_many_thousand_jobs_is_no_deeper_than_any() -> None:
    job = Job(kind="step", params=0, label="0")
    for number in range(1, 20_000):
        job = Job(kind="step", params=number, inputs=(job,), label=str(number))
    assert [int(of.label) for of in Graph([job]).jobs] == list(range(20_000))
