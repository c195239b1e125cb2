#!/usr/bin/env bash
# Other Pythons to run verify.pyz on: Pyodide from npm, Python 3.10, 3.12, 3.13 and 3.14, into build/pyodide.
set -euo pipefail
for version in 0.21.3 0.26.4 0.29.4 314.0.7; do
  folder="build/pyodide/$version"
  [ -d "$folder/node_modules/pyodide" ] && continue
  mkdir -p "$folder"
  echo '{"private": true}' > "$folder/package.json"
  npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --save-exact "pyodide@$version"
done
