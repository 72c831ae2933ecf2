"""Which media of one cut is which of another."""

from __future__ import annotations

from posthouse.editorial.matching import FootageKey, KeyKind, link_footage


def keys(**said: str) -> frozenset[FootageKey]:
    return frozenset(FootageKey(KeyKind[kind.upper()], text) for kind, text in said.items())


def test_the_surest_key_links() -> None:
    old = {"pier": keys(digest="1", name="pier"), "boats": keys(digest="2", name="boats")}
    links = link_footage(old, {"boats": keys(digest="1", name="boats")})
    assert (links["boats"].old, links["boats"].kind) == ("pier", KeyKind.DIGEST)


def test_other_content_of_the_same_name_is_other_footage() -> None:
    assert not link_footage({"pier": keys(digest="1", file="a.mov")}, {"pier": keys(digest="2", file="a.mov")})


def test_media_that_could_be_two_are_told() -> None:
    old = {"one": keys(reel="a003"), "two": keys(reel="a003")}
    assert link_footage(old, {"x": keys(reel="a003")})["x"].rivals == ("two",)


def test_unknown_media_are_not_linked() -> None:
    assert "y" not in link_footage({"one": keys(reel="a003")}, {"y": keys(reel="b001")})


def test_every_kind_has_words() -> None:
    assert all(kind.words.startswith("the same") for kind in KeyKind)
