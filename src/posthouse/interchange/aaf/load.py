"""A file's mobs as plain objects, read at once and within bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from posthouse.interchange.aaf.border import BrokenAafError, opened
from posthouse.interchange.aaf.load_segments import SegmentLoader, tags
from posthouse.interchange.aaf.objects import Container, Descriptor, Mob, Slot

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = {"CompositionMob": "composition", "MasterMob": "master"}
_MOST_MOBS: Final = 200_000


def load(path: Path) -> Container:
    """Return what a file holds.

    Raises:
        MediaError: no AAF, or a broken one.
    """
    with opened(path) as file:
        mobs: dict[str, Mob] = {}
        loader = SegmentLoader()
        embedded = {str(each.mob_id) for each in file.content.essencedata}
        for mob in file.content.mobs:
            if len(mobs) >= _MOST_MOBS:
                raise BrokenAafError(f"it holds more than {_MOST_MOBS} mobs")
            read = _mob(mob, loader, embedded)
            mobs[read.id] = read
        return Container(mobs=mobs, product=_product(file))


def _product(file: Any) -> str:
    last = [
        str(each["ProductName"].value) for each in file.header["IdentificationList"].value if each.get("ProductName")
    ]
    return last[-1] if last else ""


def _mob(mob: Any, loader: SegmentLoader, embedded: set[str]) -> Mob:
    descriptor = mob["EssenceDescription"].value if mob.get("EssenceDescription") else None
    return Mob(
        id=str(mob.mob_id),
        kind=_KINDS.get(type(mob).__name__, "source"),
        name=mob.name or "",
        usage=str((mob["UsageCode"].value if mob.get("UsageCode") else None) or ""),
        slots=tuple(_slot(slot, loader) for slot in mob.slots if slot.segment is not None),
        comments=tags(mob, "UserComments"),
        attributes=tags(mob, "MobAttributeList"),
        descriptor=None if descriptor is None else _descriptor(descriptor, is_embedded=str(mob.mob_id) in embedded),
    )


def _slot(slot: Any, loader: SegmentLoader) -> Slot:
    kind = slot.segment.media_kind or ""
    rate = Fraction(slot.edit_rate) if slot.get("EditRate") else Fraction(0)
    if rate < 0:
        raise BrokenAafError(f"a track has a rate of {rate}")
    return Slot(
        id=slot.slot_id,
        name=slot.name or "",
        kind=kind.removeprefix("Legacy").removeprefix("DataDef_"),
        rate=rate,
        segment=loader.segment(slot.segment),
        physical=slot["PhysicalTrackNumber"].value if slot.get("PhysicalTrackNumber") else None,
        origin=(slot["Origin"].value or 0) if slot.get("Origin") else 0,
        is_event=type(slot).__name__ == "EventMobSlot",
        is_muted=tags(slot, "TimelineMobAttributeList").get("AudioMixerCompMute", "0") not in {"", "0"},
    )


def _descriptor(descriptor: Any, *, is_embedded: bool) -> Descriptor:
    parts = [descriptor]
    if descriptor.get("FileDescriptors"):
        parts += list(descriptor["FileDescriptors"].value)
    locators = [
        str(locator["URLString"].value)
        for part in parts
        for locator in (part["Locator"].value if part.get("Locator") else ())
        if locator.get("URLString") and locator["URLString"].value
    ]
    rate = _first(parts, "SampleRate")
    wide, high = _first(parts, "StoredWidth"), _first(parts, "StoredHeight")
    return Descriptor(
        kind=type(descriptor).__name__,
        locators=tuple(dict.fromkeys(locators)),
        sample_rate=None if not rate else Fraction(rate),
        length=_first(parts, "Length"),
        size=(int(wide), int(high)) if wide and high else None,
        channels=_first(parts, "Channels"),
        bits=_first(parts, "QuantizationBits"),
        is_embedded=is_embedded,
    )


def _first(parts: list[Any], name: str) -> Any:
    return next((part[name].value for part in parts if part.get(name) and part[name].value), None)
