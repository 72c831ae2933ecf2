"""Two recordings of one take, laid over each other: where the second lies against the first, and how its clock runs.

In come two recordings that can be read at any sample (``recording.py``), or two clocks (``timecode.py``); out goes a
``Found`` line, other = start + clock * reference, or a ``Refused`` with the reason and the numbers. Nothing is guessed.

Read ``waveform.py`` first. It goes from rough to fine: ``onsets.py`` makes a small picture of how each recording's
loudness moves in bands, ``votes.py`` finds the lines on which those pictures agree, ``windows.py`` measures the lag
of single windows on the waveform itself, ``consensus.py`` lays one line through them, and ``pool.py`` takes all windows
together, band by band, so that a low cut neither moves the line nor turns the polarity.

Sources: C. Knapp, G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24(4),
1976 (the phase transform and the weights by coherence); P. Sen, J. Am. Stat. Assoc. 63, 1968 (the slope).
"""

from posthouse.assistant.sync.recording import Recording
from posthouse.assistant.sync.timecode import StartClock, sync_by_timecode
from posthouse.assistant.sync.verdict import Found, Refused, Verdict
from posthouse.assistant.sync.waveform import Listened, listen, sync_by_waveform

__all__ = [
    "Found",
    "Listened",
    "Recording",
    "Refused",
    "StartClock",
    "Verdict",
    "listen",
    "sync_by_timecode",
    "sync_by_waveform",
]
