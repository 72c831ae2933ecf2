"""What names say of which file a media is: the file's, the folders' it lies in, the reel's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.conform.evidence import FileFacts, Wanted

Weighed = tuple[float, str]
"""A weight, for or against, and the words for it."""

_SHORTEST_REEL = 4
_PLAIN = re.compile(r"[^a-z0-9]+")
_GENERIC_REELS = {"", "ax", "bl", "blk", "black", "aa", "001", "unknown", "none"}
"""Reels that say nothing: EDLs of systems that know none write AX (auxiliary) or a number."""
_A_FOLDER, _MOST_FOLDERS = 0.15, 2


def of_name(wanted: Wanted, facts: FileFacts) -> Weighed | None:
    """Return what the file's name says."""
    theirs = facts.file.casefold()
    stem = plain(stem_of(theirs))
    ours = [text for text in (wanted.file, wanted.name) if text]
    if any(text.casefold() == theirs for text in ours):
        return 0.4, "the file's name is the same"
    if any(plain(stem_of(text)) == stem or plain(text) == stem for text in ours):
        return 0.35, "the file's name is the same but for its ending"
    if any(len(plain(text)) >= _SHORTEST_REEL and plain(stem_of(text)) in stem for text in ours):
        return 0.2, f"its name is in {facts.file}"
    return None


def of_folders(wanted: Wanted, facts: FileFacts) -> Weighed | None:
    """Return what the folders say that both lie in, from the file upwards; two of them are enough."""
    pairs = zip(reversed(wanted.folders), reversed(facts.folders), strict=False)
    shared: list[str] = []
    for ours, theirs in pairs:
        if ours.casefold() != theirs.casefold() or len(shared) == _MOST_FOLDERS:
            break
        shared.insert(0, theirs)
    return (_A_FOLDER * len(shared), f"it lies in {'/'.join(shared)}, too") if shared else None


def of_reel(wanted: Wanted, facts: FileFacts) -> Weighed | None:
    """Return what the reel says: the file's own, in its name, or of the folder a card was copied into."""
    if not says_reel(wanted.reel):
        return None
    reel = plain(wanted.reel)
    theirs = plain(facts.reel)
    stem = plain(stem_of(facts.file))
    if reel == theirs:
        return 0.35, f"the reel is {wanted.reel}"
    if len(reel) >= _SHORTEST_REEL and (stem.startswith(reel) or theirs.startswith(reel)):
        return 0.3, f"its name begins with the reel {wanted.reel}"
    if theirs and theirs != stem:
        return -0.3, f"its reel is {facts.reel}, not {wanted.reel}"
    folder = next((each for each in reversed(facts.folders) if _is_of_reel(plain(each), reel)), None)
    return None if folder is None else (0.25, f"it lies in {folder}, as the reel {wanted.reel}")


def says_reel(text: str) -> bool:
    """Return whether a reel is a name, and not what systems write that know none."""
    return plain(text) not in _GENERIC_REELS


def _is_of_reel(folder: str, reel: str) -> bool:
    return folder == reel or (len(reel) >= _SHORTEST_REEL and folder.startswith(reel))


def plain(text: str) -> str:
    """Return a name's letters and digits, in lower case."""
    return _PLAIN.sub("", text.casefold())


def stem_of(name: str) -> str:
    """Return a file's name without its ending."""
    head, dot, ending = name.rpartition(".")
    return head if dot and len(ending) <= 5 else name
