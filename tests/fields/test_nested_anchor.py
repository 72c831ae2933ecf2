"""Anchors to shots inside nested sequences."""

from __future__ import annotations

import pytest

from posthouse.fields import Anchor, AnchorKind


@pytest.mark.parametrize(
    ("text", "shot", "kind"),
    [
        ("brawl/punch", "brawl/punch", AnchorKind.SHOT),
        ("brawl/punch+3f", "brawl/punch", AnchorKind.SHOT),
        ("act/brawl/punch-3f", "act/brawl/punch", AnchorKind.SHOT),
        ("brawl/punch@00:00:05:00", "brawl/punch", AnchorKind.SOURCE),
    ],
)
def test_a_path_of_names_is_a_shot(text: str, shot: str, kind: AnchorKind) -> None:
    anchor = Anchor.parse(text)
    assert (anchor.shot, anchor.kind, str(anchor)) == (shot, kind, text)


@pytest.mark.parametrize("text", ["brawl/", "/punch", "brawl//punch+3f", "brawl/pu nch@5s"])
def test_a_path_with_a_part_that_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a name|is not an anchor"):
        Anchor.parse(text)
