"""Law 1: the same production, media and versions give the same bytes, whatever the thread count and the folder."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest

from tests.studio.tiny import Document, Tiny, every_craft, new_tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def every_deliverable() -> Document:
    document = every_craft()
    lossless = {"as": "custom", "codec": "ffv1", "container": "mkv", "name": "lossless", "lossless": True}
    more = ["prores-422-hq", {"as": "dnxhr-hqx", "size": [256, 144]}, {"as": "frames", "start": "30f", "length": "20f"}]
    document["deliver"] += [
        *more,
        lossless | {"sound": {"codec": "flac"}},
        {"as": "still", "at": "9f", "format": "exr"},
    ]
    document["deliver"][-1]["name"] = "second"
    return document


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> dict[str, bytes]:
    """Return what one worker makes."""
    made = new_tiny(tmp_path_factory.mktemp("reference") / "film", every_deliverable(), kit)
    made.build(cores=1)
    return made.finished()


@pytest.mark.parametrize("cores", [2, 3])
def test_any_number_of_workers_gives_the_same_bytes(
    tiny: Callable[..., Tiny], reference: dict[str, bytes], cores: int
) -> None:
    made = tiny(every_deliverable(), f"{cores}/film")
    made.build(cores=cores)
    found = made.finished()
    assert {name for name in found | reference if found.get(name) != reference.get(name)} == set()


def test_deliverables_built_one_by_one_are_those_built_together(
    tiny: Callable[..., Tiny], reference: dict[str, bytes]
) -> None:
    made = tiny(every_deliverable())
    for name in ("stems", "prores-422-hq", "web", "still", "frames", "custom", "dnxhr-hqx"):
        made.build(name)
    assert made.finished() == reference


def test_the_order_in_which_a_document_is_written_changes_nothing(
    tiny: Callable[..., Tiny], reference: dict[str, bytes]
) -> None:
    document = every_deliverable()
    turned = {key: document[key] for key in reversed(document)}
    turned["media"] = dict(reversed(document["media"].items()))
    made = tiny(turned)
    made.build()
    assert made.finished() == reference


def test_a_comment_rebuilds_nothing(tiny: Callable[..., Tiny]) -> None:
    made = tiny(every_craft())
    made.build()
    file = made.folder / "production.yaml"
    file.write_text("# a note\n" + json.dumps(copy.deepcopy(every_craft()), indent=3))
    assert made.build().built == ()
