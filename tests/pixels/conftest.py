"""What tests of the pixels share: the slow twins beside this file, and kernels kept in one folder for the session."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
