"""``posthouse clean``: says how much, and the next build is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli.clean import spelled_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_clean_all_empties_the_store_and_a_build_makes_the_same_bytes(
    posthouse: Callable[..., Any], small: Path
) -> None:
    posthouse("build", small, "poster")
    before = (small / "out" / "poster.png").read_bytes()
    facts = posthouse("clean", small, "--all", "--json").facts
    assert facts["removed"] >= 1
    assert facts["kept"] == 0
    (small / "out" / "poster.png").unlink()
    assert posthouse("build", small, "poster").code == 0
    assert (small / "out" / "poster.png").read_bytes() == before


def test_what_was_just_used_is_kept_by_default(posthouse: Callable[..., Any], small: Path) -> None:
    posthouse("build", small, "poster")
    facts = posthouse("clean", small, "--json").facts
    assert facts["removed"] == 0
    assert facts["kept"] >= 1


@pytest.mark.parametrize(
    ("count", "spelled"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (1_500_000_000, "1.5 GB")]
)
def test_bytes_are_spelled_in_decimal_units(count: int, spelled: str) -> None:
    assert spelled_bytes(count) == spelled
