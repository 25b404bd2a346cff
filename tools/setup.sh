#!/bin/sh
# Make .venv and install a pinned list of packages, this project with them: with uv where it can be had, else with pip.
set -eu
list=$1
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "setup: '$python' is missing or older than 3.11; allowed: Python 3.11 or later, as in: make PYTHON=python3.12 report" >&2
    exit 2
fi
# Without byte-compiled packages every start of every kernel takes more than twice as long.
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME || true

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys' 2>/dev/null; then
    "$python" -m venv --clear .venv || {
        echo "setup: no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 2
    }
fi

with_uv() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || return 1
    echo "setup: installing $list with uv"
    # The system's certificates, as pip uses them: behind a company's proxy uv's own list is not enough.
    UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 .venv/bin/python -m uv pip install --quiet --python .venv/bin/python --compile-bytecode -r "$list"
}

with_pip() {
    echo "setup: uv is not to be had; installing $list with pip, which takes longer"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$list"
}

with_uv || with_pip
.venv/bin/python -m compileall -q contested
