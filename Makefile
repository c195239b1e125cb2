# The front door. Recipes are one line; what is longer lives in tools/.
PYTHON ?= python3
BIN := .venv/bin
export SCRUTATOR_DATA ?= $(abspath $(wildcard ../shared/data))

.PHONY: help setup demo test test-system check mutants bench docs site screenshots lock verify.pyz verify.html pythons release

help:            ## show this list
	@grep -E '^[a-z.]+:.*##' Makefile | sed 's/:.*##/\t/'

setup: .venv/.runtime  ## install what Scrutator needs to run, from the hashed lock

.venv/.runtime: requirements.lock pyproject.toml
	bash tools/install.sh requirements.lock .venv/.runtime

.venv/.develop: requirements-dev.lock pyproject.toml
	bash tools/install.sh requirements-dev.lock .venv/.develop

demo: .venv/.runtime  ## build the bundled cases and read the statement in a browser
	$(BIN)/python tools/demo.py

test: .venv/.develop  ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not system and not browser"

test-system: .venv/.develop  ## run what needs a browser, a JDK, other Pythons, PostgreSQL, or a server that is killed
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "system or browser" $(if $(SKIPPED_SYSTEM),--deselect tests/verify_page/test_other_pythons.py)

check: .venv/.develop  ## style, types, import directions, limits of length
	bash tools/check.sh

bench: .venv/.develop  ## print the table of measured speeds (minutes; QUICK=1 measures once)
	$(BIN)/python -m bench $(if $(QUICK),--quick)

docs: .venv/.develop  ## write the generated reference pages
	$(BIN)/python tools/write_reference.py

site: .venv/.develop  ## write the documentation site to dist/site, notebooks run and API pages drawn
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

screenshots: .venv/.develop  ## every look of the statement, and of each kind of page, as pictures in dist/screenshots (minutes)
	$(BIN)/python tools/screenshots.py
	$(BIN)/python tools/page_screenshots.py

lock:            ## renew the hashed locks (needs uv)
	bash tools/lock.sh

verify.pyz: .venv/.runtime  ## write the single-file verifier, dist/verify.pyz
	$(BIN)/python tools/make_verifier.py

verify.html: .venv/.runtime  ## write the verifier for a browser, dist/verify.html
	$(BIN)/python tools/make_verify_page.py

pythons:         ## fetch other Pythons (Pyodide, needs npm) for the tests of verify.pyz
	bash tools/pyodide.sh

release: .venv/.develop  ## build a release of the last commit and sign it: make release KEY=anna.key
	$(BIN)/python tools/release $(if $(KEY),--key $(KEY))

mutants: .venv/.develop  ## change the source a little, and see whether a test notices (some minutes)
	$(BIN)/python tools/mutants run
