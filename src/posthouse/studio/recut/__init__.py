"""A new cut taken in: the production's text changed so that all work follows its footage.

What comes in: a production, and the new cut (another production, or a cut file). What goes out: the same text with the
new cut in it, ids kept, anchors pointing where their frames have gone; what has no place any more is parked in the text
itself, under ``x-parked``, and found there by a later recut. Read ``recut.py`` first.
"""
