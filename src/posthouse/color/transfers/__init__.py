"""Transfer functions, one file per standard: code values to light, and back.

What comes in: (…, 3) coded R'G'B', 0..1 from black to white of the code (full-scale code values for camera logs). What
goes out: light. Its unit depends on the kind (``kinds.py``): SDR display light with white at 1; HDR display light with
reference white, 203 nits, at 1; scene light with an 18 % grey card at 0.18. ``table.py`` lists them by name.
Standards: BT.709, BT.1886, IEC 61966-2-1, ST 2084, BT.2100, the makers' papers (standards sheet 2.3 to 2.9).
"""

from posthouse.color.transfers.kinds import REFERENCE_WHITE_NITS, Kind, Transfer
from posthouse.color.transfers.table import TRANSFERS

__all__ = ["REFERENCE_WHITE_NITS", "TRANSFERS", "Kind", "Transfer"]
