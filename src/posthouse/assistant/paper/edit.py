"""Lines of a paper edit: a clip, or a scene and take, with in and out points and a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.assistant.paper.table import Row, table_rows
from posthouse.errors import DocumentProblems, Place, ProductionError
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Callable

    Complain = Callable[[int, str, str], None]

MOST_LINES = 20_000
_TIME = re.compile(r"\d[\d:;.+]*(?:f|s|ms|m\d.*)?", re.IGNORECASE)
_RANGE = re.compile(r"(\d[\d:;.]*[fs]?)\s*(?:-|\N{EN DASH}|\N{RIGHTWARDS ARROW})\s*(\d[\d:;.]*[fs]?)")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_QUOTED = re.compile(r'\s*"([^"]+)"\s*(.*)')
_BETWEEN = {"-", "\N{EN DASH}", "\N{EM DASH}", "\N{RIGHTWARDS ARROW}", "->", "to"}
_HINT = "write clip, in, out, note: pier 00:00:04:10 00:00:07:02 she turns"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One clip of a paper edit."""

    line: int
    clip: str = ""
    """As written: a media, a file, or ``scene/take``."""
    scene: str = ""
    take: str = ""
    in_point: Length | None = None
    out_point: Length | None = None
    length: Length | None = None
    note: str = ""

    @property
    def said(self) -> str:
        """Return what the line names, as a person would."""
        return self.clip or f"{self.scene}/{self.take}".removesuffix("/")


def paper_lines(text: str, name: str, problems: list[ProductionError] | None = None) -> tuple[PaperLine, ...]:
    """Return the lines of a paper edit in order.

    Args:
        text: CSV, TSV or a Markdown table with a header, or plain lines ``clip  in  out  [note]``.
        name: the file's name, for problems.
        problems: takes what is wrong, for a caller who will find more; left out, it is raised.

    Raises:
        DocumentProblems: everything that is wrong with it, by line.
        ProductionError: it is no text.
    """
    wrong: list[ProductionError] = [] if problems is None else problems

    def complain(line: int, cause: str, hint: str = "") -> None:
        wrong.append(ProductionError(cause, hint=hint, place=Place(file=name, line=line)))

    if _BINARY.search(text):
        raise ProductionError(f"{name} is no text, so not a paper edit", hint=_HINT, place=Place(file=name))
    rows = table_rows(text)
    made = _plain(text, complain) if rows is None else [_of_row(row, complain) for row in rows]
    found = [line for line in made if line is not None]
    if not found and not wrong:
        complain(1, "there is no clip in this paper edit", _HINT)
    if len(found) > MOST_LINES:
        complain(found[MOST_LINES].line, f"a paper edit has at most {MOST_LINES} lines", "is it the right file?")
    if problems is None:
        DocumentProblems.raise_if_any(wrong)
    return tuple(found)


def _of_row(row: Row, complain: Complain) -> PaperLine | None:
    if not row.text("clip") and not row.text("scene"):
        complain(row.line, "this line names neither a clip nor a scene", _HINT)
        return None
    times = {column: _time(row.text(column), row.line, complain) for column in ("in", "out", "for")}
    if None not in times.values():
        complain(row.line, "in, out and duration are too much together", "leave one of them empty")
    return _checked(
        PaperLine(
            line=row.line,
            clip=row.text("clip"),
            scene=row.text("scene"),
            take=row.text("take"),
            in_point=times["in"],
            out_point=times["out"],
            length=times["for"],
            note=row.text("note"),
        ),
        complain,
    )


def _plain(text: str, complain: Complain) -> list[PaperLine | None]:
    found: list[PaperLine | None] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip(", \t\f")
        if words and not words.startswith(("#", "//")):
            found.append(_of_words(words, number, complain))
    return found


def _of_words(words: str, number: int, complain: Complain) -> PaperLine | None:
    quoted = _QUOTED.fullmatch(words)
    clip, rest = (quoted[1], quoted[2]) if quoted else (*words.replace(",", " ").split(None, 1), "")[:2]
    left = _RANGE.sub(r"\1 \2", rest, count=1).split()
    times: list[Length | None] = []
    while left and len(times) < 2 and (_TIME.fullmatch(left[0]) or (times and left[0] in _BETWEEN)):
        word = left.pop(0)
        if word not in _BETWEEN:
            times.append(_time(word, number, complain))
    if len(times) == 1 or (not times and left):
        complain(number, f"{clip!r} has {len(times) or 'no'} timecode{'' if len(times) == 1 else 's'}", _HINT)
        return None
    in_point, out_point = times or (None, None)
    note = " ".join(left)
    return _checked(PaperLine(line=number, clip=clip, in_point=in_point, out_point=out_point, note=note), complain)


def _time(written: str, line: int, complain: Complain) -> Length | None:
    if not written:
        return None
    try:
        return Length.parse(written)
    except ValueError as problem:
        complain(line, str(problem), "")
        return None


def _checked(line: PaperLine, complain: Complain) -> PaperLine | None:
    first, end = line.in_point, line.out_point
    if first and end and first.unit is end.unit and (first.seconds, first.frames) >= (end.seconds, end.frames):
        complain(line.line, f"out ({end}) must be later than in ({first})", "")
        return None
    return line
