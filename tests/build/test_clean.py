"""Making room takes the oldest first, and nothing a living build uses."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from posthouse.build.store import Store

if TYPE_CHECKING:
    from tests.build.conftest import Bench


def age(bench: Bench, text: str, days: float) -> None:
    """Let a result look unused for so many days."""
    key = next(path for path in bench.entries() if path.read_text() == text).name.partition(".")[0]
    with contextlib.closing(sqlite3.connect(bench.root / ".posthouse" / "index.sqlite")) as index, index:
        index.execute("update entries set used_seconds = used_seconds - ? where key = ?", (days * 86400, key))


def test_the_least_recently_used_goes_first(bench: Bench) -> None:
    results = bench.build(bench.job("old"), bench.job("older"), bench.job("new"))
    age(bench, results["old"], 1)
    age(bench, results["older"], 2)
    one_bytes = len(results["new"])
    with bench.engine() as engine:
        cleaning = engine.clean(max_bytes=2 * one_bytes)
    assert (cleaning.removed_count, cleaning.kept_count, cleaning.removed_bytes) == (1, 2, one_bytes)
    bench.build(bench.job("old"), bench.job("new"))
    assert bench.ran == []
    bench.build(bench.job("older"))
    assert bench.ran == ["older"]


def test_what_was_not_used_for_long_goes(bench: Bench) -> None:
    results = bench.build(bench.job("old"), bench.job("new"))
    age(bench, results["old"], 31)
    with bench.engine() as engine:
        assert engine.clean(older_than_seconds=30 * 86400.0).removed_count == 1
    bench.build(bench.job("new"))
    assert bench.ran == []


def test_using_a_result_makes_it_young(bench: Bench) -> None:
    results = bench.build(bench.job("a"))
    age(bench, results["a"], 31)
    bench.build(bench.job("a"))
    with bench.engine() as engine:
        assert engine.clean(older_than_seconds=30 * 86400.0).removed_count == 0


def test_what_a_living_build_may_use_stays(bench: Bench) -> None:
    results = bench.build(bench.job("old"), bench.job("new"))
    age(bench, results["old"], 1)
    store = Store(bench.root / ".posthouse")
    with store.lease(), bench.engine() as engine:
        assert engine.clean(max_bytes=0).removed_count == 1
    store.close()
    with bench.engine() as engine:
        assert engine.clean(max_bytes=0).removed_count == 1


def test_leavings_of_dead_processes_are_removed(bench: Bench) -> None:
    bench.build(bench.job("a"))
    for name in ("tmp/dead.lease", "locks/dead"):
        (bench.root / ".posthouse" / name).write_text("")
    (bench.root / ".posthouse" / "tmp" / "dead").mkdir()
    (bench.root / ".posthouse" / "tmp" / "dead" / "7.txt").write_text("half")
    with bench.engine() as engine:
        engine.clean()
    assert bench.strays() == []


def test_a_result_the_index_does_not_know_is_cleaned_too(bench: Bench) -> None:
    bench.build(bench.job("a"))
    (bench.root / ".posthouse" / "index.sqlite").unlink()
    with bench.engine() as engine:
        assert engine.clean(max_bytes=0).removed_count == 1
    assert bench.entries() == []
