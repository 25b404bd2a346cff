"""Where cases stand and where runs write; found without importing anything that is slow."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from contested.problems import ContestedError, one_of

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"


def build_folder() -> Path:
    """Where runs write: the folder in CONTESTED_BUILD, else build/ beside the library.

    Its full path, since notebooks work in another folder than whoever runs them.
    """
    return Path(os.environ.get("CONTESTED_BUILD") or ROOT / "build").absolute()


def data_folder() -> Path:
    """Where the cases stand: the folder in CONTESTED_DATA, else data/ beside the library."""
    return Path(os.environ.get("CONTESTED_DATA") or ROOT / "data")


def case_names() -> list[str]:
    """Names of all cases in the data folder."""
    return sorted(path.parent.name for path in data_folder().glob("[!.]*/datapackage.json"))


def default_case(name: str) -> str:
    """The case asked for, or the only one there is. Raises ContestedError when neither is the case."""
    if name:
        return name
    known = case_names()
    if len(known) == 1:
        return known[0]
    allowed = one_of(known) if known else "a folder; the data folder (CONTESTED_DATA) holds no case"
    raise ContestedError(f"case: none was named; allowed: --case with {allowed}")


def case_folder(case: str) -> Path:
    """Find a case by its name in the data folder, or by a path. Raises ContestedError when there is none."""
    for folder in (data_folder() / case, Path(case)):
        if case and (folder / "datapackage.json").is_file():
            return folder.resolve()
    allowed = one_of(case_names())
    raise ContestedError(f"case: there is no case '{case}'; allowed: {allowed}, or a folder with a datapackage.json")


def data_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a case's files."""
    summed = hashlib.sha256()
    # An editor's lock may be a link to nothing.
    tables = [path for path in sorted(folder.glob("*.csv")) if path.is_file()]
    for path in [*tables, folder / "datapackage.json"]:
        summed.update(path.name.encode() + b"\0")
        with path.open("rb") as handle:
            while part := handle.read(1 << 20):
                summed.update(part)
    return summed.hexdigest()
