"""Where a sweep reads cases from and writes reports to: any path that fsspec knows, a folder of this machine too."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from contested.folders import case_folder, data_digest
from contested.problems import ContestedError

BUCKETS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
"""Stores without folders, in which fsspec would make a bucket of any misspelt name where it is asked for a folder."""


class Store:
    """A folder at a path or URL: ``reports``, ``/srv/sweeps/a``, ``s3://bucket/sweeps/a``, ``memory://a``."""

    def __init__(self, url: str) -> None:
        import fsspec

        try:
            self.fs, root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise ContestedError(
                f"'{url}' is no such place ({_clause(error)}); allowed: a path or URL of fsspec"
            ) from None
        self.root = root.rstrip("/")
        protocols = [self.fs.protocol] if isinstance(self.fs.protocol, str) else self.fs.protocol
        self.local = "file" in protocols
        """Whether it is a folder of this machine."""
        self.shared = "memory" not in protocols
        """Whether another process sees it; ``memory://`` is seen by one alone."""
        self.folders = not BUCKETS & set(protocols)
        # A worker elsewhere has another working folder.
        self.url = self.root if self.local else url.rstrip("/")

    def begin(self) -> None:
        """Raise ContestedError when nothing can be written, before hours have gone into what was to be."""
        try:
            self.write(b"", ".begun")
            self.fs.rm_file(self.path(".begun"))
        except Exception as error:  # Each kind of store has errors of its own.
            said = f"'{self.url}' cannot be written ({_clause(error)})"
            raise ContestedError(f"{said}; allowed: a folder or URL that you may write to") from None

    def _make(self, folder: str) -> None:
        if self.folders:
            self.fs.makedirs(folder, exist_ok=True)

    def link(self, *names: str) -> str:
        """Where something in the store is, as a person or a program would open it."""
        return "/".join([self.url, *names])

    def path(self, *names: str) -> str:
        """The full path of something in the store."""
        return "/".join([self.root, *names])

    def read(self, *names: str) -> bytes | None:
        """The bytes of a file; None when there is none."""
        try:
            return bytes(self.fs.cat_file(self.path(*names)))
        except FileNotFoundError:
            return None

    def write(self, content: bytes, *names: str) -> None:
        """Write a file; a folder of this machine never holds half of one."""
        target = self.path(*names)
        self._make(target.rsplit("/", 1)[0])
        if self.local:
            with tempfile.NamedTemporaryFile(dir=Path(target).parent, delete=False) as fresh:
                fresh.write(content)
            Path(fresh.name).chmod(0o644)
            Path(fresh.name).replace(target)
        else:
            self.fs.pipe_file(target, content)

    def place(self, source: Path, *names: str) -> None:
        """Put a local file into the store, whole."""
        if self.local:
            self.write(source.read_bytes(), *names)
        else:
            self.fs.put_file(str(source), self.path(*names))

    def sizes(self, *names: str) -> dict[str, int]:
        """The files under a folder, by their paths in it, with their sizes."""
        folder = self.path(*names)
        self.fs.invalidate_cache()
        try:
            found = self.fs.find(folder, detail=True)
        except FileNotFoundError:
            return {}
        return {path[len(folder) :].lstrip("/"): int(about["size"]) for path, about in found.items()}

    def put(self, folder: Path, *names: str) -> None:
        """Put a local folder in the place of one in the store."""
        # File by file, since fsspec takes signs as [ and * in the name of a folder for patterns.
        for name in self.sizes(*names):
            self.fs.rm_file(self.path(*names, name))
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        targets = [self.path(*names, path.relative_to(folder).as_posix()) for path in files]
        for parent in dict.fromkeys(target.rsplit("/", 1)[0] for target in targets):
            self._make(parent)
        self.fs.put([str(path) for path in files], targets)

    def get(self, folder: Path) -> None:
        """Copy all files of the store into a local folder."""
        for name in self.sizes():
            target = folder / name
            if folder.resolve() not in target.resolve().parents:
                raise ContestedError(f"'{self.url}' holds a file named '{name}'; allowed: names without '..'")
            target.parent.mkdir(parents=True, exist_ok=True)
            self.fs.get_file(self.path(name), str(target))


def local_case(case: str, digest: str = "") -> Path:
    """The folder of a case on this machine; one at a URL is copied here first, and kept by its digest.

    Where a copy with the ``digest`` asked for is kept, nothing is copied. Raises ContestedError when there is no such
    case.
    """
    if "://" not in case:
        return case_folder(case)
    name = case.rstrip("/").rsplit("/", 1)[-1]
    kept = Path(tempfile.gettempdir()) / f"contested-cases-{_user()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    known = kept / digest / name
    if digest and _holds(known, digest):
        return known
    with tempfile.TemporaryDirectory(dir=kept) as fresh:
        folder = Path(fresh) / name
        folder.mkdir()
        _fetched(case, folder)
        digest = data_digest(folder)
        target = kept / digest / name
        target.parent.mkdir(exist_ok=True)
        if target.exists() and not _holds(target, digest):  # Systems clear away old files here, one by one.
            target.rename(Path(fresh) / "older")
        with suppress(OSError):  # It is there already, or another worker was faster.
            folder.rename(target)
    return target


def _holds(folder: Path, digest: str) -> bool:
    """Whether a folder is a case with this digest."""
    try:
        return data_digest(folder) == digest
    except OSError:
        return False


def _fetched(url: str, folder: Path) -> None:
    """Copy the files of a case; raises ContestedError when there are none or they cannot be read."""
    try:
        Store(url).get(folder)
    except ContestedError as error:
        raise ContestedError(f"case: {error}") from None
    except Exception as error:  # Each kind of store has errors of its own.
        said = f"'{url}' cannot be read ({_clause(error)})"
        raise ContestedError(f"case: {said}; allowed: the path of a case's folder") from None
    if not (folder / "datapackage.json").is_file():
        raise ContestedError(f"case: there is no datapackage.json at '{url}'; allowed: the path of a case's folder")


def _clause(error: Exception) -> str:
    """What an error says, on one line."""
    return " ".join(str(getattr(error, "strerror", None) or error or error.__class__.__name__).split())


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
