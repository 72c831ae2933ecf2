"""
Mastering: programme sound to a loudness target under a true-peak ceiling.

What comes in: a mix as (channel, sample) float32. What goes out: its loudness as numbers, a decision (gain, limiter or
not, what is reached), and the master as float32. Standards: ITU-R BS.1770-5, EBU Tech 3341 and 3342 (2023), EBU R 128.
Read ``meter.py`` first, then ``master.py``.
"""

from posthouse.mastering.meter import Loudness, measure_loudness

__all__ = ["Loudness", "measure_loudness"]
