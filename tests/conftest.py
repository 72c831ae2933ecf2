"""Fixtures every craft's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=60)  # a busy machine is no failure
settings.load_profile("house")


def _media_folder() -> Path:
    named = os.environ.get("POSTHOUSE_TEST_MEDIA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "media"


@pytest.fixture(scope="session")
def media() -> Path:
    """Return the folder of real test media, or skip where it is absent."""
    folder = _media_folder()
    if not folder.is_dir():
        pytest.skip(f"real test media is not at {folder}; set POSTHOUSE_TEST_MEDIA to its folder")
    return folder
