#!/usr/bin/env bash
# Install a hashed lock and Scrutator itself into .venv, with uv when it is there and pip otherwise.
# usage: install.sh LOCK STAMP
set -euo pipefail
lock=$1 stamp=$2 python=${PYTHON:-python3}
needed="Scrutator needs Python 3.11 or newer"
say() { printf '%s\n' "$*" >&2; }

# Is this interpreter there, and new enough? Its version goes to the variable `version`.
version_of() {
  version=$("$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || return 2
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'
}

status=0; version=""; version_of "$python" || status=$?
if [ "$status" -ne 0 ]; then
  [ -n "$version" ] && say "$needed; $python is Python $version." || say "$needed; there is no $python."
  say "Install one, then name it: make PYTHON=python3.12 (nothing was installed)"
  exit 3
fi
if [ -e .venv ]; then
  status=0; version=""; version_of .venv/bin/python || status=$?
  if [ "$status" -ne 0 ]; then
    say "The environment .venv is of Python ${version:-"an interpreter that is gone"}: it is made anew."
    rm -rf .venv
  fi
fi

packages=$(grep -c '^[a-z0-9]' "$lock")
say "1/3 an environment in .venv ($python)"
if command -v uv >/dev/null 2>&1; then
  [ -e .venv/bin/python ] || uv venv --quiet --python "$python" .venv
  export VIRTUAL_ENV=$PWD/.venv
  say "2/3 $packages packages from $lock, each checked against its hash (uv)"
  uv pip install --compile-bytecode --require-hashes -r "$lock"
  say "3/3 Scrutator itself"
  uv pip install --quiet --no-deps --no-build-isolation -e .
else
  [ -e .venv/bin/python ] || "$python" -m venv .venv
  pip=(.venv/bin/python -m pip install --disable-pip-version-check)
  say "2/3 $packages packages from $lock, each checked against its hash (pip; a minute or two)"
  # Where all is installed already there is no line to show, which is no fault.
  "${pip[@]}" --require-hashes -r "$lock" |
    { grep --line-buffered -E '^(Collecting|Installing|Successfully)' || true; } |
    sed -u 's/ (from .*//; s/^Successfully installed.*/  installed/; s/^/  /' >&2
  say "3/3 Scrutator itself"
  "${pip[@]}" --quiet --no-deps --no-build-isolation -e .
fi
touch "$stamp"
say "Ready: .venv/bin/scrutator --help"
