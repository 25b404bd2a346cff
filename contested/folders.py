"""Where runs write."""

from __future__ import annotations

import os
from pathlib import Path

from contested.case import ROOT


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library.

    Its full path, since notebooks work in another folder than whoever runs them.
    """
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build").absolute()
