"""Fixtures every craft's tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=60)  # a busy machine is no failure
settings.load_profile("house")


def pytest_configure() -> None:
    """Take Ctrl-C also where whoever started the tests ignores it, as a shell's background job does.

    A program that is started with it ignored goes on ignoring it, and tests interrupt programs.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
