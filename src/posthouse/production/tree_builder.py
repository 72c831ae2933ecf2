"""YAML text to a tree.

Problem: a round-trip YAML loader takes 1.4 s for 2,000 shots; libyaml gives the same events, with marks, in 0.08 s.
Approach: one pass over libyaml's events builds plain lists and mappings, and beside each the spots of its keys and
values. Scalars follow YAML 1.2 (``scalars.py``). Problems that leave the rest readable are collected (duplicate keys,
unknown aliases, tags); a syntax error ends the reading.
Traps: an alias shares its value, so a small text can stand for an endless tree; what each alias stands for is counted
and bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

import yaml

from posthouse.production.scalars import resolved_scalar
from posthouse.production.syntax import broken_character_problem, syntax_problem
from posthouse.production.tree import Mark, Path, Plain, Spot, Tree, YamlProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_VALUES = 1_000_000
DEEPEST = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # pure Python where libyaml is missing: slower, the same events
_PLAIN_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})
_MERGE = "<<"


def read_tree(text: str) -> Tree:
    """Return the values and places of a YAML text; whatever is wrong with it is in ``problems``."""
    builder = _Builder()
    tree = builder.tree
    try:
        for event in cast("Iterator[Event]", yaml.parse(text, Loader=_LOADER)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        tree.problems.append(syntax_problem(text, error))
        tree.is_broken = True
    except yaml.reader.ReaderError as error:
        tree.problems.append(broken_character_problem(text, error))
        tree.is_broken = True
    except _UnreadableError as error:
        tree.problems.append(error.problem)
        tree.is_broken = True
    return tree


class Event(Protocol):
    """An event of libyaml, as far as it is used here; each kind has some of these."""

    start_mark: Mark
    end_mark: Mark
    value: str
    implicit: tuple[bool, bool]
    tag: str | None
    anchor: str | None
    flow_style: bool | None


class _UnreadableError(Exception):
    """Reading cannot go on."""

    def __init__(self, cause: str, hint: str, mark: Mark) -> None:
        super().__init__(cause)
        self.problem = YamlProblem(cause, hint, mark.line, mark.column)


class _Node(NamedTuple):
    value: Plain
    spot: Spot
    size: int = 1


@dataclass(slots=True)
class _OpenList:
    """A list whose end has not been seen."""

    event: Event
    value: list[Plain] = field(default_factory=list)
    parts: list[Spot] = field(default_factory=list)
    size: int = 1

    def add(self, node: _Node) -> None:
        self.value.append(node.value)
        self.parts.append(node.spot)


@dataclass(slots=True)
class _OpenMapping:
    """A mapping whose end has not been seen; ``key`` waits for its value."""

    event: Event
    value: dict[str, Plain] = field(default_factory=dict)
    parts: dict[str, Spot] = field(default_factory=dict)
    size: int = 1
    key: str | None = None
    key_mark: Mark | None = None
    is_merge: bool = False
    merged: list[_Node] = field(default_factory=list)

    def add(self, node: _Node) -> None:
        assert self.key is not None
        if self.is_merge:
            self.merged.append(node)
        elif self.key not in self.value:
            start, end, _, parts, is_flow = node.spot
            self.value[self.key] = node.value
            self.parts[self.key] = Spot(start, end, self.key_mark, parts, is_flow)
        self.key, self.is_merge = None, False

    def add_scalar(self, value: Plain, event: Event) -> None:
        assert self.key is not None
        self.value[self.key] = value
        self.parts[self.key] = Spot(event.start_mark, event.end_mark, self.key_mark)
        self.size += 1
        self.key = None


class _Builder:
    """Builds one tree from events."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._stack: list[_OpenList | _OpenMapping] = []
        self._anchors: dict[str, _Node] = {}
        self._documents = 0

    def take(self, event: Event) -> None:
        """Take the next event of the text."""
        kind: type = type(event)
        if kind is yaml.ScalarEvent:
            self._take_scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(_OpenMapping(event), event.start_mark)
        elif kind is yaml.SequenceStartEvent:
            self._open(_OpenList(event), event.start_mark)
        elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
            self._close(event)
        elif kind is yaml.AliasEvent:
            self._take_alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents == 2:
                hint = "a production is one document: take out the line with ---"
                raise _UnreadableError("a second document begins here", hint, event.start_mark)

    def _mapping_wanting_key(self) -> _OpenMapping | None:
        top = self._stack[-1] if self._stack else None
        return top if isinstance(top, _OpenMapping) and top.key is None else None

    def _take_scalar(self, event: Event) -> None:
        top = self._stack[-1] if self._stack else None
        if type(top) is _OpenMapping and top.key is None:
            if event.anchor:
                self._anchors[event.anchor] = _Node(event.value, Spot(event.start_mark, event.end_mark))
            self._take_key(top, event.value, event.start_mark, is_merge=event.value == _MERGE and event.implicit[0])
            return
        if event.tag not in _PLAIN_TAGS:
            self._complain(event.start_mark, f"the tag {event.tag} means nothing in a production", "take it out")
        value = resolved_scalar(event.value) if event.implicit[0] else event.value
        if type(top) is _OpenMapping and not top.is_merge and top.key not in top.value and not event.anchor:
            top.add_scalar(value, event)  # nearly every value of a document: no detour
        else:
            self._add(_Node(value, Spot(event.start_mark, event.end_mark)), event.anchor)

    def _take_key(self, mapping: _OpenMapping, key: str, mark: Mark, *, is_merge: bool = False) -> None:
        if key in mapping.parts:
            first = mapping.parts[key].key or mark
            hint = f"{key} stands already in line {first.line + 1}; keep one of the two"
            self._complain(mark, f"{key} is given twice", hint, (key,))
        mapping.key, mapping.key_mark, mapping.is_merge = key, mark, is_merge

    def _open(self, part: _OpenList | _OpenMapping, mark: Mark) -> None:
        if len(self._stack) >= DEEPEST:
            raise _UnreadableError(f"values lie more than {DEEPEST} levels deep", "a production is flat: check", mark)
        if self._mapping_wanting_key():
            raise _UnreadableError("a list or mapping cannot be a key", "write a plain word before the colon", mark)
        self._stack.append(part)

    def _close(self, event: Event) -> None:
        done = self._stack.pop()
        if isinstance(done, _OpenMapping):
            for source in done.merged:
                self._merge(done, source)
        spot = Spot(done.event.start_mark, event.end_mark, None, done.parts, bool(done.event.flow_style))
        self._add(_Node(done.value, spot, done.size), done.event.anchor)

    def _take_alias(self, event: Event) -> None:
        name, mark = str(event.anchor), event.start_mark
        hint = f'if no alias is meant, put it in quotes: "*{name}"'
        if mapping := self._mapping_wanting_key():
            self._complain(mark, f"*{name} is read as a YAML alias", hint)
            self._take_key(mapping, f"*{name}", mark)
            return
        if name not in self._anchors:
            is_inside = any(part.event.anchor == name for part in self._stack)
            self._complain(mark, f"*{name} stands inside itself" if is_inside else f"nothing is marked &{name}", hint)
        node = self._anchors.get(name, _Node(None, Spot(mark, event.end_mark)))
        self._add(node._replace(spot=node.spot._replace(start=mark, end=event.end_mark)), None)

    def _add(self, node: _Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._stack:
            self.tree.value, self.tree.root = node.value, node.spot
            return
        top = self._stack[-1]
        top.size += node.size
        if top.size > MOST_VALUES:
            cause = f"with its aliases, the document stands for more than {MOST_VALUES:,} values"
            raise _UnreadableError(cause, "no production is that large: check the aliases", node.spot.start)
        top.add(node)

    def _merge(self, done: _OpenMapping, source: _Node) -> None:
        """Take over what a merge key (``<<: *base``) names; the mapping's own keys win."""
        parts = source.spot.parts
        if isinstance(source.value, list) and isinstance(parts, list):
            for value, spot in zip(source.value, parts, strict=True):
                self._merge(done, _Node(value, spot))
        elif isinstance(source.value, dict) and isinstance(parts, dict):
            for key, value in source.value.items():
                if key not in done.value:
                    done.value[key], done.parts[key] = value, parts[key]
        else:
            self._complain(source.spot.start, "<< takes over a mapping", "write <<: *name, where &name marks a mapping")

    def _complain(self, mark: Mark, cause: str, hint: str, path: Path = ()) -> None:
        self.tree.problems.append(YamlProblem(cause, hint, mark.line, mark.column, path))
