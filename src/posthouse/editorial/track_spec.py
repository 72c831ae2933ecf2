"""What the document may say of tracks: which are seen and heard."""

from __future__ import annotations

from posthouse.fields import SpecModel

CUT_TRACKS = ("picture", "V1")
"""Names of the track that is the cut."""
OVER_TRACK = "V2"
"""The track of shots over the cut that name none."""


class TrackSpec(SpecModel):
    """A track switched: ``tracks: {V3: {mute: true}, A4: {solo: true}, dialogue: {mute: true}}``.

    Solo is of its own kind: while a picture track is soloed, the other picture tracks are out; likewise in sound.
    """

    mute: bool = False
    """Out of the picture, or not heard."""
    solo: bool = False
    """Only what is soloed is seen, or heard; it wins over mute."""
