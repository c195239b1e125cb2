#!/usr/bin/env bash
# No key, database or folder of secrets is part of the project: a server tried out in the checkout leaves them.
set -euo pipefail
found=$(git ls-files | grep -E '\.(key|db|sqlite3)(-wal|-shm)?$|(^|/)secrets/' || true)
if [ -n "$found" ]; then
    printf 'Not to be committed (git rm --cached):\n%s\n' "$found" >&2
    exit 1
fi
