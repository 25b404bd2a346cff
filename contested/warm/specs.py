"""Whether a kernel is one that a warm process can stand in for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from contested.warm.parent import ColdError

OF_KERNELS = ("kernel_manager_class", "extra_arguments", "ipython_hist_file", "config")
"""Settings of nbclient that say how a kernel is started."""


def refuse_other(kernel_name: str, settings: Mapping[str, object]) -> None:
    """Raise ColdError unless the kernel of this name is IPython's, of this very Python, with no settings of its own."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        raise ColdError(f"there is no kernel '{kernel_name}'") from None
    for name in OF_KERNELS:
        if settings.get(name):
            raise ColdError(f"'{name}' says how kernels are started")
    python, *rest = spec.argv or [""]
    # jupyter_client takes a bare name of this version for the Python that it runs in itself.
    bare = ("python", f"python{sys.version_info[0]}", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    same = python in bare or Path(python) == Path(sys.executable)
    usual = rest[:2] == ["-m", "ipykernel_launcher"] and rest[2:] == ["-f", "{connection_file}"]
    elsewhere = spec.metadata.get("kernel_provisioner", {}).get("provisioner_name", "local-provisioner")
    if not (same and usual) or spec.env or elsewhere != "local-provisioner":
        raise ColdError(f"kernel '{kernel_name}' is not the one of this Python ({sys.executable})")
