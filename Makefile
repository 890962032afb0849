# Every verb that CI and people use. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export UV_PYTHON_DOWNLOADS = never
# uv from the path, or our own copy from PyPI in .cache/
UV = $(or $(shell command -v uv 2>/dev/null),$(CURDIR)/.cache/uv/bin/uv)
BIN = .venv/bin
WEB_SOURCES = $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: help install web run test check bench docs audit sbom chromium libreoffice e2e clean

help: ## list the verbs
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

DIVISIONS = records/divisions/divisions.parquet

install: .venv/.installed web/node_modules/.installed $(DIVISIONS) ## install the locked Python and npm packages

.cache/uv/bin/uv:
	@echo "installing uv from PyPI into .cache/uv"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Jiju needs Python 3.11 or newer; this is %s. Name another one: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv .cache/uv
	.cache/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5'

.venv/.installed: pyproject.toml uv.lock | $(if $(shell command -v uv 2>/dev/null),,.cache/uv/bin/uv)
	$(UV) sync --locked --python "$$(command -v $(PYTHON))"
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : (console.error("Jiju needs Node.js 20 or newer; this is " + process.version), 1))'
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(DIVISIONS): records/divisions/package-lock.json records/divisions/__init__.py | .venv/.installed
	cd records/divisions && npm ci --no-audit --no-fund --loglevel=error
	$(BIN)/python -m records.divisions

web: graph_api/static/index.html ## build the web frontend into graph_api/static

graph_api/static/index.html: web/node_modules/.installed $(WEB_SOURCES)
	cd web && npm run build --silent
	@touch $@

run: install web ## load the example region and serve API and web on http://127.0.0.1:8000
	$(BIN)/jiju demo --host $(HOST) --port $(PORT)

test: install web chromium libreoffice ## install what the tests need and run all of them
	$(BIN)/python -m pytest
	cd web && npm test --silent

chromium:
	@bash .ci/chromium

libreoffice:
	@bash .ci/libreoffice

check: install ## formatting, lint, types, import rules, freshness of what is generated
	$(UV) lock --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/jiju ontology lint
	$(BIN)/jiju ontology export --check
	$(BIN)/jiju ontology docs --check
	$(BIN)/python -m graph_api.schema_file --check
	cd web && npm run check --silent

docs: install ## write what is generated: reference pages, legend for the web, GraphQL schema
	$(BIN)/jiju ontology export
	$(BIN)/jiju ontology docs
	$(BIN)/python -m graph_api.schema_file --write
	cd web && npm run codegen --silent

audit: install ## known weaknesses of the locked Python and npm packages, as the registries tell
	mkdir -p .cache
	$(UV) export --quiet --locked --no-emit-project --format requirements-txt -o .cache/requirements.txt
	$(UV) tool run --python "$$(command -v $(PYTHON))" pip-audit --strict --disable-pip --require-hashes -r .cache/requirements.txt
	cd web && npm audit --package-lock-only

sbom: install ## what is built of whom: CycloneDX lists of the Python and npm packages, in sbom/
	mkdir -p sbom
	$(UV) export --quiet --locked --no-dev --format cyclonedx1.5 -o sbom/python.json
	cd web && npm sbom --sbom-format cyclonedx --package-lock-only > ../sbom/web.json

bench: install ## measure beside the peers and print versions, sizes and ratios
	$(BIN)/python -m bench

clean: ## remove what was installed and built (data/ stays)
	rm -rf .venv .cache web/node_modules graph_api/static records/divisions/node_modules $(DIVISIONS) dist
