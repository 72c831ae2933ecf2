"""Fixtures of exchange: films of media that are only said to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.studio.exchange.pretending import Pretended, probed
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def pretend(tmp_path_factory: pytest.TempPathFactory) -> Pretended:
    """Return a maker of films whose media are one probed clip under other names, rates and timecodes."""
    folder: Path = tmp_path_factory.mktemp("pretend")
    clip = make_clip(folder / "one.mov", Clip(frames=8))
    return Pretended(info=probed(clip, folder))
