"""Where a sweep reads cases from and writes reports to: any path that fsspec knows, a folder of this machine too."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from contested.case import case_folder, data_digest
from contested.problems import ContestedError


class Store:
    """A folder at a path or URL: ``reports``, ``/srv/sweeps/a``, ``s3://bucket/sweeps/a``, ``memory://a``."""

    def __init__(self, url: str) -> None:
        import fsspec

        self.url = url
        try:
            self.fs, self.root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise ContestedError(
                f"store: '{url}' is no place to write to ({error}); allowed: a path or URL of fsspec"
            ) from None
        self.root = self.root.rstrip("/")

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return "file" in ([self.fs.protocol] if isinstance(self.fs.protocol, str) else self.fs.protocol)

    @property
    def shared(self) -> bool:
        """Whether another process sees it; ``memory://`` is seen by one alone."""
        return "memory" not in ([self.fs.protocol] if isinstance(self.fs.protocol, str) else self.fs.protocol)

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
        self.fs.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
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
        target = self.path(*names)
        if self.fs.exists(target):
            self.fs.rm(target, recursive=True)
        self.fs.makedirs(target, exist_ok=True)
        self.fs.put(f"{folder}/", f"{target}/", recursive=True)

    def get(self, folder: Path) -> None:
        """Copy all files of the store into a local folder."""
        for name in self.sizes():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self.fs.get_file(self.path(name), str(target))


def local_case(case: str) -> Path:
    """The folder of a case on this machine; one at a URL is copied here first, and kept by its digest.

    Raises ContestedError when there is no such case.
    """
    if "://" not in case:
        return case_folder(case)
    name = case.rstrip("/").rsplit("/", 1)[-1]
    kept = Path(tempfile.gettempdir()) / f"contested-cases-{_user()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept) as fresh:
        folder = Path(fresh) / name
        folder.mkdir()
        _fetched(case, folder)
        if not (folder / "datapackage.json").is_file():
            raise ContestedError(
                f"case: there is no datapackage.json at '{case}'; allowed: the path of a case's folder"
            )
        target = kept / data_digest(folder) / name
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            try:
                folder.rename(target)
            except OSError:  # Another worker was faster.
                shutil.rmtree(folder, ignore_errors=True)
    return target


def _fetched(url: str, folder: Path) -> None:
    try:
        Store(url).get(folder)
    except (OSError, ValueError) as error:
        raise ContestedError(f"case: '{url}' cannot be read ({error}); allowed: the path of a case's folder") from None


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
