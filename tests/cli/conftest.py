"""The command line in this process, and small productions of generated pictures and sound."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = """\
posthouse: 1
title: Small
format: {size: [96, 54], rate: 25}
media:
  bars:  {generate: {bars: ebu-75}}
  ink:   {generate: {color: "#204060"}}
  theme: {generate: {soundscape: wind}}
cut:
  - {shot: first, from: bars, for: 20f}    # this comment stays
  - {shot: second, from: ink, for: 10f}
sound:
  music: [{music: bed, from: theme, under: [first, second]}]
deliver:
  - {as: web, preset: ultrafast}
  - {as: still, name: poster, at: first+5f}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """Return standard output as the one JSON document it must be."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def posthouse(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return a function that runs a command line in this process."""

    def ran(*arguments: object) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(code=int(code), out=captured.out, err=captured.err)

    return ran


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the folder of a small production, not built."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "production.yaml").write_text(SMALL, "utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small production, built; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "production.yaml").write_text(SMALL, "utf-8")
    assert run(["build", str(folder)]) == 0
    return folder
