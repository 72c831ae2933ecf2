"""Words with their times, from whatever recogniser wrote them: WhisperX and Whisper JSON, WebVTT, SubRip.

No recogniser is part of posthouse: its models are large, its errors are its own. What it heard is read here.
Formats: Whisper writes ``segments[].words[]`` of ``word``, ``start``, ``end`` (WhisperX also ``word_segments``); WebVTT
has words by timestamps inside a cue (W3C WebVTT, cue timestamp tags) or one word a cue; SubRip has one word a cue.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from posthouse.errors import MediaError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILLERS: Final = frozenset(
    {"um", "umm", "uh", "uhh", "uhm", "er", "erm", "hm", "hmm", "mm", "mhm", "ah", "eh", "äh", "ähm", "öh", "euh", "em"}
)
"""What speakers say while they think, in English, German, French, Spanish."""
LONGEST_GAP_SECONDS: Final = 0.5
"""Between fillers further apart than this a recogniser may have missed a word."""
_LARGEST_BYTES = 64 << 20
_CUE = re.compile(r"((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})")
_STAMP = re.compile(r"<((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})>")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BARE = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word somebody said, in seconds of the media."""

    text: str
    start_seconds: float
    end_seconds: float


def read_words(path: Path) -> tuple[Word, ...]:
    """Return the words of a transcript in order.

    Raises:
        MediaError: it cannot be read, is none of the formats, or has no times for single words.
    """
    text = _text(path)
    words = tuple(sorted(_words(path, text), key=lambda word: word.start_seconds))
    if not words:
        hint = "have the recogniser write words with their times, as whisper --word_timestamps True"
        raise MediaError(f"{path} has no times for single words", hint=hint)
    return words


def filler_spans(words: Iterable[Word], fillers: Iterable[str] = FILLERS) -> tuple[tuple[float, float], ...]:
    """Return (start, end) of every filler, in order; fillers in a row, close together, are one span."""
    wanted = {filler.lower() for filler in fillers}
    spans: list[tuple[float, float]] = []
    is_running = False
    for word in words:
        is_filler = _BARE.sub("", word.text).lower() in wanted
        if is_filler and is_running and word.start_seconds - spans[-1][1] <= LONGEST_GAP_SECONDS:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.end_seconds))
        elif is_filler:
            spans.append((word.start_seconds, word.end_seconds))
        is_running = is_filler
    return tuple(span for span in spans if span[1] > span[0])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise MediaError(f"{path} is too large for a transcript", hint="is it the right file?")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MediaError(f"{path} is no text", hint="name a transcript: .json, .vtt or .srt") from error
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error


def _words(path: Path, text: str) -> Iterator[Word]:
    match path.suffix.lower():
        case ".json":
            yield from _json_words(path, text)
        case ".vtt" | ".srt":
            yield from _cue_words(text)
        case suffix:
            cause = f"{path.name} is no transcript posthouse reads"
            raise MediaError(cause, hint=f"transcripts end in .json, .vtt or .srt, not {suffix or 'in nothing'}")


def _json_words(path: Path, text: str) -> Iterator[Word]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        place = Place(file=str(path), line=line)
        raise MediaError("this is no JSON", hint="write the transcript again", place=place) from error
    if not isinstance(document, dict):
        return
    segments = document.get("segments")
    listed = [each.get("words") for each in segments if isinstance(each, dict)] if isinstance(segments, list) else []
    if not any(listed):
        listed = [document.get("word_segments") or document.get("words")]
    for words in listed:
        for entry in words if isinstance(words, list) else []:
            if (word := _json_word(entry)) is not None:
                yield word


def _json_word(entry: object) -> Word | None:
    """Return a word of Whisper's; None for one without times, as WhisperX leaves numerals."""
    if not isinstance(entry, dict):
        return None
    text, start, end = entry.get("word", entry.get("text")), entry.get("start"), entry.get("end")
    if not isinstance(text, str) or not isinstance(start, int | float) or not isinstance(end, int | float):
        return None
    return Word(text=text.strip(), start_seconds=float(start), end_seconds=float(end))


def _cue_words(text: str) -> Iterator[Word]:
    """Yield the words of WebVTT or SubRip; a cue of many words without times inside says nothing of each."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        cue = _CUE.search(block)
        if cue is None:
            continue
        start, end = (_seconds(stamp) for stamp in cue.groups())
        parts = _STAMP.split(block[cue.end() :].split("\n", 1)[-1])
        starts = [start, *(_seconds(stamp) for stamp in parts[1::2])]
        spoken = [_TAG.sub("", part).strip() for part in parts[::2]]
        for word, first, last in zip(spoken, starts, [*starts[1:], end], strict=True):
            if word and len(word.split()) == 1:
                yield Word(text=word, start_seconds=first, end_seconds=last)


def _seconds(stamp: str) -> float:
    parts = [float(part) for part in stamp.replace(",", ".").split(":")]
    return float(sum(part * 60.0**power for power, part in enumerate(reversed(parts))))
