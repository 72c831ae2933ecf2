"""Which angle to show when: the one whose microphone its speaker talks into, the wide one when several do.

In come the levels of each close microphone, ten a second or by the frame; out go runs of one angle each. See
``speakers.py``.
"""

from posthouse.assistant.switch.speakers import NOBODY, SwitchStyle, Turn, turns

__all__ = ["NOBODY", "SwitchStyle", "Turn", "turns"]
