"""Pages proposed from publishers and addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count

from contested.imports.layout import Draft
from contested.imports.names import slug

Page = dict[str, str]


def key(cells: dict[str, str]) -> tuple[str, ...]:
    """What makes two rows stand on one page: the address, else publisher and day."""
    return (cells["url"],) if cells["url"] else (cells["publisher"].casefold(), cells["published"])


def known_as(pages: Iterable[Page]) -> dict[tuple[str, ...], str]:
    """Ids of pages by what makes them one."""
    return {key(each): each["id"] for each in pages}


def propose(drafts: Sequence[Draft], pages: Sequence[Page]) -> list[Page]:
    """Rows of sources.csv for pages that the case does not know; of one address the first row names the publisher."""
    known, taken = known_as(pages), {each["id"] for each in pages}
    new: dict[tuple[str, ...], Page] = {}
    last: Counter[str] = Counter()
    for row in drafts:
        cells, one = row.cells, key(row.cells)
        if one in known:
            continue
        if one not in new:
            stem = slug(cells["publisher"]) or "page"
            name = next(each for number in count(last[stem] + 1) if (each := f"{stem}-{number}") not in taken)
            last[stem] += 1
            taken.add(name)
            new[one] = {
                "id": name,
                "publisher": cells["publisher"],
                "url": cells["url"],
                "published": cells["published"],
            }
        page = new[one]
        if cells["publisher"] != page["publisher"]:
            row.remark(
                "changed", "publisher", f"'{cells['publisher']}': another row names '{page['publisher']}' for its page"
            )
        if cells["published"] and not page["published"]:
            page["published"] = cells["published"]
        elif cells["published"] != page["published"] and cells["published"]:
            row.remark(
                "changed", "published", f"{cells['published']}: another row has {page['published']} for its page"
            )
    return list(new.values())
