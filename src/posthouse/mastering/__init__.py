"""Mastering: programme sound to a loudness target under a true-peak ceiling.

What comes in: a mix as (channel, sample) float32. What goes out: its loudness as numbers, a decision (gain, limiter or
not, what is reached), and the master as float32. Standards: ITU-R BS.1770-5, EBU Tech 3341 and 3342 (2023), EBU R 128.
Read ``meter.py`` first, then ``master.py``; ``plan.py`` makes the jobs.
"""

from posthouse.mastering.master import MasterDecision, MasterTarget, Outcome, decide_master, mastered
from posthouse.mastering.meter import Loudness, LoudnessMeter, measure_loudness
from posthouse.mastering.report import loudness_facts, read_decision, read_loudness
from posthouse.mastering.spec import MasterPreset, MasterSpec, OnMiss, master_presets

__all__ = [
    "Loudness",
    "LoudnessMeter",
    "MasterDecision",
    "MasterPreset",
    "MasterSpec",
    "MasterTarget",
    "OnMiss",
    "Outcome",
    "decide_master",
    "loudness_facts",
    "master_presets",
    "mastered",
    "measure_loudness",
    "read_decision",
    "read_loudness",
]
