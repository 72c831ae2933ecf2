"""What people and programs see of a running build."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posthouse.build import Target, choose_progress, format_seconds
from posthouse.build.display import BarProgress, JsonProgress, LineProgress

if TYPE_CHECKING:
    from tests.build.conftest import Bench


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watch(bench: Bench, stream: io.StringIO, *, is_json: bool = False) -> str:
    """Return what a listener writes while a film of two jobs is built into out/."""
    film = bench.job("film", bench.job("shot [1]", craft="editorial"))
    with bench.engine() as engine:
        target = Target(job=film, destination=bench.root / "out" / "film.txt")
        engine.build([target], progress=choose_progress(stream, is_json=is_json))
    return stream.getvalue()


def test_the_stream_decides_who_listens() -> None:
    assert isinstance(choose_progress(Terminal()), BarProgress)
    assert isinstance(choose_progress(io.StringIO()), LineProgress)
    assert isinstance(choose_progress(Terminal(), is_json=True), JsonProgress)


def test_json_lines_tell_every_step(bench: Bench) -> None:
    events = [json.loads(line) for line in watch(bench, io.StringIO(), is_json=True).splitlines()]
    assert [event["event"] for event in events] == [
        "build_started", "job_started", "job_finished", "job_started", "job_finished", "published", "build_ended",
    ]  # fmt: skip
    assert events[1] | {"worker": 0} == {
        "event": "job_started", "label": "shot [1]", "craft": "editorial", "worker": 0, "reason": "never built",
    }  # fmt: skip
    assert (events[2]["done_count"], events[2]["left_count"], events[-1]["is_done"]) == (1, 1, True)
    assert Path(events[5]["destination"]).name == "film.txt"


def test_plain_lines_are_few_and_silent_when_nothing_runs(bench: Bench) -> None:
    lines = watch(bench, io.StringIO()).splitlines()
    assert lines[0] == "building: 2 of 2 jobs, about time unknown yet"
    assert lines[-1].startswith("done: 2 jobs in ")
    assert len(lines) <= 5
    assert watch(bench, io.StringIO()) == ""


def test_a_bar_is_drawn_and_wiped_away(bench: Bench) -> None:
    drawn = watch(bench, Terminal())
    assert "2/2" in drawn
    assert "\x1b[2K" in drawn


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "unknown"), (0.4, "0 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (4800, "1 h 20 min")],
)
def test_durations_read_like_speech(seconds: float | None, text: str) -> None:
    assert format_seconds(seconds) == text
