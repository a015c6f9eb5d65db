# Silkline. `make help` lists the targets; each one does its own set-up, and a second run starts at once.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Python 3.11, 3.12 or 3.13: `make PYTHON=python3.12 test` chooses one.
PYTHON  ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
NETWORK ?= anvil
BUILD   := build
STAMPS  := $(BUILD)/stamps
BIN     := $(CURDIR)/node_modules/.bin
FORGE   := $(BIN)/forge
VENV    := .venv
BROWNIE := .venv-brownie
PROVE   := .venv-prove
PIP     := -m pip --disable-pip-version-check -qq
NPM     := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

# Nothing below touches the user's own files: Brownie's ~/.brownie lives under build/home.
export PATH := $(BIN):$(CURDIR)/tools/ganache/node_modules/.bin:$(PATH)
export SOLCX_BINARY_PATH := $(CURDIR)/tools/solc
export PYTHONDONTWRITEBYTECODE := 1
export FOUNDRY_DISABLE_NIGHTLY_WARNING := 1
OWN_HOME := HOME=$(CURDIR)/$(BUILD)/home

SAY = @printf '==> %s\n'

## Set-up -------------------------------------------------------------------------------------------------

$(STAMPS):
	@mkdir -p $@ $(BUILD)/home

.PHONY: python-found
python-found:
	@test -n "$(PYTHON)" || { echo 'Python 3.11, 3.12 or 3.13 is needed: make PYTHON=/path/to/python3.12'; exit 1; }

# Anvil alone, unless all tools are there already.
$(STAMPS)/anvil: package.json package-lock.json | $(STAMPS)
	$(SAY) 'installing Anvil (npm, 43 MB)'
	@$(NPM) --omit=dev
	@rm -f $(STAMPS)/node; touch $@

$(STAMPS)/node: package.json package-lock.json | $(STAMPS)
	$(SAY) 'installing Anvil, Forge, Cast, solc, OpenZeppelin and solhint (npm, 235 MB)'
	@$(NPM)
	@touch $(STAMPS)/anvil $@

$(STAMPS)/ganache: tools/ganache/package.json tools/ganache/package-lock.json | $(STAMPS)
	$(SAY) 'installing Ganache (npm, 180 MB)'
	@cd tools/ganache && $(NPM)
	@touch $@

$(STAMPS)/sdk: pyproject.toml requirements/sdk.txt | $(STAMPS) python-found
	$(SAY) 'installing the Python environment of the SDK in $(VENV) (130 MB)'
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python $(PIP) install --require-hashes -r requirements/sdk.txt
	@$(VENV)/bin/python $(PIP) install --no-deps --no-build-isolation -e .
	@rm -f $(STAMPS)/dev; touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/sdk
	$(SAY) 'installing the test and lint tools in $(VENV)'
	@$(VENV)/bin/python $(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/brownie: pyproject.toml requirements/brownie.txt | $(STAMPS) python-found
	$(SAY) 'installing the Python environment of Brownie in $(BROWNIE) (160 MB)'
	@test -x $(BROWNIE)/bin/python || $(PYTHON) -m venv $(BROWNIE)
	@$(BROWNIE)/bin/python $(PIP) install --require-hashes -r requirements/brownie.txt
	@$(BROWNIE)/bin/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/prove: requirements/prove.txt | $(STAMPS) python-found
	$(SAY) 'installing the Python environment of Halmos in $(PROVE)'
	@test -x $(PROVE)/bin/python || $(PYTHON) -m venv $(PROVE)
	@$(PROVE)/bin/python $(PIP) install --require-hashes -r requirements/prove.txt
	@touch $@

.PHONY: env env-node env-ganache env-sdk env-dev env-brownie
env: env-node env-ganache env-dev env-brownie ## install everything that tests need, and nothing else
env-node: $(STAMPS)/node
env-ganache: $(STAMPS)/ganache
env-sdk: $(STAMPS)/sdk
env-dev: $(STAMPS)/dev
env-brownie: $(STAMPS)/brownie

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
