"""Where runs write."""

from __future__ import annotations

import os
from pathlib import Path

from contested.case import ROOT


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library."""
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build")
