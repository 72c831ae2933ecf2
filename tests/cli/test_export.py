"""``posthouse export``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli.losses import show_losses
from posthouse.interchange.ledger import Ledger
from posthouse.studio.exchange.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_cut_goes_out_with_its_sidecar_and_its_losses(posthouse: Callable[..., Any], small: Path) -> None:
    ran = posthouse("export", "otio", small)
    assert ran.code == 0
    assert "is written" in ran.out
    assert "dropped" in ran.out
    assert json.loads((small / "Small.otio").read_text())["OTIO_SCHEMA"] == "Timeline.1"
    assert (small / "Small.otio.posthouse.json").is_file()


def test_json_tells_every_item_and_a_page_is_written(posthouse: Callable[..., Any], small: Path) -> None:
    target, page = small / "out" / "v1.edl", small / "losses.html"
    ran = posthouse("export", "edl", small, "--as", target, "--report", page, "--no-sidecar", "--json")
    assert ran.facts["files"] == [str(target)]
    assert ran.facts["sidecar"] is None
    assert ran.facts["counts"]["kept"] == sum(item["outcome"] == "kept" for item in ran.facts["items"])
    assert "<table>" in page.read_text()


def test_a_file_that_is_there_is_replaced_only_when_forced(posthouse: Callable[..., Any], small: Path) -> None:
    assert posthouse("export", "edl", small, "--as", small / "a.edl").code == 0
    refused = posthouse("export", "edl", small, "--as", small / "a.edl")
    assert (refused.code, "--force" in refused.err) == (3, True)
    assert posthouse("export", "edl", small, "--as", small / "a.edl", "--force").code == 0


@pytest.mark.parametrize(
    ("word", "ending"), [("Premiere", "xml"), ("resolve", "otio"), ("finalcut", "fcpxml"), ("xml", "xml")]
)
def test_a_format_can_be_named_by_who_takes_it(
    posthouse: Callable[..., Any], small: Path, word: str, ending: str
) -> None:
    assert posthouse("export", word, small).code == 0
    assert (small / f"Small.{ending}").is_file()


def test_a_sequence_goes_out_nested_unless_a_flat_cut_is_asked_for(posthouse: Callable[..., Any], small: Path) -> None:
    text = (small / "production.yaml").read_text("utf-8")
    nested = text.replace("cut:\n", "sequences:\n  scene:\n    - {shot: inside, from: ink, for: 12f}\ncut:\n", 1)
    nested = nested.replace("cut:\n", "cut:\n  - {shot: nest, from: scene}\n", 1)
    (small / "production.yaml").write_text(nested, "utf-8")
    assert posthouse("export", "premiere", small, "--as", small / "nested.xml").code == 0
    flat = posthouse("export", "premiere", small, "--as", small / "flat.xml", "--flat", "--json")
    counts = [(small / name).read_text().count("<sequence") for name in ("nested.xml", "flat.xml")]
    assert counts == [2, 1]
    assert "the sequence scene is laid flat" in " ".join(item["reason"] for item in flat.facts["items"])


def test_a_format_that_is_none_is_told_with_those_there_are(posthouse: Callable[..., Any], small: Path) -> None:
    ran = posthouse("export", "edll", small)
    assert ran.code == 2
    assert "fcpxml" in ran.err


@pytest.mark.parametrize("arguments", [(), ("--list",)])
def test_the_formats_are_listed(posthouse: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    ran = posthouse("export", *arguments)
    assert "otio" in ran.out + ran.err


def test_losses_that_are_alike_stand_in_one_line_with_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    reason = "its grade is more than a CDL"
    ledger = Ledger()
    for name in ("fleet", "pier", "hall"):
        ledger.drop(name, "effect", reason)
    show_losses(Report.of("x.edl", ledger))
    told = capsys.readouterr().out
    assert "3: fleet, pier, hall" in told
    assert told.count(reason) == 1
    assert "3 dropped" in told


def test_a_file_ends_as_its_format_is_known(posthouse: Callable[..., Any], small: Path) -> None:
    assert posthouse("export", "EDL", small, "--as", small / "v1.2").code == 0
    assert (small / "v1.2.edl").is_file()
    refused = posthouse("export", "otio", small, "--as", small / "v1.edl")
    assert (refused.code, ".otio" in refused.err) == (2, True)
    assert not (small / "v1.edl").exists()
