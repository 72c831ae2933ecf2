"""Media of a cut by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from posthouse.interchange import Ledger, MediaRef
from posthouse.studio.exchange.incoming.sources import MediaBook
from posthouse.timing import Rate

RATE = Rate.parse("25")


@pytest.mark.parametrize("file", ["", "/", "/rushes/", "."])
def test_media_without_a_file_name_are_named_after_their_clip(file: str) -> None:
    book = MediaBook(folder=Path("new"), ledger=Ledger())
    assert book.name_of(MediaRef(name="/", file=file), RATE, "boats") == "boats"
    assert book.entries == {"boats": "boats"}


def test_a_path_of_a_mac_gives_its_last_part_and_the_rest_is_a_comment() -> None:
    path = "Macintosh HD:Users:kim:Audio Files:take 1.wav"
    book = MediaBook(folder=Path("new"), ledger=Ledger())
    assert book.name_of(MediaRef(name=path, file=path), RATE) == "take_1"
    assert (book.entries, book.comments) == ({"take_1": "take 1.wav"}, {"take_1": path})
