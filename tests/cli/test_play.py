"""``posthouse play`` and ``posthouse proxies``, as one types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from posthouse.cli.main import run
from posthouse.errors import ProductionError
from posthouse.review.preview import Scale, parse_size, preview_size

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """
posthouse: 1
title: Grey
format: {size: [64, 48], rate: 24}
media: {grey: {generate: {color: "#808080"}}}
cut: [{shot: one, from: grey, for: 24f}]
deliver: [web]
"""


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    (tmp_path / "production.yaml").write_text(DOCUMENT)
    return tmp_path


def test_play_serves_until_it_is_interrupted_and_ends_well(grey: Path) -> None:
    command = [sys.executable, "-m", "posthouse", "play", str(grey), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split()[0]
            with urllib.request.urlopen(address + "state.json", timeout=60) as answer:  # noqa: S310 - localhost
                assert json.load(answer)["size"] == [32, 24]
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def test_a_production_without_heavy_footage_needs_no_proxies(grey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proxies", str(grey), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "proxies": []}
    assert run(["proxies", str(grey), "clean"]) == 0


@pytest.mark.parametrize(("text", "size"), [("half", (960, 540)), ("quarter", (480, 270)), ("640x360", (640, 360))])
def test_sizes_as_they_are_written(text: str, size: tuple[int, int]) -> None:
    assert preview_size((1920, 1080), parse_size(text)) == size


def test_every_preview_has_even_sides() -> None:
    assert preview_size((1998, 1081), Scale.HALF) == (1000, 540)


@pytest.mark.parametrize("text", ["third", "640x361", "8x8", "640", "x"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ProductionError, match="no size for a preview"):
        parse_size(text)
