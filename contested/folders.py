"""Where runs write, and the digest of the data that they stand on."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from contested.case import ROOT


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library."""
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build")


def data_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a case's files."""
    summed = hashlib.sha256()
    for path in [*sorted(folder.glob("*.csv")), folder / "datapackage.json"]:
        summed.update(path.name.encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()
