"""Words with their times, as recognisers write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from posthouse.assistant.tighten import Word, filler_spans, read_words
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [("Um,", 0.5, 0.8), ("uh", 0.9, 1.1), ("hello", 1.2, 1.6), ("ähm", 2.0, 2.5), ("umbrella", 3.0, 3.5)]
LISTED = [{"word": f" {text}", "start": start, "end": end} for text, start, end in WORDS]
VTT = """WEBVTT

00:00.500 --> 00:03.500
Um,<00:00:00.900><c> uh</c><00:00:01.200> hello<00:00:02.000> ähm<00:00:03.000> umbrella
"""
SRT = "\n".join(
    f"{n}\n00:00:{a:06.3f} --> 00:00:{b:06.3f}\n{t}\n".replace(".", ",") for n, (t, a, b) in enumerate(WORDS, 1)
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("whisper.json", json.dumps({"segments": [{"words": LISTED[:2]}, {"words": LISTED[2:]}]})),
        ("whisperx.json", json.dumps({"word_segments": [*LISTED, {"word": "2026"}]})),
        ("words.vtt", VTT),
        ("words.srt", SRT),
    ],
)
def test_words_are_read_from_every_format(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    words = read_words(path)
    assert [word.text.replace(",", "") for word in words] == [text.replace(",", "") for text, _, _ in WORDS]
    assert [word.start_seconds for word in words] == [start for _, start, _ in WORDS]
    assert len(filler_spans(words)) == 2
    assert filler_spans(words)[0][0] == 0.5


def test_what_is_a_filler_can_be_said() -> None:
    words = [Word(text="Like", start_seconds=1, end_seconds=2), Word(text="um", start_seconds=3, end_seconds=4)]
    assert filler_spans(words, ["like"]) == ((1, 2),)


@pytest.mark.parametrize(("start", "spans"), [(1.5, 1), (1.51, 2), (9.0, 2)])
def test_fillers_far_apart_are_not_one_for_a_word_may_lie_between(start: float, spans: int) -> None:
    words = [
        Word(text="um", start_seconds=0.5, end_seconds=1.0),
        Word(text="er", start_seconds=start, end_seconds=start + 0.5),
    ]
    found = filler_spans(words)
    assert len(found) == spans
    assert (found[0][0], found[-1][1]) == (0.5, start + 0.5)


@pytest.mark.parametrize(
    ("name", "body", "cause"),
    [
        ("a.json", b"{", "no JSON"),
        ("a.json", b"[1]", "no times for single words"),
        ("a.json", b'{"segments": [{"words": [{"word": 1}]}]}', "no times for single words"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\ntwo words\n", "no times for single words"),
        ("a.vtt", b"\xff\xfe\x00", "is no text"),
        ("a.txt", b"um", "is no transcript"),
        ("a.json", b"", "no JSON"),
    ],
)
def test_what_is_no_transcript_is_refused(tmp_path: Path, name: str, body: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(MediaError, match=cause):
        read_words(path)


def test_a_transcript_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read_words(tmp_path / "none.json")
