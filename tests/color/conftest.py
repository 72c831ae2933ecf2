"""What the tests of color share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def read_lut(media: Path) -> Callable[[str], bytes]:
    """Return what reads the real LUT and CDL files by their bare names."""
    return lambda name: (media / "colour" / "luts" / name).read_bytes()
