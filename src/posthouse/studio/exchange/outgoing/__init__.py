"""From a film to neutral timelines: the cut on V1, shots over it and titles above, then the sound, track by track."""

from posthouse.studio.exchange.outgoing.timelines import Outgoing, outgoing

__all__ = ["Outgoing", "outgoing"]
