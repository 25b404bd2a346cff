"""The files of a case as text: read, added to, checked and put in their place as a whole."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contested.case import check_case
from contested.folders import case_folder, data_folder
from contested.problems import CaseError, ContestedError, Problem
from contested.reading import LINE, read_text
from contested.schema import TEMPLATE, read_package

Row = dict[str, str]


@dataclass
class Store:
    """A case that is made or added to: its package as JSON, its tables as rows of text, and pages beside them."""

    folder: Path
    package: dict[str, Any]
    tables: dict[str, list[Row]]
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether the case is not yet there."""
        return not (self.folder / "datapackage.json").exists()

    def columns(self, table: str) -> list[str]:
        """The columns of a table, in order."""
        resource = next(each for each in self.package["resources"] if each["name"] == table)
        return [field["name"] for field in resource["schema"]["fields"]]

    def add(self, table: str, rows: list[Row]) -> None:
        """Add rows to a table; columns that they lack are blank."""
        columns = self.columns(table)
        self.tables[table] += [{name: row.get(name, "") for name in columns} for row in rows]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the case, as its package has them."""
        return dict(self.package.setdefault("contested", {}))

    def save(self) -> None:
        """Write the case beside its place, check it, and put it there as a whole.

        Raises CaseError when the result has problems and ContestedError when it cannot be written; the case is then
        left as it was.
        """
        made = self.folder.with_name(f".{self.folder.name}.new")
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(made, ignore_errors=True)
            if self.folder.exists():
                shutil.copytree(self.folder, made)
            made.mkdir(exist_ok=True)
            self._write(made)
            problems = check_case(made)
            if problems:
                raise CaseError([_placed(each, made, self.folder) for each in problems])
            _replace(made, self.folder)
        except OSError as error:
            said = f"'{self.folder}' cannot be written ({error.strerror or error})"
            raise ContestedError(f"case: {said}; allowed: a folder of yours, on a disk with room") from None
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _write(self, folder: Path) -> None:
        text = json.dumps(self.package, indent=2, ensure_ascii=False) + "\n"
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        for name, page in self.pages.items():
            (folder / name).write_text(page, encoding="utf-8")
        for resource in self.package["resources"]:
            with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, self.columns(resource["name"]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.tables[resource["name"]])


def _older(folder: Path) -> Path:
    """Where the former case stands for the moment in which the new one takes its place."""
    return folder.with_name(f".{folder.name}.older")


def _replace(made: Path, folder: Path) -> None:
    """Put a folder in the place of another, which comes back when that fails."""
    older = _older(folder)
    shutil.rmtree(older, ignore_errors=True)
    if folder.exists():
        folder.rename(older)
    try:
        made.rename(folder)
    except OSError:
        if older.exists():
            older.rename(folder)
        raise
    shutil.rmtree(older, ignore_errors=True)


def _placed(problem: Problem, made: Path, folder: Path) -> Problem:
    return Problem(
        problem.file.replace(str(made), str(folder)), problem.line, problem.column, problem.what, problem.allowed
    )


def template() -> dict[str, Any]:
    """The data package of a case without rows: the tables that every case may have."""
    return json.loads((TEMPLATE / "datapackage.json").read_text(encoding="utf-8"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second import out of a case while one is at work: each would overwrite what the other has added.

    Raises ContestedError when another one is at work, or the folder above cannot be written.
    """
    lock = folder.with_name(f".{folder.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        said = f"another import into '{folder}' is at work"
        raise ContestedError(
            f"case: {said}; allowed: wait for it, or delete '{lock}' where it was broken off"
        ) from None
    except OSError as error:
        said = f"'{folder}' cannot be written ({error.strerror or error})"
        raise ContestedError(f"case: {said}; allowed: a folder of yours, on a disk with room") from None
    try:
        yield
    finally:
        os.close(handle)
        lock.unlink(missing_ok=True)


def target(into: str) -> Path:
    """The folder that a case of this name or path has or will have.

    Raises ContestedError for a name that cannot be one, and for a folder that holds something else.
    """
    if not into.strip():
        raise ContestedError("case: the name is blank; allowed: a name such as my-case-2026, or a path that ends so")
    try:
        folder = (Path(into) if "/" in into or into in (".", "..") else data_folder() / into).resolve()
        if not (folder / "datapackage.json").is_file() and (data_folder() / into / "datapackage.json").is_file():
            return case_folder(into)
        if not folder.exists() and (_older(folder) / "datapackage.json").is_file():
            _older(folder).rename(folder)  # An import was interrupted in the moment between two folders.
        if (folder / "datapackage.json").is_file():
            return folder
        filled = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except (OSError, RuntimeError, ValueError) as error:
        said = f"'{into[:100]}' cannot be a folder ({getattr(error, 'strerror', '') or error.__class__.__name__})"
        raise ContestedError(f"case: {said}; allowed: a name such as my-case-2026, or a path that ends so") from None
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", folder.name):
        allowed = "letters a to z, digits, dots and hyphens, as in my-case-2026, or a path that ends so"
        raise ContestedError(f"case: '{into}' cannot be the name of a case; allowed: {allowed}")
    if filled:
        raise ContestedError(f"case: '{folder}' is there and is no case; allowed: a new or empty folder, or a case")
    return folder


def opened(into: str) -> Store:
    """The case to add to, or an empty new one. Raises CaseError when the case that is there has problems."""
    folder = target(into)
    fresh = template()
    if not (folder / "datapackage.json").is_file():
        name = folder.name.casefold()
        fresh |= {"name": name, "title": f"Contested figures: {name.replace('-', ' ')}"}
        return Store(folder, fresh, {each["name"]: [] for each in fresh["resources"]})
    problems = check_case(folder)
    if problems:
        raise CaseError(problems)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    have = {each["name"] for each in package["resources"]}
    package["resources"] += [each for each in fresh["resources"] if each["name"] not in have]
    tables: dict[str, list[Row]] = {each["name"]: [] for each in package["resources"]}
    for name, table in read_package(folder).tables.items():
        frame, _ = read_text(folder, table)
        tables[name] = [
            {str(key): str(cell) for key, cell in row.items()} for row in frame.drop(columns=LINE).to_dict("records")
        ]
    return Store(folder, package, tables)
