"""A new case: a folder with a worked example in every table, to be filled in."""

from __future__ import annotations

import csv

from contested.imports.store import Store, target, template
from contested.problems import ContestedError
from contested.schema import TEMPLATE

BY_MACHINE = ("imports", "proposals")
"""Tables that only imports write; they come with the first one."""


def new_case(name: str, title: str = "") -> Store:
    """Make a case folder that passes ``contested check`` and on which every notebook runs.

    Raises ContestedError when the name cannot be one, or there is such a case already.
    """
    folder = target(name)
    if (folder / "datapackage.json").exists():
        raise ContestedError(f"case: there is a case '{name}' in {folder} already; allowed: another name")
    package = template()
    package |= {"name": folder.name.casefold(), "title": title or f"Contested figures: {folder.name.replace('-', ' ')}"}
    package["resources"] = [each for each in package["resources"] if each["name"] not in BY_MACHINE]
    package["contested"] |= {"main_place": "example-region", "headlines": ["personnel_killed", "evacuated"]}
    tables = {}
    for resource in package["resources"]:
        with (TEMPLATE / resource["path"]).open(encoding="utf-8", newline="") as handle:
            tables[resource["name"]] = list(csv.DictReader(handle))
    text = (TEMPLATE / "README.md").read_text(encoding="utf-8")
    readme = text.replace("TITLE", package["title"]).replace("NAME", folder.name)
    made = Store(folder, package, tables, {"README.md": readme})
    made.save()
    return made
