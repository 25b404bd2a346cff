"""Run notebooks in children of a process that has already imported what they import, with outputs as of any kernel.

What a cell can still tell from an ordinary kernel: modules are imported already and are not looked up again, other
processes, threads and command lines stand around it (``os.getppid``, ``threading.enumerate``, ``sys.orig_argv``,
``%connect_info``, ``%subshell``), asyncio numbers its unnamed tasks otherwise (and threading its threads after an
output of over 64 kB), the garbage of cycles is collected at other moments, and IPython's configuration and edited
modules are those of the first run of the process.
"""
