"""What an AAF says, as plain values: nothing here knows the library that read it.

Names and meanings are the AAF Object Specification v1.1's. Lengths and positions count in the edit units of the slot
they stand in, ``Slot.rate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Tags = Mapping[str, str]
"""Tagged values by name, as text."""
Points = tuple[tuple[Fraction, Fraction], ...]
"""(time, value) of a varying value, in the order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Nothing, for a while."""

    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClip:
    """A use of another mob's slot; ``mob`` is empty at a chain's end. ``start`` counts in the slot it stands in."""

    length: int
    start: int = 0
    mob: str = ""
    slot: int = 0
    notes: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timecode:
    """The label of a slot's first frame."""

    length: int
    start: int
    fps: int
    is_drop_frame: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Components one after the other; a transition overlaps its neighbours."""

    length: int
    components: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an operation: a value, or points over time."""

    name: str
    id: str
    value: Fraction | str | None = None
    points: Points = ()
    interpolation: str = ""
    """The id of the way between points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An effect over its inputs (an OperationGroup)."""

    length: int
    name: str
    id: str
    is_time_warp: bool = False
    inputs: tuple[Segment, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    attributes: Tags = field(default_factory=dict)

    def parameter(self, *ids_or_names: str) -> Parameter | None:
        """Return the first parameter with one of some ids or names."""
        return next((each for each in self.parameters if each.id in ids_or_names or each.name in ids_or_names), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An effect between two neighbours; ``cut`` counts from where it begins."""

    length: int
    cut: int
    operation: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """A nested scope: the last layer is what is seen."""

    length: int
    layers: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A scope reference: what lies on a layer below is seen through."""

    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A selector or an essence group: one of several; ``is_disabled`` where the chosen is nothing."""

    length: int
    chosen: Segment
    others: tuple[Segment, ...] = ()
    is_disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulldown:
    """A segment at another rate, as film from tape."""

    length: int
    kind: str
    input: Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A marker; without a position it stands where it lies in its sequence."""

    length: int
    position: int | None
    comment: str = ""
    color: str = ""
    author: str = ""
    name: str = ""
    slots: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A segment these words have no name for, by its class."""

    length: int
    name: str


Segment = (
    Filler
    | SourceClip
    | Timecode
    | Sequence
    | Operation
    | Transition
    | Layers
    | Through
    | Choice
    | Pulldown
    | Event
    | Unknown
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A track of a mob; ``kind`` is Picture, Sound, Timecode, Edgecode, Descriptive Metadata, ..."""

    id: int
    name: str
    kind: str
    rate: Fraction
    segment: Segment
    physical: int | None = None
    origin: int = 0
    is_event: bool = False
    is_muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What a source mob is: ``kind`` is the class, as CDCIDescriptor, PCMDescriptor, TapeDescriptor."""

    kind: str
    locators: tuple[str, ...] = ()
    sample_rate: Fraction | None = None
    length: int | None = None
    size: tuple[int, int] | None = None
    channels: int | None = None
    bits: int | None = None
    is_embedded: bool = False
    """Whether the essence is in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mob:
    """A mob; ``kind`` is composition, master or source."""

    id: str
    kind: str
    name: str
    usage: str = ""
    slots: tuple[Slot, ...] = ()
    comments: Tags = field(default_factory=dict)
    attributes: Tags = field(default_factory=dict)
    descriptor: Descriptor | None = None

    def slot(self, id: int) -> Slot | None:  # noqa: A002 - it is what the standard calls it
        """Return a slot by its id."""
        return next((each for each in self.slots if each.id == id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A whole file: its mobs by id, and who wrote it."""

    mobs: Mapping[str, Mob]
    product: str = ""

    def of_kind(self, kind: str) -> tuple[Mob, ...]:
        """Return the mobs of one kind, in the file's order."""
        return tuple(mob for mob in self.mobs.values() if mob.kind == kind)
