"""Two cuts of the same programme: which shot of the one is which shot of the other.

What comes in: two lists of ``Use`` (what footage, which part of it, how fast, where in the programme). What goes out:
a ``Matching``: pairs with their score and the reason for it, what is new, what is gone, which pairs moved. Ids come
first where both sides wrote them; else the overlap of source ranges and the neighbours decide. Nothing here reads a
file or knows the document. Read ``use.py`` first, then ``match.py``; ``footage.py`` says which media is which.
"""

from posthouse.editorial.matching.footage import FootageKey, FootageLink, KeyKind, link_footage
from posthouse.editorial.matching.match import match_uses
from posthouse.editorial.matching.pairs import Matching, Pair, Role
from posthouse.editorial.matching.use import Use

__all__ = [
    "FootageKey",
    "FootageLink",
    "KeyKind",
    "Matching",
    "Pair",
    "Role",
    "Use",
    "link_footage",
    "match_uses",
]
