"""OpenTimelineIO: .otio files in and out, with the rationals it writes as doubles taken for what they are.

In: any .otio, also of a newer schema than the library knows, nested stacks and tracks as timelines of their own. Out:
what OTIO says, and under ``metadata.posthouse`` what it does not say, so that our own files come back whole.
``resolve`` writes the shape DaVinci Resolve takes. Read first: ``exact.py`` for times, ``reader.py``, ``writer.py``.
Source: OpenTimelineIO 0.18.1, its schemas and its documentation of time ranges.
"""

from posthouse.interchange.otio.reader import read
from posthouse.interchange.otio.writer import write

__all__ = ["read", "write"]
