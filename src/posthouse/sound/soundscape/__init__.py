"""Soundscapes made from nothing: rain, wind and thunder, for any length, the same for the same seed.

What comes in: intensity, wind, a seed, a range of samples. What goes out: those samples, (2, sample) float32, each a
function of its own position only: a longer soundscape begins with the same samples. Read ``texture.py`` first.
"""
