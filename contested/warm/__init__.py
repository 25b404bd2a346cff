"""Run notebooks in children of a process that has already imported what they import, with outputs as of any kernel."""
