# ruff: noqa: E501
"""Cells whose outputs a kernel of the warm engine must give as an ordinary one gives them, by what they are about."""

from __future__ import annotations

ERRORS = """
1 / 0
---
def f(:
---
try:
    {}["a"]
except KeyError as error:
    raise ValueError("chained") from error
---
try:
    int("x")
except ValueError:
    raise RuntimeError("while handling")
---
raise SystemExit(4)
---
raise KeyboardInterrupt
---
import asyncio
async def late(): raise LookupError("in async")
await late()
---
await asyncio.gather(late(), late())
---
def deep(n): return deep(n + 1)
deep(0)
---
raise ExceptionGroup("several", [ValueError(1), TypeError("two")])
---
class Odd(Exception):
    def __str__(self): raise ValueError("no words")
raise Odd()
---
class Unshown:
    def __repr__(self): raise ZeroDivisionError("in repr")
Unshown()
---
input("who? ")
---
import getpass; getpass.getpass()
---
import nowhere_to_be_found
---
%nosuchmagic
---
%%nosuchmagic
1
---
!false
---
%run nowhere.py
---
import pandas as pd; pd.DataFrame({"a": [1]})["b"]
---
exec(compile("1/0", "made-up.py", "exec"))
---
import os; os.kill(os.getpid(), 2); import time; time.sleep(5)
---
print("said before"); assert False, "with a message"
---
breakpoint()
"""

STREAMS = r"""
import sys, os, time, subprocess
for n in range(3):
    print("out", n, flush=True); print("err", n, file=sys.stderr, flush=True)
---
print("one", end=""); time.sleep(0.4); print("two", end=""); sys.stderr.write("three"); sys.stderr.flush(); print("four")
---
print("10%\r20%\rdone"); print("a\bb\x1b[31mred\x1b[0m\x00")
---
os.system("echo of system; echo to stderr >&2"); time.sleep(0.5)
---
os.write(1, b"by number \xff\n"); time.sleep(0.5)
---
print("by __stdout__", file=sys.__stdout__, flush=True); time.sleep(0.5)
---
subprocess.run("echo of subprocess", shell=True); time.sleep(0.5)
---
!echo of the shell; echo "$((6 * 7))"; false
---
_exit_code
---
lines = !printf 'a\nb\n'
lines
---
%%bash
echo bash; echo wrong >&2
---
import threading
def say(): print("of a thread", threading.current_thread().name)
threads = [threading.Thread(target=say) for _ in range(2)]
[(each.start(), each.join()) for each in threads];
---
def fail(): raise ValueError("of a thread")
failing = threading.Thread(target=fail); failing.start(); failing.join()
---
import multiprocessing
def other(): print("of a forked process", flush=True)
process = multiprocessing.get_context("fork").Process(target=other, name="Forked")
process.start(); process.join(); time.sleep(1)
---
import concurrent.futures as futures
with futures.ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool: print(list(pool.map(abs, [-1, -2])))
---
import warnings, logging
warnings.warn("of a cell"); warnings.warn("old", DeprecationWarning); logging.warning("logged")
---
logging.getLogger("other").error("of another")
---
import asyncio
async def tick(name):
    for n in range(3):
        await asyncio.sleep(0.1); print(name, n)
task = asyncio.create_task(tick("background"))
await tick("front")
---
await task; print(task.done())
---
async def lost(): raise ValueError("never awaited")
gone = asyncio.create_task(lost(), name="named"); await asyncio.sleep(0.1); del gone
---
asyncio.get_running_loop().call_soon(lambda: 1 / 0); await asyncio.sleep(0.3)
---
import warnings
def g(): raise SystemError("in a callback")
asyncio.get_running_loop().call_later(0.05, g); await asyncio.sleep(0.3)
---
print("ünï 😀 \u202e \u0000 \ufeff"); "\U0001f1fa\U0001f1e6", "\udcff"
---
print("x" * 1_000_000); print("y" * 1_000_000, file=sys.stderr)
---
print(input.__name__, sys.stdin.read() == "", sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.fileno() > 2)
---
"""

DISPLAYS = r"""
from IPython.display import *
display(HTML("<b>h</b>"), JSON({"a": [1, None]}), SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"), Markdown("*m*"))
display(Latex("$x$"), Image(b"\x89PNG\r\n\x1a\n" + bytes(100), format="png"), Javascript("1"), Math("y"))
---
display({"text/plain": "p", "application/x-own+json": {"k": 1}, "image/png": "aGk="}, raw=True, metadata={"image/png": {"width": 3}})
---
handle = display("first", display_id="known"); display("other")
---
handle.update("second"); update_display(HTML("third"), display_id="known")
---
display(1); clear_output(); display(2); print("three"); clear_output(wait=True); display(4)
---
clear_output(wait=True)
---
class Rich:
    def __repr__(self): return "rich"
    def _repr_html_(self): return "<i>rich</i>"
    def _repr_mimebundle_(self, include=None, exclude=None): return {"text/x-own": "own"}, {"text/x-own": {"a": 1}}
Rich()
---
1; 2
3;
---
_, __, Out.keys(), len(In), _i, _2 if "_2" in globals() else None
---
import pandas as pd, numpy as np
pd.DataFrame([[n * k for k in range(40)] for n in range(80)], columns=[f"column {k}" for k in range(40)])
---
pd.describe_option()
---
print(pd.DataFrame(np.arange(120.0).reshape(3, 40))); pd.Series(["long " * 40, None])
---
pd.set_option("display.max_rows", 4); pd.options.display.float_format = "{:.1f}".format
pd.DataFrame({"a": np.linspace(0, 1, 9), "when": pd.date_range("2024-08-06", periods=9)}).set_index("when")
---
HTML(pd.DataFrame({"a": [1]}).style.set_uuid("u").format("{:.2f}").to_html())
---
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as caught: print("caught")
caught.getvalue()
---
from tqdm.auto import tqdm
print(tqdm.__module__, tqdm.__mro__)
---
import comm
own = comm.create_comm(target_name="jupyter.widget", comm_id="abc", data={"state": {"_model_name": "M", "_model_module": "m", "value": 1}})
own.send({"method": "update", "state": {"value": 2}})
"""

