"""Transitions of a track: what each is, by Final Cut's and Premiere's names, and by its SMPTE wipe code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.state import is_true, whole
from posthouse.interchange.timeline import TrackKind, Transition, TransitionKind
from posthouse.interchange.xml_reading import exact_number, plain_float, text_of
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.edges import Edge
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element

_PLAIN = {"cross dissolve", "dissolve", "constant power", "constant gain", "exponential fade"}
"""Dissolves that are nothing but that."""
_BLACK = (0.0, 0.0, 0.0)
_WHITE = (1.0, 1.0, 1.0)


def transition_of(state: Reading7, edge: Edge, kind: TrackKind, track: str) -> Transition:
    """Return a transition, and tell how near it comes to the application's own."""
    effect = edge.element.find("effect")
    name = text_of(effect, "name") or text_of(effect, "effectid") or "transition"
    what, reason = _kind(effect, name, kind)
    item = f"{track}/{name}@{edge.start}"
    place = state.document.place(edge.element)
    if reason:
        state.ledger.approximate(item, "transition", reason, place=place)
    else:
        state.ledger.keep(item, "transition", place=place)
    if edge.before is None or edge.after is None:
        what = TransitionKind.FADE_OUT if edge.before is not None else TransitionKind.FADE_IN
    code = exact_number(text_of(effect, "wipecode")) if effect is not None else None
    return Transition(
        kind=what,
        record=FrameRange(edge.start, edge.end),
        join=edge.join,
        name=name,
        wipe=whole(code) if code and what is TransitionKind.WIPE else None,
        is_reversed=is_true(effect, "reverse", default=False),
        color=_color(effect, name) if what is TransitionKind.DIP else None,
        facts=_ratios(effect),
    )


def _kind(effect: Element | None, name: str, kind: TrackKind) -> tuple[TransitionKind, str]:
    low = name.lower()
    code = exact_number(text_of(effect, "wipecode")) if effect is not None else None
    if kind is TrackKind.SOUND or low in _PLAIN:
        return TransitionKind.DISSOLVE, ""
    if "dip" in low or "fade in fade out" in low:
        return TransitionKind.DIP, ""
    if code or "wipe" in low or text_of(effect, "effectcategory").lower() == "wipe":
        return TransitionKind.WIPE, "" if code else "a wipe without a SMPTE code"
    if "dissolve" in low or "fade" in low:
        return TransitionKind.DISSOLVE, f"{name} is read as a plain dissolve"
    return TransitionKind.OTHER, f"{name} is a transition of the application that wrote it"


def _color(effect: Element | None, name: str) -> tuple[float, float, float]:
    if effect is not None:
        for each in effect.iterfind("parameter"):
            values = [plain_float(text_of(each, f"value/{tag}")) for tag in ("red", "green", "blue")]
            if None not in values:
                red, green, blue = ((value or 0.0) / 255 for value in values)
                return red, green, blue
    return _WHITE if "white" in name.lower() else _BLACK


def _ratios(effect: Element | None) -> dict[str, object]:
    said = {tag: plain_float(text_of(effect, tag)) for tag in ("startratio", "endratio")} if effect is not None else {}
    return {
        tag: value for tag, value in said.items() if value is not None and value != (0 if tag == "startratio" else 1)
    }
