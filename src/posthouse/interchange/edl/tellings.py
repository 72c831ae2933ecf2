"""What the ledger is told of each event that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import Place

if TYPE_CHECKING:
    from posthouse.interchange.edl.drafts import Draft, Lane
    from posthouse.interchange.edl.joining import Joined
    from posthouse.interchange.edl.lines import Note
    from posthouse.interchange.edl.notes import Locator
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip


def item(draft: Draft) -> str:
    """Return what a person calls a row."""
    return f"event {draft.entry.row.number}"


def tapes_of(sources: list[Note]) -> dict[str, tuple[str, str]]:
    """Return (full name, UMID) by reel, of Avid's lines ``>>> SOURCE reel tape umid``: the longer name is full."""
    tapes: dict[str, tuple[str, str]] = {}
    for note in sources:
        parts = note.text.split()
        if len(parts) >= 3:
            full = max(parts[:2], key=len)
            tapes |= {name.upper(): (full, parts[-1]) for name in parts[:2]}
    return tapes


def tell_clip(ledger: Ledger, draft: Draft, file: str) -> None:
    """Tell of a clip, its speed, its color decision."""
    name, place = item(draft), Place(file=file, line=draft.entry.row.line)
    remarks = (*draft.times.remarks, draft.played.source_remark)
    if said := "; ".join(remark for remark in remarks if remark):
        ledger.approximate(name, "clip", said, place=place)
    else:
        ledger.keep(name, "clip", place=place)
    if draft.played.speed_remark:
        ledger.approximate(name, "speed", draft.played.speed_remark, place=place)
    elif draft.played.speed != 1:
        ledger.keep(name, "speed", place=place)
    if draft.notes.cdl:
        ledger.keep(name, "cdl", place=place)
    if reference := draft.notes.words.get("cdl_id"):
        ledger.approximate(name, "cdl", f"the correction {reference!r} is in a file beside the list", place=place)
    for line, reason in draft.notes.wrong:
        ledger.drop(name, "cdl", reason, place=Place(file=file, line=line))


def tell_key(ledger: Ledger, draft: Draft, file: str) -> None:
    """Tell of a key."""
    reason = "a key: laid over its background; how it is cut out, an EDL does not say"
    ledger.approximate(item(draft), "effect", reason, place=Place(file=file, line=draft.entry.row.line))


def tell_overlap(ledger: Ledger, draft: Draft, lane: Lane, file: str) -> None:
    """Tell of a clip that got a track of its own."""
    seen = "covers it, as a later recording would" if lane.name.startswith("V") else "is heard with it"
    reason = f"{lane.name} is recorded already at these frames: on a track of its own, where it {seen}"
    ledger.approximate(item(draft), "track", reason, place=Place(file=file, line=draft.entry.row.line))


def tell_repeat(ledger: Ledger, draft: Draft, other: Clip, file: str) -> None:
    """Tell of an event that says what another says already (Final Cut writes such ones after its dissolves)."""
    reason = f"it says again what event {other.id} says: its frames are there, it is not laid a second time"
    ledger.approximate(item(draft), "clip", reason, place=Place(file=file, line=draft.entry.row.line))


def tell_join(ledger: Ledger, draft: Draft, join: Joined, file: str) -> None:
    """Tell of a dissolve or wipe."""
    place = Place(file=file, line=draft.entry.row.line)
    if join.remark:
        ledger.approximate(item(draft), "transition", join.remark, place=place)
    else:
        ledger.keep(item(draft), "transition", place=place)


def tell_stray(ledger: Ledger, draft: Draft, locator: Locator, file: str, *, is_on_record: bool) -> None:
    """Tell of a locator outside its event."""
    where = "on the record's clock" if is_on_record else "as an offset into its event"
    reason = f"{locator.time} is outside its event: put {where}"
    ledger.approximate(item(draft), "marker", reason, place=Place(file=file, line=locator.line))
