# The two commands of README.md, and what CI calls. Everything else is behind them in scripts/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PORT ?= 8000
export ONLY ?=
export MINUTES ?= 10

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/uv/bin/uv
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run office install test quick lint bench fuzz parts clean

help:
	@echo "make run     start the demonstration office on http://127.0.0.1:$(PORT)"
	@echo "make office  start your own office, empty at first; its data lies under var/office"
	@echo "make install what a server needs in this folder: packages, compiled texts (docs/how-to/run-an-office.md)"
	@echo "make test    everything that CI checks (installs what the tests need)"
	@echo "make quick   lint, types, contracts and the suite on SQLite, without a browser"
	@echo "make bench   measure; ONLY=name for one"
	@echo "make fuzz    send nonsense to every address, longer than the suite does; MINUTES=10"
	@echo "make parts   check packages and vendored files: advisories, licences, hashes"
	@echo "make clean   remove the environment; data under var/ stays"

$(UV):
	@echo "• uv $(UV_VERSION) → .tools/uv"
	@$(PYTHON) -m venv .tools/uv || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.runtime: $(UV) uv.lock pyproject.toml
	@echo "• Python packages from uv.lock"
	@$(UV) sync --frozen --no-dev --inexact --quiet --compile-bytecode --python $(PYTHON)
	@touch $@

.venv/.dev: $(UV) uv.lock pyproject.toml
	@echo "• Python packages for development from uv.lock"
	@$(UV) sync --frozen --quiet --compile-bytecode --python $(PYTHON)
	@touch $@ .venv/.runtime

run: .venv/.runtime
	@exec .venv/bin/python scripts/run.py

office: .venv/.runtime
	@exec .venv/bin/python scripts/run.py office

install: .venv/.runtime
	@.venv/bin/python -c "from pathlib import Path; from caunoi.core.texts import compile_catalogues; compile_catalogues(Path('src/caunoi/locale'))"

test: .venv/.dev
	@.venv/bin/python scripts/test.py

quick: .venv/.dev
	@.venv/bin/python scripts/test.py --quick

lint: .venv/.dev
	@.venv/bin/python scripts/test.py --lint

bench: .venv/.dev
	@$(UV) sync --frozen --inexact --group bench --quiet --python $(PYTHON)
	@.venv/bin/python scripts/bench.py $(ONLY)

fuzz: .venv/.dev
	@.venv/bin/python scripts/fuzz.py

parts: .venv/.dev
	@.venv/bin/python scripts/parts.py

clean:
	rm -rf .venv .tools
