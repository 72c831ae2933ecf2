"""What can be cut out of dialogue: silences, by its levels, and fillers, by a transcript.

In come the levels of a sound, or the words somebody's recogniser heard; out go ranges of whole frames to take out. Read
``silences.py`` first; ``transcript.py`` reads words (no recogniser is part of posthouse), ``pieces.py`` tells what is
left of a shot.
"""

from posthouse.assistant.tighten.pieces import kept_pieces
from posthouse.assistant.tighten.silences import Room, Silence, levels_db, room_of, silences
from posthouse.assistant.tighten.transcript import FILLERS, Word, filler_spans, read_words

__all__ = [
    "FILLERS",
    "Room",
    "Silence",
    "Word",
    "filler_spans",
    "kept_pieces",
    "levels_db",
    "read_words",
    "room_of",
    "silences",
]
