"""Times of keyframes, as they are written."""

from __future__ import annotations

import pytest

from posthouse.fields import KeyTime


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("start", "start"),
        ("END", "end"),
        ("+12f", "start+12f"),
        ("start+12f", "start+12f"),
        ("start - 6f", "start-6f"),
        ("end-12f", "end-12f"),
        ("end+500ms", "end+0.5s"),
        ("104f", "104f"),
        ("00:00:05:00", "00:00:05:00"),
    ],
)
def test_key_times_are_spelled_as_they_are_read(written: str, spelled: str) -> None:
    assert str(KeyTime.parse(written)) == spelled
    assert KeyTime.parse(spelled) == KeyTime.parse(written)


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        (12, "could be a source frame or count from the shot's first frame"),
        ("-6f", "write start-6f"),
        ("middle", "start, end"),
        ("end-", "end-12f"),
        ("+1.5", "no unit"),
        ("", "not the time of a keyframe"),
    ],
)
def test_what_is_no_key_time_is_refused(written: object, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        KeyTime.parse(written)
