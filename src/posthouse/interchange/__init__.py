"""Cuts from and to other houses: one neutral timeline, and one folder for each format that reads and writes it.

A reader takes a file and returns a ``Reading``: the timeline, those nested in it, and a ledger that says of every item
what was kept, approximated or dropped, and why. A writer takes a timeline and returns a ``Writing``: the bytes, and a
ledger of the same kind. Nothing here knows the production document; ``studio/exchange`` stands between the two.

Read first: ``timeline.py`` for the words, ``ledger.py`` for the report, ``formats.py`` for the list of formats.
"""

from posthouse.interchange.ledger import Entry, Ledger, Outcome
from posthouse.interchange.timeline import (
    OURS,
    Cdl,
    Clip,
    Curve,
    Effect,
    Key,
    Marker,
    MediaKind,
    MediaRef,
    Reading,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transform,
    Transition,
    TransitionKind,
    Writing,
)

__all__ = [
    "OURS",
    "Cdl",
    "Clip",
    "Curve",
    "Effect",
    "Entry",
    "Key",
    "Ledger",
    "Marker",
    "MediaKind",
    "MediaRef",
    "Outcome",
    "Reading",
    "SourceSpan",
    "TimePoint",
    "Timeline",
    "Track",
    "TrackKind",
    "Transform",
    "Transition",
    "TransitionKind",
    "Writing",
]
