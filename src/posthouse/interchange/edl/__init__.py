"""CMX3600 edit decision lists, as machines and people write them: read exactly, written strictly.

In: bytes of a list in any of its shapes (8-character and longer reels, split edits, M2 speeds, wipes, keys, CDL and
locator comments, any line endings and widths). Out: a neutral timeline, and a ledger that names each event's line.
Sources: standards sheet 3.2 (CMX3600, ASC CDL and locator comments) and 3.3 (SMPTE 258M wipe codes).

Read first: ``lines.py`` (what a line says), then ``events.py`` (which lines belong together), ``reading.py`` (events to
a timeline) and ``writing.py`` (a timeline to events).
"""

from posthouse.interchange.edl.reading import read
from posthouse.interchange.edl.style import ReelMode, Style
from posthouse.interchange.edl.writing import write

__all__ = ["ReelMode", "Style", "read", "write"]
