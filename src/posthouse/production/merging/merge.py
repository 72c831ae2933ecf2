"""Merging ours and theirs, which both began as base.

Problem: lines are the wrong unit: two people who trim two shots of one scene, or of whom one moves the shot the other
grades, do not disagree; two who give one shot two lengths do.
Approach: the three texts are read. Where one side left a part as it was, the other's lines are taken as they stand,
comments too. Where both changed a mapping, its fields are merged; a list of shots, titles or cues is merged by ids:
first its order, then each entry. What cannot be had both ways is a conflict, told in words; the text is merged twice,
once each way, and the lines on which the two differ stand between git's marks.
Traps: ids that are not written depend on the order of shots; where a merge would change one, it is written down. And
two changes may each be right and together wrong (a cue at a shot that is gone): the merged text is checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.production.draft import Draft
from posthouse.production.ids import ids_by_path
from posthouse.production.merging.conflict import Conflict, field_conflict, marked, named
from posthouse.production.merging.identity import id_field
from posthouse.production.merging.lists import ListMerge
from posthouse.production.merging.values import Absent, merged_value
from posthouse.production.merging.version import Version, entry_range
from posthouse.production.paths import spelled_path
from posthouse.production.splice import end_of, line_end, with_value

if TYPE_CHECKING:
    from posthouse.production.merging.order import Key
    from posthouse.production.merging.values import Written
    from posthouse.production.tree import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The merged text, with marks where there are conflicts, and the conflicts."""

    text: str
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Return whether both sides' changes are in it, whole."""
        return not self.conflicts


def merge_texts(
    base: str, ours: str, theirs: str, *, file: FilePath | None = None, names: tuple[str, str] = ("ours", "theirs")
) -> Merged:
    """Return the merge of two production texts that began as one; ``names`` are written behind the marks.

    Raises:
        DocumentProblems: one of the three is not YAML.
    """
    file = FilePath("production.yaml") if file is None else file
    versions = Version(base, file, "base"), Version(ours, file, "ours"), Version(theirs, file, "theirs")
    if ours in (theirs, base) or theirs == base:  # one changed it, or both alike: to the byte
        return Merged(text=theirs if ours == base else ours, conflicts=())
    if len({"\r\n" in text for text in (base, ours, theirs)}) > 1:
        return _merged_over_newlines((base, ours, theirs), file, names)
    merge = _Merge(versions, file, prefer_theirs=False)
    merge.run()
    conflicts = list(dict.fromkeys(merge.conflicts))
    text = merge.draft.text
    if conflicts:
        other = _Merge(versions, file, prefer_theirs=True)
        other.run()
        text = marked(text, other.draft.text, names)
    else:
        conflicts = _consequences(merge.draft, versions)
    return Merged(text=text, conflicts=tuple(conflicts))


def _merged_over_newlines(texts: tuple[str, str, str], file: FilePath, names: tuple[str, str]) -> Merged:
    """Return the merge of texts of which some have CRLF lines, in lines as ours has them."""
    base, ours, theirs = (text.replace("\r\n", "\n") for text in texts)
    merged = merge_texts(base, ours, theirs, file=file, names=names)
    return replace(merged, text=merged.text.replace("\n", "\r\n")) if "\r\n" in texts[1] else merged


def _consequences(draft: Draft, versions: tuple[Version, ...]) -> list[Conflict]:
    """Return what is wrong with the merged text and was right in both sides."""
    try:
        draft.checked()
    except DocumentProblems as problems:
        known = {found for version in versions[1:] for found in _problems(version, draft.file)}
        return [found for problem in problems.problems if (found := _problem(problem)) not in known]
    return []


def _problems(version: Version, file: FilePath) -> list[Conflict]:
    """Return what is wrong with a version by itself."""
    try:
        Draft(version.text, file).checked()
    except DocumentProblems as problems:
        return [_problem(problem) for problem in problems.problems]
    return []


def _problem(problem: ProductionError) -> Conflict:
    return Conflict(what=problem.place.field if problem.place else "the production", words=problem.cause)


