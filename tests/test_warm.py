"""The engine contested-warm against the ordinary kernel, whose runs give all expected values here."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
import pytest
import warm_cells
from run_plan import write

from contested.report import clean

TOOLS = Path(sys.executable).parent
RUNS = Path(__file__).with_name("run_plan.py")
ROOT = RUNS.parent.parent
ENGINES = {"kernel": None, "warm": "contested-warm"}

STARTUP = """
import atexit, logging, os, sys, threading
print("of the startup file, which belongs to no cell")
from_startup = os.getcwd(), threading.current_thread().name
logging.getLogger("startup").addHandler(logging.StreamHandler())
"""
CONFIG = """
c.InteractiveShellApp.exec_lines = ["from_config = 1"]
c.InteractiveShellApp.extensions = ["of_a_user"]
"""
EXTENSION = "def load_ipython_extension(shell): shell.user_ns['extension_loaded'] = True\n"


def cells(text: str) -> list[str]:
    return [each.strip("\n") for each in text.split("\n---\n")]


def text(path: Path) -> str:
    """An executed notebook without what differs between two runs of an ordinary kernel."""
    notebook = clean(nbformat.read(path, as_version=4))
    for number, cell in enumerate(notebook.cells):
        # papermill itself marks the cell that failed with one of a random id.
        if "papermill-error-cell-tag" in cell.metadata.get("tags", []):
            cell.id = f"error-{number}"
        if cell.cell_type == "code":
            cell.outputs = list(joined(cell.outputs))
    return re.sub(r"/ipykernel_\d+/", "/ipykernel_N/", json.dumps(notebook, indent=1, sort_keys=True))


def joined(outputs: list[Any]) -> Iterator[Any]:
    """Outputs with the pieces of a stream that follow each other in one.

    A kernel sends what was printed in 0.2 s as one message, so where a stream is cut depends on the moment.
    """
    for (kind, _), several in groupby(outputs, key=lambda each: (each.output_type, each.get("name"))):
        first, *others = several
        if kind != "stream":
            yield from (first, *others)
            continue
        first.text = "".join(each.text for each in (first, *others))
        yield first


def environment(folder: Path, **given: str) -> dict[str, str]:
    """The variables of a user with startup files and configuration of IPython; none of pytest's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MPLBACKEND"))}
    profile = folder / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True, exist_ok=True)
    (profile / "startup" / "00-own.py").write_text(STARTUP, encoding="utf-8")
    (profile / "ipython_config.py").write_text(CONFIG, encoding="utf-8")
    (folder / "of_a_user.py").write_text(EXTENSION, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "JUPYTER_PREFER_ENV_PATH": "1", "CONTESTED_BUILD": "there"}
    return {**kept, **own, "IPYTHONDIR": str(profile.parent), "PATH": f"{TOOLS}{os.pathsep}{kept['PATH']}", **given}


