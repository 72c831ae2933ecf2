"""Fixtures of the titles' tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posthouse.titles import TitleSpec
from posthouse.titles.faces import FontBook

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def book() -> FontBook:
    return FontBook(root=Path())


@pytest.fixture
def title() -> Callable[..., TitleSpec]:
    """Return a maker of titles from what a document may say."""

    def made(**said: object) -> TitleSpec:
        return TitleSpec.model_validate({"at": "opening", "for": "10s", **said})

    return made
