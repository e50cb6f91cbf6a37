#!/usr/bin/env bash
# Panj from a checkout. Needs Python 3.11 or later; everything else it installs into .venv.
#
#   ./run.sh example   install, read the reports in examples/ into a new ledger, print the incidents and a brief
#   ./run.sh test      install with the locked development dependencies, run the tests
#   ./run.sh check     after test: lint, types, accuracy floors
set -euo pipefail
cd "$(dirname "$0")"

python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "run.sh: no Python 3.11 or later on this machine; on Debian: apt install python3 python3-venv" >&2
    exit 1
}

environment() {
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf .venv
        "$(python)" -m venv .venv || {
            rm -rf .venv
            echo "run.sh: Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2
            exit 1
        }
    fi
}

example() {
    environment
    # Byte code is made when first needed: a fifth less on the disk.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile .
    local ledger=example.panj
    rm -f "$ledger" "$ledger-wal" "$ledger-shm"
    .venv/bin/panj read examples --ledger "$ledger"
    echo
    .venv/bin/panj incidents --ledger "$ledger"
    .venv/bin/panj brief --ledger "$ledger" > example-brief.md
    echo
    cat example-brief.md
    echo
    echo "The brief is in example-brief.md. Go on with: .venv/bin/panj show INCIDENT --ledger $ledger"
}

develop() {
    environment
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
}

case "${1:-}" in
    example) example ;;
    test) develop; shift; .venv/bin/python -m pytest "$@" ;;
    check)
        .venv/bin/ruff check .
        .venv/bin/ruff format --check .
        .venv/bin/mypy
        .venv/bin/python benchmarks/stories.py --floors benchmarks/floors.toml
        ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
