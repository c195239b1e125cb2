#!/usr/bin/env bash
# Fetch the engine of the web form again, make its small file, and compare both with what VENDORED.toml says.
# Needs npm. With --write it replaces the vendored file; without, it changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
phone=src/scrutator/web/form/phone
field() { sed -n "s/^$1 = \"\\(.*\\)\"\$/\\1/p" "$phone/VENDORED.toml"; }
folder=build/engine
rm -rf "$folder" && mkdir -p "$folder"
echo '{"private": true}' > "$folder/package.json"
npm pack --silent --pack-destination "$folder" "$(field package)@$(field version)" > /dev/null
archive=$(echo "$folder"/*.tgz)
found="sha512-$(openssl dgst -sha512 -binary "$archive" | base64 -w0)"
[ "$found" = "$(field integrity)" ] || { echo "the package is another one: $found" >&2; exit 1; }
tar -xzf "$archive" -C "$folder"
npm install --silent --prefix "$folder" --no-audit --no-fund --save-exact "esbuild@$(field minifier)"
"$folder/node_modules/.bin/esbuild" "$folder/package/dist/index.js" --minify --format=esm \
  --legal-comments=none --log-level=warning --outfile="$folder/engine.js"
found=$(sha256sum "$folder/engine.js" | cut -d" " -f1)
[ "${1:-}" != --write ] || cp "$folder/engine.js" "$phone/engine.js"
[ "$found" = "$(field sha256)" ] || { echo "the small file is another one: $found" >&2; exit 1; }
echo "engine.js is made of $(field package) $(field version), as VENDORED.toml says"
