#!/usr/bin/env bash
# Style, types, import directions and limits of length.
set -euo pipefail
bin=.venv/bin
bash tools/secrets.sh
$bin/ruff check .
$bin/ruff format --check .
$bin/mypy
$bin/lint-imports --no-cache
$bin/python -m pytest -q tests/test_rooms.py
$bin/python tools/ratchet.py
$bin/python tools/mutants check
$bin/python tools/reachable.py
