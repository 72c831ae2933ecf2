"""Merging two people's changes of one production: by shot id and field, moves understood, comments kept.

In: the text both began with, ours and theirs. Out: one text, and what could not be merged, in words. ``merge.py`` says
how; ``order.py`` merges the order of a list, ``values.py`` the fields of an entry.
"""

from posthouse.production.merging.conflict import Conflict
from posthouse.production.merging.merge import Merged, merge_texts

__all__ = ["Conflict", "Merged", "merge_texts"]