@dataclass(slots=True)
class _Merge:
    versions: tuple[Version, Version, Version]
    file: FilePath
    prefer_theirs: bool
    conflicts: list[Conflict] = field(default_factory=list)
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        self.draft = Draft(self.versions[1].text, self.file)

    def run(self) -> None:
        """Merge everything into the draft."""
        self._mapping(())
        base, ours, theirs = (version.tail for version in self.versions)
        if ours == base != theirs:
            text = self.draft.text
            self.draft.take(text.removesuffix(ours) + theirs, self.draft.value)

    def _mapping(self, path: Path) -> None:
        keys: dict[str, None] = {}
        for version in (self.versions[1], self.versions[2], self.versions[0]):
            found = version.value(path)
            keys |= dict.fromkeys(found) if isinstance(found, dict) else {}
        for key in keys:
            self._entry((*path, key))

    def _entry(self, path: Path) -> None:
        base, ours, theirs = (version.value(path) for version in self.versions)
        lines = [version.lines(path) for version in self.versions]
        if lines[1] == lines[2] and ours == theirs:
            return
        if lines[2] == lines[0] and theirs == base:
            return
        if lines[1] == lines[0] and ours == base:
            self._graft(path, theirs, lines[2])
        elif id_field(path) and self._are_lists(path):
            self._list(path)
        elif isinstance(ours, dict) and isinstance(theirs, dict) and self._is_block(path):
            self._mapping(path)
        else:
            merged = merged_value(base, ours, theirs, path, self._disagreed)
            self._set(path, ours, merged)

    def _disagreed(self, path: Path, base: Written, ours: Written, theirs: Written) -> Written:
        self.conflicts.append(field_conflict(spelled_path(path, {}), "", base, ours, theirs))
        return theirs if self.prefer_theirs else ours

    def _are_lists(self, path: Path) -> bool:
        return all(isinstance(version.value(path), list | Absent) for version in self.versions)

    def _is_block(self, path: Path) -> bool:
        spots = [version.spot(path) for version in self.versions[1:]]
        return all(spot is not None and not spot.is_flow for spot in spots)

    def _set(self, path: Path, old: Written, new: Written) -> None:
        if new == old:
            return
        if isinstance(new, Absent):
            self.draft.remove(path)
        else:
            self.draft.set(path, new)

    def _graft(self, path: Path, theirs: Written, lines: str | None) -> None:
        """Take an entry of a mapping from theirs as it is written there."""
        around = self.draft.tree.nearest_spot(path[:-1])[0]
        if isinstance(theirs, Absent):
            self.draft.remove(path)
        elif lines is None or around is None or around.is_flow:
            self.draft.set(path, theirs)
        else:
            expected = with_value(self.draft.value, path, theirs)
            there = entry_range(self.draft.text, around, path[-1])
            start, end = there or (self._place_of(path), None)
            text = self.draft.text
            tail = text[end:] if end is not None else "\n" + text[start:]
            self.draft.take(text[:start] + lines + tail, expected)

    def _place_of(self, path: Path) -> int:
        """Return where a new entry goes: behind the one it stands behind in theirs, else at the end."""
        around = self.draft.tree.nearest_spot(path[:-1])[0]
        there = self.versions[2].value(path[:-1])
        assert around is not None
        assert isinstance(around.parts, dict)
        earlier = list(there)[: list(there).index(str(path[-1]))] if isinstance(there, dict) else []
        after = next((key for key in reversed(earlier) if key in around.parts), None)
        at = end_of(around.parts[after]) if after is not None else end_of(around)
        end = line_end(self.draft.text, at)
        if end == len(self.draft.text) and not self.draft.text.endswith("\n"):
            self.draft.take(self.draft.text + "\n", self.draft.value)
        return min(end + 1, len(self.draft.text))

    def _list(self, path: Path) -> None:
        merge = ListMerge(path, self.versions, self.prefer_theirs)
        entries = merge.entries()
        self.conflicts += merge.conflicts
        self.draft.arrange(path, entries)
        if id_field(path) != "name" and path != ("effects",):
            self._keep_ids(path, merge)

    def _keep_ids(self, path: Path, merge: ListMerge) -> None:
        """Write down the ids that are not written and would be others in the merged order."""
        after = ids_by_path(self.draft.value)
        for index, key in enumerate(merge.keys):
            wanted = self._id_before(path, merge, key)
            if (*path, index) in after and wanted not in (None, after[(*path, index)]):
                assert wanted is not None
                self.draft.set((*path, index, id_field(path) or ""), wanted)
                after = ids_by_path(self.draft.value)

    def _id_before(self, path: Path, merge: ListMerge, key: Key) -> str | None:
        """Return the id an entry had where it came from: in base, else in the side that brought it."""
        for side in (0, 1, 2):
            index = merge.index(side, key)
            if index is not None:
                return self.versions[side].ids.get((*path, index))
        raise AssertionError(f"{named(key)} is in no version")
