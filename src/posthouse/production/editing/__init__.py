"""Edit operations: the cut of a production changed as on an editing bench, with its comments and ids.

Every list of shots is edited alike: the cut, a sequence, the shots over the cut; ``addresses.py`` finds which is meant.

What comes in: a ``Draft`` and what is known of the media (``EditFacts``). What goes out: the same draft, changed by one
operation, and an ``Edited``: what was done, in an editor's words. Every operation works in whole frames on exact source
positions, is spelled in the author's manner, resolved again and compared with what was meant before it is kept. Work
that hangs on shots follows them; what would fall off is refused, or parked in a comment. Read ``room.py`` first (the
operations by name), then ``work.py`` (the bench) and ``finish.py`` (how an operation becomes text).
"""

from posthouse.production.editing.facts import EditFacts
from posthouse.production.editing.piece import Only, Side
from posthouse.production.editing.report import Edited, ShotChange
from posthouse.production.editing.room import CuttingRoom

__all__ = ["CuttingRoom", "EditFacts", "Edited", "Only", "ShotChange", "Side"]
