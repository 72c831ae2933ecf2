"""The conform: which file each event of a cut was made from, with proof.

In: what a cut says of its media, and what the files in some folders are; small pictures of the programme and of a
reference movie. Out: the file of each media with the evidence for it, or a refusal with the candidates; and of each
shot whether it is, frame by frame, what the reference shows.

Read first: ``evidence.py`` and ``finding.py`` (finding files), ``sound_search.py`` (by their sound), ``compare.py``
(proving pictures).
"""

from posthouse.conform.compare import Proof, Verdict, compare
from posthouse.conform.evidence import FileFacts, Wanted
from posthouse.conform.finding import Candidate, Finding, find_media

__all__ = ["Candidate", "FileFacts", "Finding", "Proof", "Verdict", "Wanted", "compare", "find_media"]