def call(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, outside of pytest."""
    settings: dict[str, Any] = {"cwd": folder, "env": environment(folder, **given), "timeout": 240, "check": False}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, errors="replace", **settings)


def run_all(folder: Path, *steps: list[dict[str, Any]], **given: str) -> tuple[list[list[str]], str]:
    """Run notebooks in one process; what each raised, by steps, and what was said on stderr."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps(steps), encoding="utf-8")
    done = call(folder, str(RUNS), str(plan), **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def by_engine(folder: Path, name: str, engine: str, **settings: Any) -> dict[str, Any]:
    """One run of a plan."""
    parameters = settings.pop("parameters", None)
    source, target = str(folder / f"{name}.ipynb"), str(folder / f"{name}-{engine}.ipynb")
    settings = {"engine_name": ENGINES[engine], **settings}
    return {"source": source, "target": target, "parameters": parameters, "settings": settings}


# The same outputs.

SAME: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "streams": (cells(warm_cells.STREAMS), "", {}),
    "displays": (cells(warm_cells.DISPLAYS), "", {"coalesce_streams": True}),
    "figures": (cells(warm_cells.FIGURES), "", {"coalesce_streams": True}),
    "state": (cells(warm_cells.STATE), "", {"record_timing": False, "coalesce_streams": True}),
    "errors": (cells(warm_cells.ERRORS), "raises-exception", {}),
    "allowed": (["1 / 0", "2"], "", {"allow_errors": True}),
    "fails": (["print(1)", "1 / 0", "2"], "", {"log_output": True}),
    "leaves": (["print(1)", "import sys; sys.exit(0)", "print(2)"], "", {}),
    "given": (["a = 1\nb = 2", "a, b"], "parameters", {"parameters": {"a": "ü", "b": [1, None]}}),
    "late": (["print(1)", "while True: pass", "2"], "", {"execution_timeout": 1}),
    "interrupted": (
        ["import time\nfor n in range(100): time.sleep(0.1)", "2"],
        "raises-exception",
        {"execution_timeout": 1, "interrupt_on_timeout": True},
    ),
    "dies": (["print(1, flush=True)", "import os, time; time.sleep(0.5); os._exit(3)", "2"], "", {}),
    "dies with a child": (["import os, time; os.system('sleep 20 & ')", "time.sleep(0.5); os._exit(3)"], "", {}),
    "empty": ([""], "", {}),
}


ENDS = [
    "who = ''",
    "import atexit, pathlib, threading, time\nkept = open(f'{who}-open', 'w'); kept.write('abc')",
    "atexit.register(pathlib.Path(f'{who}-exit').write_text, 'abc')",
    "threading.Thread(target=lambda: (time.sleep(0.5), pathlib.Path(f'{who}-thread').write_text('abc'))).start()",
]
"""Leaves a file open, a function for the exit, and a thread."""

CHILD = [
    "who = ''",
    "import pathlib, subprocess; child = subprocess.Popen(['sleep', '60'])",
    "pathlib.Path(f'{who}-child').write_text(str(child.pid))",
]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]], str]:
    """A folder with every notebook run by both engines, what the runs raised, and what was said on stderr."""
    folder = tmp_path_factory.mktemp("warm")
    for name, (sources, tag, _) in SAME.items():
        write(folder / f"{name}.ipynb", sources, tag)
    for name, sources in (("ends", ENDS), ("child", CHILD)):
        write(folder / f"{name}.ipynb", sources, "parameters")
    steps = [
        [by_engine(folder, name, engine, **settings) for name, (_, _, settings) in SAME.items()]
        + [by_engine(folder, name, engine, parameters={"who": engine}) for name in ("ends", "child")]
        for engine in ENGINES
    ]
    raised, said = run_all(folder, *steps)
    return folder, dict(zip([*SAME, "ends", "child"], zip(*raised, strict=True), strict=True)), said


@pytest.mark.parametrize("name", SAME)
def test_both_engines_give_the_same_bytes(name: str, runs: tuple[Path, dict[str, list[str]], str]) -> None:
    folder, raised, _ = runs
    ordinary, warm = (text(folder / f"{name}-{engine}.ipynb") for engine in ENGINES)
    assert warm == ordinary
    assert raised[name][1] == raised[name][0]


def test_a_kernel_ends_as_an_ordinary_one(runs: tuple[Path, dict[str, list[str]], str]) -> None:
    folder, raised, _ = runs
    assert raised["ends"] == raised["child"] == ("", "")
    left = [
        {path.name.removeprefix(engine): path.read_text() for path in folder.glob(f"{engine}-*")} for engine in ENGINES
    ]
    assert not [each for each in left if alive(int(each.pop("-child")))]
    assert left[1] == left[0] and set(left[0].values()) == {"abc"} and len(left[0]) == 3


def test_the_warm_process_was_used(runs: tuple[Path, dict[str, list[str]], str]) -> None:
    assert "contested-warm:" not in runs[2]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended may not have been asked for its exit code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


REPORTED = ["00-what-is-known", "03-what-was-lost", "06-where-accounts-collide"]
"""Notebooks that stand for all; with both engines, all eight take over a minute."""


def test_a_report_is_the_same_bytes(tmp_path: Path) -> None:
    pages = {}
    for engine in ENGINES:
        words = ["--case", "kursk-2024", "--as-of", "2024-08-14", "--engine", engine]
        words += [word for name in REPORTED for word in ("--notebook", name)]
        done = call(tmp_path, "-m", "contested", "run", *words, CONTESTED_BUILD=str(tmp_path / "build"))
        assert (done.returncode, "ordinary kernels" in done.stderr) == (0, False), done.stderr
        files = sorted(path for path in (tmp_path / "build").rglob("*") if path.is_file())
        pages[engine] = {str(path.relative_to(tmp_path)): path.read_bytes() for path in files}
        shutil.rmtree(tmp_path / "build")
    assert pages["warm"] == pages["kernel"]
    assert sum(name.endswith(".ipynb") for name in pages["warm"]) == len(REPORTED)


# Runs that are bad company.

