"""Between the production document and the neutral timeline: cuts go out to other houses, and come in from them.

``outgoing`` makes timelines of a film; ``incoming`` makes a document of a reading; ``sidecar`` keeps beside a file what
its format cannot say, so that out-and-in again loses nothing; ``report`` tells item by item what was kept, approximated
or dropped. The formats themselves are in ``interchange``. Read first: ``outgoing/timelines.py``,
``incoming/document.py``.
"""
