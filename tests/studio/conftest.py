"""Fixtures of the studio's tests: a kit of tiny media, and productions made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.studio.tiny import Document, Tiny, kernels_kept, make_kit, new_tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _kernels(pytestconfig: pytest.Config) -> None:
    """Kernels are compiled once, not once a session."""
    cache = pytestconfig.cache
    if cache is not None:
        kernels_kept(cache.mkdir("posthouse"))


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of tiny media."""
    return make_kit(tmp_path_factory.mktemp("kit"))


@pytest.fixture
def tiny(tmp_path: Path, kit: Path) -> Callable[..., Tiny]:
    """Return a maker of productions: a document, and a place under the test's own folder."""

    def made(document: Document, place: str = "film") -> Tiny:
        return new_tiny(tmp_path / place, document, kit)

    return made
