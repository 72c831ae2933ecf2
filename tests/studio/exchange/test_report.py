"""The loss report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.interchange import Ledger
from posthouse.studio.exchange.report import Report

if TYPE_CHECKING:
    from pathlib import Path


def _report() -> Report:
    ledger = Ledger()
    ledger.keep("one", "clip")
    ledger.approximate("two", "speed", "49% became 50%")
    ledger.drop("<three> & co", "effect", "no word for it")
    return Report.of("cut.edl, exported", ledger, ledger)


def test_what_two_ledgers_tell_is_told_once_worst_first() -> None:
    report = _report()
    assert report.counts == {"kept": 1, "approximated": 1, "dropped": 1, "absent": 0}
    assert [entry.item for entry in report.losses] == ["<three> & co", "two"]
    assert report.summary() == "1 kept, 1 approximated, 1 dropped"


def test_media_that_are_not_here_stand_apart_from_losses(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.miss("pier", "media", "its file is not here")
    report = Report.of("cut.edl, imported", ledger)
    assert (report.losses, report.counts["absent"]) == ((), 1)
    assert report.summary() == "0 kept, 0 approximated, 0 dropped; 1 media not here"
    report.write(tmp_path / "r.txt")
    assert "pier: its file is not here" in (tmp_path / "r.txt").read_text()


def test_a_page_a_text_and_json_say_the_same(tmp_path: Path) -> None:
    for name in ("r.html", "r.txt", "sub/r.json"):
        _report().write(tmp_path / name)
    assert "&lt;three&gt; &amp; co" in (tmp_path / "r.html").read_text()
    assert "49% became 50%" in (tmp_path / "r.txt").read_text()
    assert json.loads((tmp_path / "sub" / "r.json").read_text())["counts"]["dropped"] == 1


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProductionError, match="cannot be written as"):
        _report().write(tmp_path / "r.pdf")


def test_a_marker_taken_in_is_counted_once() -> None:
    reading, taken = Ledger(), Ledger()
    reading.keep("event 001", "marker")
    reading.drop("event 002", "marker", "it has no time")
    reading.keep("event 001", "clip")
    taken.keep("flicker", "marker")
    report = Report.of_import("cut.edl", reading, taken)
    assert report.counts == {"kept": 2, "approximated": 0, "dropped": 1, "absent": 0}
