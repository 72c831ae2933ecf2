"""Final Cut 7 XML (xmeml 4 and 5): Premiere, Resolve and Hiero write it, and all three read it.

``read`` takes a file to neutral timelines: sequences, nested ones inline or by id, clip items with the true edit points
at transitions, files that are defined once, multiclips, links, motion, opacity, crop, levels, time remaps, generators,
markers.
``write`` makes one that Premiere and Resolve open. ``in`` and ``out`` count frames of the clip as it plays, after its
time remap; ``start`` and ``end`` count frames of the sequence, -1 where a transition covers the edge.

Standards: Apple, Final Cut Pro XML Interchange Format (2010), elements catalog and topics; Premiere's and Resolve's
habits as their exports show them. Read first: ``tracks.py`` for edit points, ``remap.py`` for speed, ``dialect.py``.
"""

from posthouse.interchange.fcp7.reader import read
from posthouse.interchange.fcp7.writer import write

__all__ = ["read", "write"]
