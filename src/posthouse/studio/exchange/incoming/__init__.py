"""From a reading to a document written the way a person would: media by short names, shots by id, times as timecode."""

from posthouse.studio.exchange.incoming.document import Incoming, Wishes, incoming

__all__ = ["Incoming", "Wishes", "incoming"]
