"""The report of one case and day: executed notebooks as one page that asks nothing of the network, code hidden."""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).with_name("templates")
NOISE = ("papermill", "execution", "widgets")

_exporting = threading.Lock()
"""Held while the one exporter works: notebooks that ran side by side end at the same time."""


def clean(notebook: Any) -> Any:
    """Take what differs from run to run out of an executed notebook: times, paths, the injected cell's random id."""
    notebook.metadata = {key: value for key, value in notebook.metadata.items() if key not in NOISE}
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key not in NOISE}
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
    return notebook


def chapter(name: str, path: Path) -> dict[str, str]:
    """Turn an executed notebook into a chapter: its ``id``, ``title`` and ``body`` in HTML.

    The notebook itself is rewritten without what differs from run to run.
    """
    import nbformat

    notebook = clean(nbformat.read(path, as_version=4))
    path.write_text(json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    with _exporting:
        body, _ = _exporter().from_notebook_node(notebook)
    return {"id": name, "title": _title(notebook), "body": _own_ids(_without_anchors(body), name)}


@lru_cache(maxsize=1)
def _exporter() -> Any:
    """What makes HTML of notebooks; a new one would read its templates anew."""
    from nbconvert import HTMLExporter, TemplateExporter

    class Chapters(HTMLExporter):
        """The exporter without its second reading of the page, which takes longer than all the rest.

        That gives texts to pictures without one, of which there are none, and the keyboard's focus to parts that the
        basic template does not have; widgets, which are left out with it, are in no notebook.
        """

        def from_notebook_node(self, nb: Any, resources: Any = None, **given: Any) -> tuple[str, Any]:
            return TemplateExporter.from_notebook_node(self, nb, resources, **given)

    settings = {"exclude_input": True, "exclude_output_prompt": True, "anchor_link_text": ""}
    exporter = Chapters(template_name="basic", optimistic_validation=True, **settings)
    # The template names it, though no code is shown.
    exporter.register_filter("highlight_code", lambda source, **_: source)
    return exporter


def page(template: str, **told: Any) -> str:
    """The HTML of one of the library's templates, filled with what it tells; texts in it are escaped."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    return environment.get_template(f"{template}.html.j2").render(**told)


def write_report(chapters: list[dict[str, str]], folder: Path, case: str, day: str) -> Path:
    """Write index.html into ``folder`` from the chapters of its notebooks; return its path."""
    target = folder / "index.html"
    target.write_text(page("report", case=case, day=day, chapters=chapters), encoding="utf-8")
    return target


def _title(notebook: Any) -> str:
    heading = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return heading.splitlines()[0].lstrip("# ").strip() if heading else ""


def _own_ids(body: str, name: str) -> str:
    """Headings of several notebooks may be the same; their ids on one page may not."""
    return re.sub(r'(<h\d[^>]*? id=")', rf"\g<1>{name}-", body)


def _without_anchors(body: str) -> str:
    return re.sub(r'<a class="anchor-link"[^>]*/>', "", body)
