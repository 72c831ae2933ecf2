"""A production's text while it is being edited: many changes, one check, one write.

    draft = Draft.open("harbour")
    draft.set("cut.opening.for", "60f")
    draft.arrange("cut", [Kept(index=1), Kept(index=0, changes={"out": "00:00:07:02"}), New(value={"gap": "12f"})])
    print(draft.diff())
    draft.write()

Every change is a splice of the text, so comments and layout stay. ``write`` reads and checks the whole first, then
replaces the file by a rename, or not at all.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import tempfile
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Self

from posthouse.errors import ProductionError
from posthouse.production.arrange import Kept, arranged, arranged_value, block_list, comments_of, nested
from posthouse.production.ids import ids_by_path
from posthouse.production.paths import parsed_path
from posthouse.production.reader import production_from_text
from posthouse.production.splice import added, end_of, removed, replaced, spelled_value, with_value, without_value
from posthouse.production.text import production_file, read_text
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.arrange import Entry
    from posthouse.production.production import Production
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path, Plain, Spot, Tree


_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_BARE_NEWLINE = re.compile(r"(?<!\r)\n")


class Draft:
    """One production file's text, and the changes made to it so far; a file of CRLF lines keeps them."""

    def __init__(self, text: str, file: FilePath) -> None:
        self.before = text
        self.text = text
        self.file = file
        self._tree: Tree | None = None
        self._is_crlf = "\r\n" in text and not _BARE_NEWLINE.search(text)

    @classmethod
    def open(cls, path: FilePath | str) -> Self:
        """Return a draft of the production at a path.

        Raises:
            ProductionError: there is none, or it cannot be read.
        """
        file = production_file(FilePath(path))
        return cls(read_text(file), file)

    @property
    def tree(self) -> Tree:
        """Return the text as values with their places; raises DocumentProblems where it is not YAML."""
        if self._tree is None:
            tree = read_tree(self.text)
            if tree.problems:
                production_from_text(self.text, self.file)  # raises what is wrong, with its place
            self._tree = tree
        return self._tree

    @property
    def value(self) -> Plain:
        """Return what the text says, as plain values."""
        return self.tree.value

    def steps(self, path: str | Path) -> Path:
        """Return the keys and positions of a path, as ``cut.opening.in`` or ``("cut", 0, "in")``."""
        return parsed_path(path, self.value, ids_by_path(self.value))

    def set(self, path: str | Path, value: Value) -> None:
        """Set a value; keys on the way that are not there yet are added.

        Raises:
            ProductionError: the path leads nowhere, or to what a YAML alias shares.
        """
        steps = self.steps(path)
        spot, depth = self.tree.nearest_spot(steps)
        assert spot is not None, "a document that was read has a root"
        if depth == len(steps):
            text = replaced(self.text, spot, value)
        elif isinstance(spot.parts, dict) and all(isinstance(step, str) for step in steps[depth:]):
            entry = spelled_value(steps[depth]) + ": " + spelled_value(nested(steps[depth + 1 :], value))
            text = added(self.text, spot, entry)
        else:
            raise ProductionError(f"{path} leads nowhere", hint=f"{steps[depth]} is not there to hold it")
        self.take(text, with_value(self.value, steps, value))

    def remove(self, path: str | Path) -> None:
        """Take a field, or an entry of a list, out; what would be left empty goes with it.

        Raises:
            ProductionError: the path leads nowhere, or to what a YAML alias shares.
        """
        steps = self.whole_path(self.steps(path))
        spot, depth = self.tree.nearest_spot(steps)
        around, _ = self.tree.nearest_spot(steps[:-1])
        if depth != len(steps) or spot is None or around is None or not steps:
            raise ProductionError(f"{path} leads nowhere", hint="name a field that is written there")
        self.take(removed(self.text, around, steps[-1]), without_value(self.value, steps))

    def arrange(self, path: str | Path, entries: Sequence[Entry]) -> None:
        """Set a list to entries of the old one, changed or not, and new ones; an empty list goes with its key.

        Raises:
            ProductionError: it is no list, or what a YAML alias shares.
        """
        steps = self.steps(path)
        spot, depth = self.tree.nearest_spot(steps)
        if depth < len(steps):
            return self._new_list(steps, entries)
        if not entries:
            return self._leave_out(steps)
        if spot is not None and self.at(steps) in (None, []) and self._has_lines(steps):
            return self._fill(steps, spot, entries)
        if spot is None or not isinstance(spot.parts, list):
            raise ProductionError(f"{path} is no list", hint="name a list, as cut")
        old = self.at(steps)
        assert isinstance(old, list)
        return self.take(
            arranged(self.text, spot, entries), with_value(self.value, steps, arranged_value(old, entries))
        )

    def whole_path(self, path: Path) -> Path:
        """Return the path of what goes with a part: what would be left empty goes too, but no entry of a list."""
        while len(path) > 1 and not isinstance(path[-2], int):
            around, depth = self.tree.nearest_spot(path[:-1])
            if around is None or depth < len(path) - 1 or len(around.parts or ()) > 1:
                break
            path = path[:-1]
        return path

    def _leave_out(self, steps: Path) -> None:
        """Take a list out, and leave the comments above its entries where it stood."""
        whole = self.whole_path(steps)
        spot, _ = self.tree.nearest_spot(steps)
        place, _ = self.tree.nearest_spot(whole)
        assert spot is not None
        assert place is not None
        line = self.text.rfind("\n", 0, (place.key or place.start).index) + 1
        comments = comments_of(self.text, spot, line)
        self.remove(whole)
        self.take(self.text[:line] + comments + self.text[line:], self.value)

    def _has_lines(self, steps: Path) -> bool:
        """Return whether a field stands in a mapping written a field a line, with nothing behind it."""
        around, _ = self.tree.nearest_spot(steps[:-1])
        spot, _ = self.tree.nearest_spot(steps)
        assert spot is not None
        return around is not None and not around.is_flow and not self.text[end_of(spot) :].partition("\n")[0].strip()

    def _fill(self, steps: Path, spot: Spot, entries: Sequence[Entry]) -> None:
        """Write the first entries of a list that is there and empty, one a line."""
        assert spot.key is not None
        lines = block_list(entries, " " * (spot.key.column + 2)).rstrip("\n")
        text = self.text[: spot.start.index].rstrip(" ") + "\n" + lines + self.text[end_of(spot) :]
        self.take(text, with_value(self.value, steps, arranged_value([], entries)))

    def _new_list(self, steps: Path, entries: Sequence[Entry]) -> None:
        """Add a list that is not there yet: an entry a line where the mapping around it has its own lines."""
        values = [entry.value for entry in entries if not isinstance(entry, Kept)]
        if not values:
            return
        spot, depth = self.tree.nearest_spot(steps)
        if spot is None or spot.is_flow or not isinstance(spot.parts, dict):
            self.set(steps, values)
            return
        text = ""
        indent = " " * spot.start.column
        for step in steps[depth:]:
            text += f"{indent if text else ''}{spelled_value(step)}:\n"
            indent += "  "
        lines = text + block_list(entries, indent)
        self.take(added(self.text, spot, lines.rstrip("\n")), with_value(self.value, steps, values))

    def at(self, steps: Path) -> Plain:
        """Return the value at keys and positions, or None."""
        found = self.value
        for step in steps:
            if isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                found = found.get(str(step)) if isinstance(found, dict) else None
        return found

    def take(self, text: str, expected: Plain) -> None:
        """Take a changed text that must say what is expected.

        Raises:
            ProductionError: it says something else; the draft stays as it was.
        """
        text = _BARE_NEWLINE.sub("\r\n", text) if self._is_crlf else text
        tree = read_tree(text)
        if tree.problems or tree.value != expected:
            cause = "this value cannot be changed alone: it is shared by a YAML alias, or begins a line with others"
            raise ProductionError(cause, hint="change it by hand; nothing was written")
        self.text, self._tree = text, tree

    def diff(self) -> str:
        """Return the changes as a unified diff; empty where there are none."""
        lines = difflib.unified_diff(
            text_lines(self.before),
            text_lines(self.text),
            fromfile=f"a/{self.file.name}",
            tofile=f"b/{self.file.name}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def checked(self) -> Production:
        """Return the production the text is now; raises DocumentProblems with all that is wrong with it."""
        return production_from_text(self.text, self.file)

    def write(self) -> Production:
        """Check the text and write it whole; a text with problems is not written.

        Raises:
            DocumentProblems: everything that is wrong with it.
            ProductionError: the file cannot be written, or somebody else wrote it since it was read.
        """
        production = self.checked()
        if self.text != self.before:
            if self.file.is_file() and read_text(self.file) != self.before:
                cause = f"{self.file} was changed by somebody else meanwhile"
                raise ProductionError(cause, hint="nothing was written; do it again")
            replace_file(self.file, self.text)
            self.before = self.text
        return production


def text_lines(text: str) -> list[str]:
    """Return a text's lines with their newlines; unlike ``str.splitlines`` it divides at nothing else."""
    return re.findall(r"[^\n]*\n|[^\n]+\Z", text)


def replace_file(file: FilePath, text: str) -> None:
    """Write a file's new text beside it, make it safe on disk, and rename it over the old one."""
    target = file.resolve()
    if target.exists() and not target.stat().st_mode & _WRITABLE:  # a rename would not ask
        hint = "nothing was changed; chmod u+w it, unless somebody locked it on purpose"
        raise ProductionError(f"{file} is read-only", hint=hint)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
            if target.exists():
                FilePath(name).chmod(target.stat().st_mode & 0o777)
            FilePath(name).replace(target)
        except BaseException:
            FilePath(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ProductionError(f"{file} cannot be written: {error.strerror}", hint="nothing was changed") from error
