"""What is wrong with a text that is no YAML, in the words of its author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.production.tree import YamlProblem

if TYPE_CHECKING:
    import yaml

_UNQUOTED_HASH = re.compile(r"[:,\[]\s+#\w")

# libyaml's message (a part of it), what it means, what to do.
_MEANINGS = (
    ("found character that cannot start any token", "{char} cannot begin a value", "put the value in quotes"),
    ("found unexpected end of stream", "the text ends inside quotes or brackets", "close what was opened here"),
    ("mapping values are not allowed", "a colon followed by a space is not allowed here", "put the text in quotes"),
    ("could not find expected ':'", "a colon and a value are missing", "write key: value"),
    ("did not find expected ',' or '}'", "the mapping is not closed", "check the commas and the closing }"),
    ("did not find expected ',' or ']'", "the list is not closed", "check the commas and the closing ]"),
    (
        "did not find expected '-' indicator",
        "a list goes on without a dash",
        "begin each entry with - , equally indented",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "check its indent, and quotes around text",
    ),
    ("found unknown escape character", "a backslash inside double quotes begins an escape", "use 'single quotes'"),
    ("did not find expected alphabetic", "a * or & begins a YAML alias", 'put it in quotes: "*"'),
    ("did not find expected <document start>", "the text goes on after its end", "check the indent of this line"),
    ("found undefined tag handle", "a ! begins a YAML tag", "put the text in quotes"),
)


def syntax_problem(text: str, error: yaml.MarkedYAMLError) -> YamlProblem:
    """Return a syntax error with its place and the likeliest repair."""
    lines = text.splitlines()
    if (mark := next((number for number, each in enumerate(lines) if each.startswith("<<<<<<< ")), None)) is not None:
        hint = "keep one side of each conflict, and take git's marks out"
        return YamlProblem("a merge is not finished: git's marks stand here", hint, mark, 0)
    line, column = _place(text, error)
    written = lines[line] if line < len(lines) else ""
    if "\t" in written[: column + 1]:
        return YamlProblem("a tab stands where only spaces may", "indent with spaces", line, written.index("\t"))
    if comment := _comment(lines, error, line):
        return comment
    message = str(error.problem or error.context or "")
    for part, cause, hint in _MEANINGS:
        if part in message:
            char = repr(written[column : column + 1])
            return YamlProblem(cause.format(char=char), _pointed(hint, error, line), line, column)
    return YamlProblem(f"this is not YAML: {message or 'it cannot be read'}", "check this line", line, column)


def _place(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int]:
    """Return where an error shows; where something opened is never closed, where it was opened."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0
    if error.context_mark is not None and not text[mark.index :].strip():
        mark = error.context_mark
    return mark.line, mark.column


def _comment(lines: list[str], error: yaml.MarkedYAMLError, line: int) -> YamlProblem | None:
    """Return the problem of an unquoted # that made the rest of its line a comment, closing bracket included."""
    opened = error.context_mark.line if error.context_mark else line
    for number in range(max(0, min(opened, line - 1)), min(line + 1, len(lines))):
        if found := _UNQUOTED_HASH.search(lines[number]):
            column = lines[number].index("#", found.start())
            return YamlProblem("the rest of this line is a comment", 'put it in quotes: "#..."', number, column)
    return None


def broken_character_problem(text: str, error: yaml.reader.ReaderError) -> YamlProblem:
    """Return the place of a character no text file should hold."""
    position = error.position if isinstance(error.position, int) else 0
    before = text[:position]
    column = len(before) - before.rfind("\n") - 1
    cause = "a control character stands here"
    return YamlProblem(cause, "delete it, it cannot be part of a text", before.count("\n"), column)


def _pointed(hint: str, error: yaml.MarkedYAMLError, line: int) -> str:
    """Return the hint, with the line where the broken list, mapping or text began."""
    opened = error.context_mark
    if opened is None or opened.line == line:
        return hint
    return f"{hint}; it begins in line {opened.line + 1}"
