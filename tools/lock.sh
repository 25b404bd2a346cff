#!/bin/sh
# Pin every transitive dependency, for all platforms and Pythons from 3.11, from what pyproject.toml asks for.
set -eu
uv=".venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url"
pinned=$(mktemp)
trap 'rm -f "$pinned" "$pinned.dev"' EXIT
$uv pyproject.toml -o "$pinned"
$uv --extra dev pyproject.toml -c "$pinned" -o "$pinned.dev"
{
    echo "# Every package that a run needs, pinned. Made from pyproject.toml with 'make lock'."
    cat "$pinned"
    echo "# The library itself, so that notebooks find it wherever they run."
    echo "-e ."
} > requirements.txt
{
    echo "# What the tests need besides requirements.txt, pinned. Made with 'make lock'."
    echo "-r requirements.txt"
    grep -vxFf "$pinned" "$pinned.dev"
} > requirements-dev.txt
