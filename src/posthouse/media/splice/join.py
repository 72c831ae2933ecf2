"""Chunks of several encoders as one stream: one record of parameter sets, and new numbers where two mean different."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.media.nal import NAL_ENCODERS
from posthouse.media.splice.parameter_sets import ParameterSets, joined_record
from posthouse.media.splice.renumber import Numbering, numberings, renumbered_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.media.packets import PacketLabel, StreamFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The stream that chunks make together, and the new numbers in each chunk's packets; None: as they are."""

    stream: StreamFacts
    numberings: tuple[Numbering | None, ...]


def meeting_of(labels: Sequence[PacketLabel]) -> Meeting:
    """Return how chunks stand in one stream. Chunks must agree in all but their parameter sets.

    Those that were encoded keep their numbers: they are most often the same in all files.

    Raises:
        DeliveryError: too many different encodings.
    """
    streams = [label.stream for label in labels]
    by_making = sorted(range(len(labels)), key=lambda place: labels[place].payload.is_copied)
    records = list(dict.fromkeys(streams[place].extradata for place in by_making))
    first = streams[0]
    if len(records) == 1 or first.encoder not in NAL_ENCODERS:
        return Meeting(stream=first, numberings=(None,) * len(labels))
    codec, size = NAL_ENCODERS[first.encoder], (first.width, first.height)
    sets = [ParameterSets.of(codec, record, size) for record in records]
    chosen = numberings(sets)
    numbered = [renumbered_sets(own, numbering) for own, numbering in zip(sets, chosen, strict=True)]
    by_record = dict(zip(records, chosen, strict=True))
    found = (by_record[stream.extradata] for stream in streams)
    return Meeting(
        stream=replace(first, extradata=joined_record(numbered)),
        numberings=tuple(numbering if numbering.changes else None for numbering in found),
    )
