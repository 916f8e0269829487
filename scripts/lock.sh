#!/bin/sh
# Writes requirements/*.txt and package-lock.json anew from pyproject.toml and package.json: hashes, and no addresses.
# Extra words go to uv: `make lock WITH=--upgrade`.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv
compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header pyproject.toml "$@"
}
compile --output-file requirements/base.txt "$@"
compile --extra dev --output-file requirements/dev.txt "$@"
.venv/bin/python scripts/assets.py --lock
