"""What the assistant editor found, as changes of the document that are read before they are taken.

What comes in: a production, and what to look at. What goes out: a ``Proposal``: a draft whose ``diff`` shows every
changed line, and the evidence in numbers. ``take`` writes it; until then nothing is written. Read ``proposal.py``
first; then one file for each kind: ``assemble``, ``syncing``, ``detecting``, ``tightening``, ``switching``,
``reframe``.
"""

from posthouse.studio.proposals.proposal import Proposal

__all__ = ["Proposal"]
