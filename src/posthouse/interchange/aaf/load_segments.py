"""Segments of a slot as plain objects; depth and number are bounded, so that no file keeps us for ever."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from aaf2 import components as kinds
from aaf2 import misc

from posthouse.interchange.aaf import objects
from posthouse.interchange.aaf.border import BrokenAafError

_DEEPEST: Final = 48
_MOST: Final = 2_000_000
_MOST_POINTS: Final = 500_000


class SegmentLoader:
    """Turns pyaaf2's segments into ours, and counts them."""

    def __init__(self) -> None:
        self._count = 0

    def segment(self, raw: Any, depth: int = 0) -> objects.Segment:
        """Return a segment and all inside it."""
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise BrokenAafError("its tracks are nested without end, or more than any cut holds")
        length = _length(raw)
        match raw:
            case kinds.SourceClip():
                return objects.SourceClip(
                    length=length,
                    start=_value(raw, "StartTime", 0),
                    mob=_mob_id(raw),
                    slot=raw.slot_id or 0,
                    notes=tags(raw, "ComponentAttributeList"),
                )
            case kinds.Filler():
                return objects.Filler(length=length)
            case kinds.Sequence():
                return objects.Sequence(length=length, components=self._all(raw.components, depth))
            case kinds.Transition():
                return self._transition(raw, length, depth)
            case kinds.OperationGroup():
                return self._operation(raw, length, depth)
            case kinds.NestedScope():
                return objects.Layers(length=length, layers=self._all(raw.slots, depth))
            case kinds.Selector() | kinds.EssenceGroup():
                return self._choice(raw, length, depth)
            case _:
                return self._rarer(raw, length, depth)

    def _all(self, raw: Any, depth: int) -> tuple[objects.Segment, ...]:
        return tuple(self.segment(each, depth + 1) for each in (raw or ()))

    def _rarer(self, raw: Any, length: int, depth: int) -> objects.Segment:
        match raw:
            case kinds.ScopeReference():
                return objects.Through(length=length)
            case kinds.Timecode():
                drop = bool(_value(raw, "Drop", fallback=False))
                return objects.Timecode(
                    length=length, start=raw.start or 0, fps=_value(raw, "FPS", 0), is_drop_frame=drop
                )
            case kinds.Pulldown():
                kind = str(_value(raw, "PulldownKind", ""))
                return objects.Pulldown(
                    length=length, kind=kind, input=self.segment(raw["InputSegment"].value, depth + 1)
                )
            case kinds.CommentMarker():
                return _event(raw, length)
            case _:
                return objects.Unknown(length=length, name=type(raw).__name__)

    def _choice(self, raw: Any, length: int, depth: int) -> objects.Choice:
        if isinstance(raw, kinds.EssenceGroup):
            choices = self._all(raw["Choices"].value, depth)
            if not choices:
                raise BrokenAafError("an essence group is empty")
            return objects.Choice(length=length, chosen=choices[0], others=choices[1:])
        chosen = self.segment(raw["Selected"].value, depth + 1)
        others = self._all(raw["Alternates"].value, depth) if raw.get("Alternates") else ()
        is_disabled = isinstance(chosen, objects.Filler | objects.Through) and bool(others)
        return objects.Choice(length=length, chosen=chosen, others=others, is_disabled=is_disabled)

    def _transition(self, raw: Any, length: int, depth: int) -> objects.Transition:
        inside = self.segment(raw["OperationGroup"].value, depth + 1) if raw.get("OperationGroup") else None
        operation = inside if isinstance(inside, objects.Operation) else None
        return objects.Transition(length=length, cut=_value(raw, "CutPoint", length // 2), operation=operation)

    def _operation(self, raw: Any, length: int, depth: int) -> objects.Operation:
        definition = raw.operation
        raw_parameters = raw["Parameters"].value if raw.get("Parameters") else ()
        return objects.Operation(
            length=length,
            name=definition.name or "",
            id=str(definition.auid),
            is_time_warp=bool(_value(definition, "IsTimeWarp", fallback=False)),
            inputs=self._all(raw["InputSegments"].value if raw.get("InputSegments") else (), depth),
            parameters=tuple(_parameter(each) for each in raw_parameters),
            attributes=tags(raw, "ComponentAttributeList"),
        )


def tags(raw: Any, name: str) -> dict[str, str]:
    """Return a list of tagged values as text; values that are no text or number are left out."""
    found = raw.get(name)
    if not found:
        return {}
    pairs = ((tag.name or "", tag.value) for tag in found.value)
    return {key: str(value) for key, value in pairs if key and isinstance(value, str | int | Fraction)}


def _parameter(raw: Any) -> objects.Parameter:
    definition = raw.parameterdef
    name, id_ = (definition.name or "", str(definition.auid)) if definition else ("", str(raw.auid))
    if isinstance(raw, misc.VaryingValue):
        points = tuple((_fraction(p["Time"].value), _fraction(p["Value"].value)) for p in _points(raw))
        way = raw.interpolationdef
        return objects.Parameter(
            name=name,
            id=id_,
            points=tuple(sorted(points, key=lambda point: point[0])),
            interpolation=str(way.auid) if way else "",
        )
    return objects.Parameter(name=name, id=id_, value=_plain(raw.value))


def _points(raw: Any) -> list[Any]:
    points = list(raw["PointList"].value or ()) if raw.get("PointList") else []
    if len(points) > _MOST_POINTS:
        raise BrokenAafError(f"a curve has more than {_MOST_POINTS} points")
    return points


def _plain(value: Any) -> Fraction | str | None:
    if isinstance(value, bool | int | float | Fraction):
        return _fraction(value)
    if isinstance(value, list | tuple | bytes | bytearray) and all(isinstance(each, int) for each in value):
        return bytes(each & 0xFF for each in value).split(b"\0")[0].decode("ascii", "replace")
    return value if isinstance(value, str) else None


def _fraction(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, bool | int | float | Fraction) else Fraction(0)


def _event(raw: Any, length: int) -> objects.Event:
    attributes = tags(raw, "CommentMarkerAttributeList")
    user = str(_value(raw, "CommentMarkerUSer", "") or _value(raw, "CommentMarkerUser", ""))
    is_avid = "_ATN_CRM_USER" in attributes
    described = _value(raw, "DescribedSlots", ())
    return objects.Event(
        length=length,
        position=_value(raw, "Position", None),
        comment=str(_value(raw, "Comment", "") or attributes.get("_ATN_CRM_COM", "")),
        color=attributes.get("_ATN_CRM_COLOR", "").lower() or _color(_value(raw, "CommentMarkerColor", None)),
        author=attributes["_ATN_CRM_USER"] if is_avid else "",
        name="" if is_avid else user,  # Resolve puts the marker's name where Media Composer puts who set it
        slots=frozenset(int(each) for each in described or ()),
    )


def _color(parts: Any) -> str:
    """Return the name of a marker's color: which of red, green and blue are more than half of the strongest."""
    if not isinstance(parts, dict):
        return ""
    red, green, blue = (int(parts.get(name, 0)) for name in ("red", "green", "blue"))
    half = max(red, green, blue) / 2
    return _NAMES[(red > half, green > half, blue > half)] if half else "black"


_NAMES: Final = {
    (True, False, False): "red",
    (False, True, False): "green",
    (False, False, True): "blue",
    (True, True, False): "yellow",
    (True, False, True): "magenta",
    (False, True, True): "cyan",
    (True, True, True): "white",
}


def _mob_id(raw: Any) -> str:
    mob = raw.mob_id
    return "" if mob is None or mob.int == 0 else str(mob)


def _length(raw: Any) -> int:
    length = int(_value(raw, "Length", 0))
    if length < 0:
        raise BrokenAafError(f"a segment lasts {length}")
    return length


def _value(raw: Any, name: str, fallback: Any) -> Any:
    found = raw.get(name)
    value = None if found is None else found.value
    return fallback if value is None else value
