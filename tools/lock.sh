#!/usr/bin/env bash
# Renew the hashed locks from pyproject.toml. The locks carry hashes and no addresses.
# The development lock is solved first; the runtime lock takes its versions from it.
set -euo pipefail
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url)
uv pip compile "${options[@]}" --extra report --extra data --extra bayes --extra cluster \
  --extra web --extra postgres \
  requirements/build.in requirements/develop.in pyproject.toml -o requirements-dev.lock
uv pip compile "${options[@]}" --extra report --extra web \
  -c requirements-dev.lock requirements/build.in pyproject.toml -o requirements.lock
