#!/usr/bin/env bash
# Install a hashed lock and Scrutator itself into .venv, with uv when it is there and pip otherwise.
# usage: install.sh LOCK STAMP
set -euo pipefail
lock=$1 stamp=$2 python=${PYTHON:-python3}
if command -v uv >/dev/null 2>&1; then
  [ -e .venv/bin/python ] || uv venv --quiet --python "$python" .venv
  export VIRTUAL_ENV=$PWD/.venv
  uv pip install --quiet --compile-bytecode --require-hashes -r "$lock"
  uv pip install --quiet --no-deps --no-build-isolation -e .
else
  [ -e .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
touch "$stamp"
