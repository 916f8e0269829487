#!/bin/sh
# Makes .venv with the first Python >= 3.11 on this machine that can make one, and installs the locked packages in it.
set -eu
cd "$(dirname "$0")/.."

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

if ! { [ -x .venv/bin/python ] && good .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    found='' without_venv=''
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        command -v "$name" >/dev/null 2>&1 && good "$name" || continue
        if makes_venvs "$name"; then found=$name; break; fi
        without_venv=${without_venv:-$name}
    done
    if [ -z "$found" ] && [ -n "$without_venv" ]; then
        echo "$without_venv is here, but can not make virtual environments." >&2
        echo "On Debian and Ubuntu: apt install python3-venv   Then run make again." >&2
        exit 1
    fi
    if [ -z "$found" ]; then
        echo "Python 3.11 or newer was not found (looked for python3.11 to python3.14, python3, python)." >&2
        echo "On Debian and Ubuntu: apt install python3 python3-venv   Then run make again." >&2
        exit 1
    fi
    echo "Making .venv with $("$found" --version)"
    "$found" -m venv --clear .venv
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
echo "Installing the locked packages (a minute or two the first time)"
pip install --quiet --require-hashes --requirement requirements/dev.txt
pip install --quiet --no-deps --no-build-isolation --editable .