BAD = {
    "dies": ["import os; os._exit(3)"],
    "kills itself": ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)"],
    "ends in a thread": [
        "import sys, threading\nthread = threading.Thread(target=sys.exit); thread.start(); thread.join()"
    ],
    "hangs": ["while True: pass"],
    "hangs in C": ["import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"],
    "hoards": ["hoard = bytearray(b'x') * 300_000_000", "len(hoard)"],
    "leaves processes": [
        "import multiprocessing, time",
        "multiprocessing.Process(target=time.sleep, args=(60,)).start()",
    ],
    "meddles": [
        "import builtins, os, sys, matplotlib, pandas, contested.tables, warnings, logging, random",
        "pandas.set_option('display.max_rows', 1); builtins.sum = lambda _: 3; os.environ['MEDDLED'] = '1'",
        "os.chdir('/'); matplotlib.rcParams['figure.dpi'] = 7; sys.path[:] = []; contested.tables.__doc__ = 'meddled'",
        "warnings.simplefilter('error'); logging.root.setLevel(50); sys.stdout = None",
    ],
}
PROBE = [
    "import os, sys, builtins, pandas, matplotlib, contested.tables, warnings, logging",
    "pandas.get_option('display.max_rows'), sum([4]), os.environ.get('MEDDLED'), os.getcwd(), sys.path",
    "matplotlib.rcParams['figure.dpi'], contested.tables.__doc__, warnings.filters[0], logging.root.level",
    "sorted(name for name in globals() if not name.startswith('_'))",
    "pandas.DataFrame({'a': range(9)})",
]
COMPANY = """
import json, os, sys, threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from contested.warm import parent
from contested.warm.client import ForkedKernel
from run_plan import run

def processes():
    found = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try: rest = each.read_text().rpartition(")")[2].split()
        except OSError: continue
        if rest[0] not in "ZX": found[int(each.parent.name)] = int(rest[1]), int(rest[3]), int(rest[21]) * 4096
    return found

def warm():
    return next(iter(parent._started.values())).process.pid

bad, fresh, after, *four = json.loads(Path("plan.json").read_text())
said = {"fresh": run(fresh[0])}
before = processes()
kernels = set()
start = ForkedKernel.__init__

def noted(self, *given):
    start(self, *given)
    kernels.add(self._pid)

ForkedKernel.__init__ = noted
for each in bad: said[each["source"]] = run(each)
left, until = [1], time.monotonic() + 20
while left and time.monotonic() < until:
    now = processes()
    left = [pid for pid, (above, session, _) in now.items() if above == warm() or session in kernels]
    time.sleep(0.1)
said["after"] = run(after[0])
said["left"] = left
said["grown"] = processes()[warm()][2] - before[warm()][2]
with ThreadPoolExecutor(4) as pool: said["four"] = list(pool.map(run, four[0]))
said["kernels"] = len(kernels)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder where a notebook ran before, after and beside bad ones in one process, and what was found there."""
    folder = tmp_path_factory.mktemp("company")
    for name, sources in BAD.items():
        write(folder / f"{name}.ipynb", sources)
    write(folder / "probe.ipynb", PROBE)
    late = {"hangs": 1, "hangs in C": 1}
    bad = [by_engine(folder, name, "warm", execution_timeout=late.get(name, 60)) for name in BAD]
    probes = [by_engine(folder, "probe", "warm") for _ in range(6)]
    for number, each in enumerate(probes):
        each["target"] = str(folder / f"probe-{number}.ipynb")
    plan = [bad, [probes[0]], [probes[1]], probes[2:]]
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    done = call(folder, "-c", f"import sys; sys.path.insert(0, {str(RUNS.parent)!r})\n{COMPANY}")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout.splitlines()[-1])


def test_a_bad_run_touches_no_other(company: tuple[Path, dict[str, Any]]) -> None:
    folder, said = company
    expected = ["DeadKernelError"] * 2 + [""] + ["CellTimeoutError"] * 2 + [""] * 3
    assert [said[str(folder / f"{name}.ipynb")].split(":")[0] for name in BAD] == expected
    assert (said["fresh"], said["after"]) == ("", "")
    assert text(folder / "probe-1.ipynb") == text(folder / "probe-0.ipynb")


def test_no_process_is_left_and_no_memory_kept(company: tuple[Path, dict[str, Any]]) -> None:
    _, said = company
    assert (said["left"], said["kernels"]) == ([], len(BAD) + 1 + 4)
    assert said["grown"] < 30_000_000


def test_four_at_once_give_what_one_gives(company: tuple[Path, dict[str, Any]]) -> None:
    folder, said = company
    assert said["four"] == [""] * 4
    assert {text(folder / f"probe-{number}.ipynb") for number in range(2, 6)} == {text(folder / "probe-0.ipynb")}


def marked(mark: str) -> list[int]:
    """Processes that have a variable in their environment."""
    found = []
    for each in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"MARK={mark}".encode() in each.read_bytes() and alive(int(each.parent.name)):
                found.append(int(each.parent.name))
    return found


