"""Loading and checking large tables, against pandas, frictionless and pandera on the same files."""

import json
import warnings
from pathlib import Path

from benchmarks.measuring import Goal, Way, interleaved, python, rows
from benchmarks.synthetic import write_case

FEW, SMALL, LARGE = 1_000, 100_000, 1_000_000


def read_csv(folder: str) -> dict[str, object]:
    """Read all tables of a case with pandas, with its defaults."""
    import pandas as pd

    # Wide ranges of blank and filled cells make pandas guess two types for a column, and warn.
    warnings.simplefilter("ignore", pd.errors.DtypeWarning)
    return {"rows": sum(len(pd.read_csv(path)) for path in sorted(Path(folder).glob("*.csv")))}


def check(folder: str) -> dict[str, object]:
    """Check all tables of a case."""
    from contested.case import check_case

    return {"problems": len(check_case(Path(folder)))}


def load_and_check(folder: str) -> dict[str, object]:
    """Load a case, which checks it."""
    from contested.case import load

    return {"rows": len(load(folder).tables["claims"])}


def frictionless(folder: str) -> dict[str, object]:
    """Validate the table of claims with frictionless, by the case's own schema."""
    from frictionless import Resource, Schema, system

    described = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    claims = next(each for each in described["resources"] if each["name"] == "claims")
    claims["schema"].pop("foreignKeys", None)
    schema = Schema.from_descriptor(claims["schema"])
    with system.use_context(trusted=True):
        report = Resource(path=str(Path(folder) / "claims.csv"), schema=schema).validate()
    return {"problems": report.stats["errors"]}


def pandera(folder: str) -> dict[str, object]:
    """Read the table of claims with pandas and check numbers, days, choices and ids with pandera."""
    import pandas as pd
    import pandera.pandas as pa

    described = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(each for each in described["resources"] if each["name"] == "claims")["schema"]["fields"]
    text = pd.read_csv(Path(folder) / "claims.csv", dtype=str, keep_default_na=False)
    columns = {}
    for field in fields:
        rules = field.get("constraints", {})
        checks = [pa.Check.isin([*rules["enum"], ""])] if "enum" in rules else []
        checks += [pa.Check.str_matches(f"^(?:{rules['pattern']})?$")] if "pattern" in rules else []
        columns[field["name"]] = pa.Column(str, checks, unique=field["name"] == "id")
    numbers = {name: pd.to_numeric(text[name].where(text[name].ne(""))) for name in ("value", "low", "high")}
    checked = pa.DataFrameSchema(columns).validate(text).assign(**numbers)
    return {"rows": len(checked)}


def loading(folder: Path, rounds: int) -> list[dict[str, object]]:
    """Loading and checking a million rows against read_csv, and a tenth of them against the validators."""
    few, told = folder / "few", []
    write_case(few, FEW)
    for size, ways, times in (
        (LARGE, (read_csv, check, load_and_check), rounds),
        (SMALL, (read_csv, load_and_check, pandera, frictionless), 1),
    ):
        case = folder / f"case-{size}"
        write_case(case, size)
        peaks: dict[str, float] = {}

        def by(function: str, case: Path = case, peaks: dict[str, float] = peaks) -> Way:
            def run(_: Path) -> dict[str, object]:
                done = python(f"benchmarks.tables:{function}", case, first=few)
                if done.get("problems"):
                    raise SystemExit(f"{function} finds {done['problems']} problems in a case that has none")
                peaks[function] = max(peaks.get(function, 0.0), float(str(done["peak_mb"])))
                return done

            return run

        seconds = interleaved({way.__name__: by(way.__name__) for way in ways}, folder, times)
        goals = [Goal("load_and_check", "read_csv", most=2.0)]
        goals += [Goal("load_and_check", "frictionless", least=40)] if "frictionless" in seconds else []
        some = rows(f"{size:,} rows of claims", seconds, "read_csv", goals)
        for row in some:
            peak = peaks[str(row["way"])]
            row["peak MB"] = round(peak)
            if row["way"] == "load_and_check":
                ratio = peak / peaks["read_csv"]
                said = f"{'met' if ratio <= 1.5 else 'MISSED'}: memory at most 1.5 x read_csv, is {ratio:.2f}"
                row["goal"] = f"{row['goal']}; {said}"
        told += some
    return told
