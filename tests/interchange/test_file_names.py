"""The last part of a path."""

from __future__ import annotations

import pytest

from posthouse.interchange.file_names import last_part


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/rushes/pier.mov", "pier.mov"),
        (r"D:\rushes\pier.mov", "pier.mov"),
        ("Macintosh HD:Users:kim:take 1.wav", "take 1.wav"),
        ("Macintosh HD:Users:kim:", "kim"),
        ("rec 12:30:05.wav", "rec 12:30:05.wav"),
        ("Scene 4: the pier.wav", "Scene 4: the pier.wav"),
        ("/", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_path_of_any_system_gives_its_last_part(path: str, name: str) -> None:
    assert last_part(path) == name
