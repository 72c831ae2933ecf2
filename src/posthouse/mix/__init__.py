"""
Mix: tracks of sound to stems, stems to the programme's mix.

What comes in: one programme-long sound per track (dialogue, music, effects, or any name) and the ``mix:`` section.
What goes out: a stem per track with gain, pan and ducking in it, and the mix, which is the sum of the stems.
Read ``spec.py`` first, then ``stems.py``.
"""
