"""Loading and checking large tables, against pandas, frictionless and pandera on the same files."""

import json
import warnings
from pathlib import Path

from benchmarks.measuring import Goal, Way, interleaved, python, rows
from benchmarks.synthetic import write_case

FEW, MANY = 1_000, 1_000_000


def read_csv(folder: str) -> dict[str, object]:
    """Read all tables of a case with pandas, with its defaults."""
    import pandas as pd

    # Wide ranges of blank and filled cells make pandas guess two types for a column, and warn.
    warnings.simplefilter("ignore", pd.errors.DtypeWarning)
    return {"rows": sum(len(pd.read_csv(path)) for path in sorted(Path(folder).glob("*.csv")))}


def load_and_check(folder: str) -> dict[str, object]:
    """Load a case, which checks it."""
    from contested.case import load

    return {"rows": len(load(folder).tables["claims"])}


def frictionless(folder: str) -> dict[str, object]:
    """Validate all tables of a case with frictionless, keys between them included."""
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(Path(folder) / "datapackage.json")).validate()
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
    """Loading and checking a million rows, against read_csv in turn and, once, against two validators."""
    few = folder / "few"
    write_case(few, FEW)
    write_case(folder / "many", MANY)
    peaks: dict[str, float] = {}

    def by(function: str) -> Way:
        def run(_: Path) -> dict[str, object]:
            done = python(f"benchmarks.tables:{function}", folder / "many", first=few)
            if done.get("problems"):
                raise SystemExit(f"{function} finds {done['problems']} problems in a case that has none")
            peaks[function] = max(peaks.get(function, 0.0), float(str(done["peak_mb"])))
            return done

        return run

    seconds = interleaved({way.__name__: by(way.__name__) for way in (read_csv, load_and_check)}, folder, rounds)
    seconds |= interleaved({way.__name__: by(way.__name__) for way in (pandera, frictionless)}, folder, 1)
    goals = [Goal("load_and_check", "read_csv", most=2.0), Goal("load_and_check", "frictionless", least=40)]
    told = rows(f"a case of {MANY:,} rows", seconds, "read_csv", goals)
    for row in told:
        row["peak MB"] = round(peaks[str(row["way"])])
        if row["way"] == "load_and_check":
            ratio = peaks["load_and_check"] / peaks["read_csv"]
            said = f"{'met' if ratio <= 1.5 else 'MISSED'}: memory at most 1.5 x read_csv, is {ratio:.2f}"
            row["goal"] = f"{row['goal']}; {said}"
    return told
