"""A document with every part in it."""

from __future__ import annotations

from pathlib import Path

import pytest

HARBOUR = Path(__file__).with_name("harbour.yaml")


@pytest.fixture(scope="session")
def harbour() -> str:
    """Return the text of a valid document that uses every part."""
    return HARBOUR.read_text("utf-8")


@pytest.fixture
def harbour_folder(tmp_path: Path, harbour: str) -> Path:
    """Return a folder that holds the valid document."""
    tmp_path.joinpath("production.yaml").write_text(harbour, "utf-8")
    return tmp_path
