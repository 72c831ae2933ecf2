"""What a timeline has no words for, told one by one; the sidecar keeps all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.studio.exchange.outgoing.desk import Desk


def tell_unsaid(desk: Desk) -> None:
    """Tell what of the production no timeline can say."""
    document, ledger = desk.programme.production.document, desk.ledger
    for rained in desk.programme.rains:
        ledger.drop(rained, "effect", "rain is made by posthouse; deliver the picture for it")
    for shot in (*document.cut, *document.over):
        if getattr(shot, "omit", False):
            ledger.drop(getattr(shot, "id", ""), "clip", "it is omitted from the programme")
        if getattr(shot, "shutter", 0):
            ledger.drop(getattr(shot, "id", ""), "effect", "motion blur has no word in a timeline")
    for duck in document.mix.duck:
        ledger.drop(f"mix/{duck.track}", "level", "ducking is worked out in the mix; deliver stems for it")
    for name, track in document.mix.tracks.items():
        if track.gain or track.pan:
            ledger.drop(f"mix/{name}", "level", "faders of stems are the mix's; deliver stems for them")
    if document.master is not None:
        ledger.drop("master", "level", "loudness is mastered on the finished programme")
    for order in document.deliver:
        ledger.drop(f"deliver {getattr(order, 'kind', '')}".strip(), "metadata", "a timeline delivers nothing")
