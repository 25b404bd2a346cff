#!/bin/sh
# Pin every transitive dependency, for all platforms and Pythons from 3.11, from what pyproject.toml asks for.
set -eu
uv=".venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url"
pinned=$(mktemp)
trap 'rm -f "$pinned" "$pinned.dev"' EXIT
# What the tests need is settled first: a run takes the same versions of what both need.
$uv --extra dev pyproject.toml -o "$pinned.dev"
$uv pyproject.toml -c "$pinned.dev" -o "$pinned"
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