def wait(until: Callable[[], bool]) -> bool:
    """Wait until something is so; whether it was within half a minute."""
    end = time.monotonic() + 30
    while not (so := until()) and time.monotonic() < end:
        time.sleep(0.05)
    return so


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_report_leaves_no_process(number: signal.Signals, tmp_path: Path) -> None:
    mark = f"{tmp_path}-{number}"
    mine = environment(tmp_path, MARK=mark, CONTESTED_BUILD=str(tmp_path / "build"))
    words = [sys.executable, "-m", "contested", "run", "--case", "kursk-2024", "--as-of", "2024-08-14"]
    with subprocess.Popen(words, cwd=tmp_path, env=mine, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as run:
        # The command, the warm process, its branch, and two kernels.
        assert wait(lambda: len(marked(mark)) >= 5 or run.poll() is not None) and run.poll() is None
        run.send_signal(number)
        assert run.wait(60) != 0
    assert wait(lambda: not marked(mark)), marked(mark)


# Ordinary kernels where there is no warm process.

THREAD = "import sys, threading, time\nif 'contested.warm.server' in sys.orig_argv: {}\n"
OTHER = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}
COLD: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a thread": (
        {},
        THREAD.format("threading.Thread(target=time.sleep, args=(999,), daemon=True).start()"),
        "",
        "threads",
    ),
    "no start": ({}, THREAD.format("__import__('os')._exit(1)"), "", "ended before it was ready"),
    "no Linux": ({}, "", "parent.sys = SimpleNamespace(platform='darwin')", "darwin"),
    "another kernel": ({"kernel_name": "other"}, "", "", "'other' is not the one"),
    "own words": ({"extra_arguments": ["--InlineBackend.rc={}"]}, "", "", "extra_arguments"),
    "gone": (
        {},
        "",
        "parent.shared(folder=os.getcwd()).process.kill(); parent.shared(folder=os.getcwd()).process.wait()",
        "warm process",
    ),
    "gone in the middle": (
        {},
        "",
        "",
        "warm process",
    ),
}
KILL = """
if middle and "contested.warm.server" in open(f"/proc/{above}/cmdline").read(): os.kill(above, 9)
print(os.environ.get("OTHER"))
"""
FALLBACK = """
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from contested.warm import parent
from run_plan import run
{first}
with ThreadPoolExecutor({jobs}) as pool:
    print(json.dumps(list(pool.map(run, json.loads(Path("plan.json").read_text())))))
"""


@pytest.mark.parametrize("name", COLD)
def test_without_a_warm_process_ordinary_kernels_run(name: str, tmp_path: Path) -> None:
    settings, customize, first, reason = COLD[name]
    write(
        tmp_path / "in.ipynb",
        [f"import os; above, middle = os.getppid(), {name == 'gone in the middle'}", KILL, "1 + 1"],
    )
    (tmp_path / "sitecustomize.py").write_text(customize, encoding="utf-8")
    spec = tmp_path / "kernels" / "other" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({**OTHER, "display_name": "Other", "env": {"OTHER": "1"}}), encoding="utf-8")
    plan = [by_engine(tmp_path, "in", "warm", **settings) for _ in range(2)]
    plan[1]["target"] = str(tmp_path / "again.ipynb")
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    jobs = 1 if name == "gone in the middle" else 2
    code = f"import sys; sys.path.insert(0, {str(RUNS.parent)!r})\n{FALLBACK.format(first=first, jobs=jobs)}"
    done = call(tmp_path, "-c", code, JUPYTER_PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == ["", ""]
    assert text(tmp_path / "in-warm.ipynb") == text(tmp_path / "again.ipynb")
    outputs = [cell.outputs for cell in nbformat.read(tmp_path / "again.ipynb", 4).cells]
    assert outputs[1][0].text == ("1\n" if "kernel_name" in settings else "None\n")
    assert outputs[2][0].data == {"text/plain": "2"}
    (said,) = [line for line in done.stderr.splitlines() if "ordinary kernels" in line]
    assert reason in said


# The command of papermill.


def test_the_command_runs_it_and_loads_nothing_for_it(tmp_path: Path) -> None:
    write(tmp_path / "in.ipynb", ["1 + 1"])
    done = call(tmp_path, "-m", "papermill", "--engine", "contested-warm", "in.ipynb", "out.ipynb")
    assert (done.returncode, "ordinary" in done.stderr) == (0, False), done.stderr
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[0].outputs[0].data == {"text/plain": "2"}
    heavy = ("contested", "pandas", "IPython.")
    words = f"import sys, papermill.cli; print([name for name in sys.modules if name.startswith({heavy})])"
    done = call(tmp_path, "-c", words)
    loaded = ["contested", "contested.warm", "contested.warm.engine"]
    assert done.stdout.strip() == str(loaded), done.stderr
