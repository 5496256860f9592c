"""Shared customer lists in the terminal."""

import sys
from pathlib import Path

__version__ = "0.1.0"

_BUNDLED = Path(__file__).parent / "_bundled"
if _BUNDLED.is_dir() and str(_BUNDLED) not in sys.path:
    # An installed wheel carries `screens` and `storage` inside this package; first on the path,
    # so that a screens.py in somebody's working directory loses.
    sys.path.insert(0, str(_BUNDLED))
