"""Music made from nothing: pieces composed by rule and seed, and played by instruments we synthesise.

What comes in: a tempo, a key, a length in bars, a seed. What goes out: the piece, (2, sample) float32, with its
reverberation. Read ``nocturne.py`` first; its chords are in ``harmony.py``, its instruments in ``voices.py``, its hall
in ``room.py``.
"""
