"""Finished files: what the document may ask for, how it is made, and proof that it is what was asked for.

What comes in: the ``deliver:`` entries, picture chunks and encoded sound. What goes out: movies, WAV stems, stills and
picture sequences, each opened again after writing, with a report in text and JSON beside it. Standards: the presets
name theirs. Read ``spec.py`` first, then ``presets.py`` and ``verify.py``.
Only ``spec.py`` is named here: the rest opens FFmpeg, which checking a document must not wait for.
"""

from posthouse.delivery.spec import DeliverableSpec

__all__ = ["DeliverableSpec"]