FIGURES = r"""
import matplotlib, matplotlib.pyplot as plt
print(matplotlib.get_backend(), matplotlib.is_interactive(), matplotlib.matplotlib_fname())
print("\n".join(f"{key}: {value}" for key, value in matplotlib.rcParams.items()))
---
plt.plot([1, 3, 2]); plt.title("ünï"); plt.show(); print("after")
---
figure, axes = plt.subplots(2, figsize=(3, 2)); axes[0].bar(["a", "b"], [1, 2]); figure
---
plt.figure(figsize=(2, 1)); plt.plot([1, 2])[0].get_color()
---
figure = plt.figure(figsize=(1, 1)); plt.close(); figure
---
import pandas as pd
pd.Series([1, 2, 3], pd.date_range("2024-08-06", periods=3)).plot(figsize=(3, 2))
---
import datetime
plt.figure(figsize=(3, 2)); plt.plot([datetime.date(2024, 8, 6), datetime.date(2024, 9, 1)], [1, 2]); print(plt.get_fignums())
---
import hashlib, io
page = io.BytesIO(); plt.figure(); plt.plot([1]); plt.savefig(page); print(hashlib.sha256(page.getvalue()).hexdigest()); plt.close()
---
%config InlineBackend
%config InlineBackend.figure_formats = ["svg"]
%config InlineBackend.print_figure_kwargs = {"metadata": {"Date": None}}
plt.rcParams["svg.hashsalt"] = "same"; plt.rcParams["figure.figsize"] = (2, 1)
plt.plot([1, 2]); plt.show()
---
%matplotlib inline
%config InlineBackend.figure_formats = ["retina"]
with plt.style.context("ggplot"): plt.plot([2, 1]); plt.show()
---
%config InlineBackend.close_figures = False
plt.plot([3])[0].get_color()
---
plt.get_fignums()
"""

STATE = r"""
import sys, os, traceback
print(len(traceback.extract_stack()), [f.name for f in traceback.extract_stack()][8:])
print(sys.argv[:2], sys.argv[3:], os.path.dirname(sys.argv[2]), sys.path, os.getcwd(), __name__, "__file__" in globals())
---
for name in sorted(os.environ): print(name, os.environ[name])
---
import threading, signal, gc, locale, logging, asyncio, tempfile
print(threading.Thread(target=print).name, {each.name: str(signal.getsignal(each)).split(" at ")[0] for each in signal.Signals})
print(gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit(), locale.getlocale(), oct(os.stat(0).st_mode), os.getpgrp() == os.getpid())
print(logging.root.handlers, logging.getLogger("tornado").handlers, logging.root.level, sys.flags, tempfile.gettempdir())
print(type(asyncio.get_running_loop()), type(sys.displayhook), type(sys.stdout), sys.excepthook.__qualname__)
---
sorted(name for name in globals() if not name.startswith("__"))
---
print(sorted(dir(__builtins__)))
---
import numpy, warnings, decimal
print(warnings.filters); print(numpy.geterr(), numpy.get_printoptions(), decimal.getcontext())
---
shell = get_ipython()
print(shell, type(shell), {key: [f.__qualname__ for f in value] for key, value in shell.events.callbacks.items()}) if 0 else None
print(sorted(shell.config), sorted(shell.magics_manager.magics["line"]), [type(each).__name__ for each in shell.configurables])
---
%who
%whos int
---
%%capture caught
print("captured"); 5
---
caught.stdout, [each.data for each in caught.outputs]
---
%history
%history -n 1-3
---
%lsmagic
---
%pwd
---
%alias_magic t timeit
%precision 3
3.14159
---
%reset -f
%who
---
import random, numpy
random.seed(3); numpy.random.seed(3)
print(random.random(), numpy.random.rand(), numpy.random.default_rng(3).random())
---
%%writefile written.py
print("of a script", __name__, __file__, __import__("sys").argv[-1])
---
%run written.py 1 2
---
%load_ext autoreload
%autoreload 2
import written
!rm written.py
---
get_ipython().system("echo $CONTESTED_BUILD"); %env CONTESTED_BUILD
---
len?
---
from_startup, from_config, extension_loaded
---
import logging; logging.getLogger("startup").error("by a handler of the startup file")
"""
