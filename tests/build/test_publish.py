"""Finished files in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.build import Target
from posthouse.build.publish import Publisher
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Bench


def publish(bench: Bench, text: str = "film") -> tuple[Path, ...]:
    """Build a film into out/, and return what was written there."""
    bench.ran.clear()
    with bench.engine() as engine:
        return engine.build([Target(job=bench.job(text), destination=film_path(bench))]).published


def film_path(bench: Bench) -> Path:
    return bench.root / "out" / "film.txt"


def test_a_current_file_is_left_alone(bench: Bench) -> None:
    assert publish(bench) == (film_path(bench),)
    before = film_path(bench).stat()
    assert publish(bench) == ()
    assert film_path(bench).stat() == before


def test_a_deleted_file_comes_back_without_a_job(bench: Bench) -> None:
    publish(bench)
    text = film_path(bench).read_text()
    film_path(bench).unlink()
    assert publish(bench) == (film_path(bench),)
    assert film_path(bench).read_text() == text
    assert bench.ran == []


def test_an_edited_file_is_published_again_as_it_was(bench: Bench) -> None:
    publish(bench)
    text = film_path(bench).read_text()
    film_path(bench).write_text("edited in place")
    assert publish(bench) == (film_path(bench),)
    assert film_path(bench).read_text() == text


def test_a_file_replaced_by_another_of_its_size_is_noticed(bench: Bench) -> None:
    publish(bench)
    text = film_path(bench).read_text()
    film_path(bench).unlink()
    film_path(bench).write_text("x" * len(text))
    assert publish(bench) == (film_path(bench),)
    assert film_path(bench).read_text() == text
    assert bench.ran == []


def test_a_changed_film_replaces_the_former(bench: Bench) -> None:
    publish(bench, "first")
    former = film_path(bench).read_text()
    assert publish(bench, "second") == (film_path(bench),)
    assert film_path(bench).read_text() != former


def test_a_published_result_needs_no_bytes_in_the_store(bench: Bench) -> None:
    publish(bench)
    with bench.engine() as engine:
        assert engine.clean(max_bytes=0).removed_count == 1
    assert publish(bench) == ()
    assert bench.ran == []


def test_a_moved_production_keeps_its_receipts(bench: Bench) -> None:
    publish(bench)
    bench.root = bench.root.rename(bench.root.with_name("moved"))
    assert publish(bench) == ()


def test_a_target_waits_for_its_quality_control(bench: Bench) -> None:
    film = bench.job("film")
    target = Target(job=film, destination=film_path(bench), after=(bench.job("fail the control", film),))
    with bench.engine() as engine, pytest.raises(Exception, match="fail the control"):
        engine.build([target])
    assert not film_path(bench).exists()


def test_a_destination_that_cannot_be_written_is_named(bench: Bench) -> None:
    bench.root.mkdir()
    (bench.root / "out").write_text("a file where a folder should be")
    with pytest.raises(MediaError, match=r"film\.txt cannot be written"):
        publish(bench)


def test_a_published_folder_keeps_the_users_own_files(tmp_path: Path) -> None:
    first, second, scratch, out = (tmp_path / name for name in ("first", "second", "scratch", "out"))
    for folder, names in ((first, ("1.txt", "2.txt", "3.txt")), (second, ("1.txt",)), (scratch, ())):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(f"{folder.name} {name}")
    (tmp_path / "receipts").mkdir()
    publisher = Publisher(tmp_path)
    publisher.publish(first, "a" * 64, out, scratch)
    (out / "notes.txt").write_text("mine")
    (out / "3.txt").unlink()
    (out / "3.txt").write_text("also mine now")
    publisher.publish(second, "b" * 64, out, scratch)
    assert sorted(path.name for path in out.iterdir()) == ["1.txt", "3.txt", "notes.txt"]
    assert (out / "1.txt").read_text() == "second 1.txt"
    assert publisher.is_current(out, "b" * 64)
    assert not list(scratch.iterdir())


def test_two_results_share_a_folder_and_each_keeps_its_files(tmp_path: Path) -> None:
    first, second, scratch, out = (tmp_path / name for name in ("first", "second", "scratch", "out"))
    for folder in (first, second, scratch, tmp_path / "receipts"):
        folder.mkdir()
    (first / "first.txt").write_text("first")
    (second / "second.txt").write_text("second")
    publisher = Publisher(tmp_path)
    publisher.publish(first, "a" * 64, out, scratch, share="first")
    publisher.publish(second, "b" * 64, out, scratch, share="second")
    assert sorted(path.name for path in out.iterdir()) == ["first.txt", "second.txt"]
    assert publisher.is_current(out, "a" * 64, share="first")
    assert publisher.is_current(out, "b" * 64, share="second")
