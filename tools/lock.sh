#!/usr/bin/env bash
# Renew the hashed locks from pyproject.toml. The locks carry hashes and no addresses.
set -euo pipefail
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url)
uv pip compile "${options[@]}" --extra report requirements/build.in pyproject.toml -o requirements.lock
uv pip compile "${options[@]}" --extra report --extra data --extra bayes --extra cluster \
  -c requirements.lock requirements/build.in requirements/develop.in pyproject.toml -o requirements-dev.lock
