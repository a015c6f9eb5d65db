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
SCENARIO ?= receivables
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

.PHONY: env env-node env-ganache env-sdk env-dev env-brownie env-prove
env: env-node env-ganache env-dev env-brownie ## install everything that tests need
env-node: $(STAMPS)/node
env-ganache: $(STAMPS)/ganache
env-sdk: $(STAMPS)/sdk
env-dev: $(STAMPS)/dev
env-brownie: $(STAMPS)/brownie
env-prove: $(STAMPS)/prove

## What one runs ------------------------------------------------------------------------------------------

.PHONY: help
help: ## list the targets
	@echo 'Silkline: make TARGET'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(STAMPS)/sdk $(STAMPS)/anvil $(if $(filter ganache,$(NETWORK)),$(STAMPS)/ganache) ## a story on a chain of its own (SCENARIO=receivables|wages|harvest, NETWORK=anvil|ganache)
	$(SAY) 'running the demo of $(SCENARIO) on $(NETWORK)'
	@$(VENV)/bin/python -m scripts.demo --scenario $(SCENARIO) --network $(NETWORK)

.PHONY: drill
drill: $(STAMPS)/sdk $(STAMPS)/anvil ## halt a running system, replace a stolen key, resume; prints the times
	@$(VENV)/bin/python -m scripts.drill

.PHONY: test
test: env ## run every check and test there is; ends with the runners' own closing lines
	@$(VENV)/bin/python -m tools.suites

.PHONY: lint
lint: $(STAMPS)/node $(STAMPS)/dev $(STAMPS)/brownie ## read all sources: style, types, licences, house rules
	@$(VENV)/bin/python -m tools.lint

.PHONY: artifacts
artifacts: $(STAMPS)/node $(STAMPS)/dev ## compile what the package ships, and write the typed events and refusals
	$(SAY) 'compiling the shipped contracts with viaIR'
	@$(VENV)/bin/python -m tools.artifacts
	@$(VENV)/bin/python -m tools.bindings

.PHONY: console
console: $(STAMPS)/node $(STAMPS)/brownie $(if $(filter ganache,$(NETWORK)),$(STAMPS)/ganache) ## a Brownie console with a deployed system (NETWORK=anvil|ganache)
	@$(OWN_HOME) SILKLINE_NETWORK=$(NETWORK) $(BROWNIE)/bin/python -m scripts.console

.PHONY: docs
docs: $(STAMPS)/dev ## write the reference of the Python package into build/docs, and check it
	@$(VENV)/bin/python -m tools.reference

.PHONY: benchmark
benchmark: $(STAMPS)/dev ## time every --help of the command line beside bare Python (ROUNDS=15)
	@$(VENV)/bin/python -m tests.sdk.help_benchmark $(ROUNDS)

.PHONY: gas
gas: $(STAMPS)/node $(STAMPS)/dev ## measure gas and code sizes against bars and snapshot (UPDATE=1 renews tests/gas.json)
	@$(VENV)/bin/python -m tools.gas $(if $(UPDATE),--update) $(ARGS)

.PHONY: invariants
invariants: $(STAMPS)/node $(STAMPS)/dev ## invariants in full: 256 runs of 128 calls
	@$(VENV)/bin/python -m tools.suites invariants-receivables invariants-loans

.PHONY: prove
prove: $(STAMPS)/node $(STAMPS)/prove ## symbolic proofs with Halmos
	$(SAY) 'proving tests/contracts/symbolic with Halmos'
	@FOUNDRY_PROFILE=prove $(PROVE)/bin/halmos --root . --match-test '^check_' \
		--forge-build-out $(BUILD)/forge/prove/out $(ARGS)

.PHONY: coverage
coverage: $(STAMPS)/node $(STAMPS)/dev ## percentage of lines and branches of contracts/ and silkline/
	@$(VENV)/bin/python -m tools.suites coverage-contracts coverage-silkline

.PHONY: mutants
mutants: $(STAMPS)/node $(STAMPS)/dev ## break the contracts on purpose; every mutant must be caught
	@$(VENV)/bin/python -m tools.mutants $(ARGS)

.PHONY: report
report: env ## write build/report.json: tests, times, coverage, gas, invariants
	@$(VENV)/bin/python -m tools.report

## Upkeep -------------------------------------------------------------------------------------------------

UV_COMPILE = $(BUILD)/lock/bin/uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.PHONY: lock
lock: python-found | $(STAMPS) ## renew all lock files from their inputs
	$(SAY) 'resolving requirements/*.txt and both package-lock.json (ARGS=--upgrade for newer versions)'
	@$(PYTHON) -m venv $(BUILD)/lock && $(BUILD)/lock/bin/python $(PIP) install uv==0.13.9
	@$(UV_COMPILE) $(ARGS) -o requirements/sdk.txt pyproject.toml requirements/sdk.in
	@$(UV_COMPILE) $(ARGS) -o requirements/dev.txt pyproject.toml requirements/sdk.in requirements/dev.in
	@$(UV_COMPILE) $(ARGS) -o requirements/brownie.txt pyproject.toml requirements/brownie.in
	@$(UV_COMPILE) $(ARGS) -o requirements/prove.txt requirements/prove.in
	@npm install --package-lock-only --loglevel=error && node tools/lock_platforms.js
	@cd tools/ganache && npm install --package-lock-only --loglevel=error

.PHONY: clean
clean: ## remove what was built; environments stay
	@find $(BUILD) -mindepth 1 -maxdepth 1 ! -name stamps -exec rm -rf {} + 2>/dev/null || true

.PHONY: distclean
distclean: ## remove everything that is not in git
	@rm -rf $(BUILD) $(VENV) $(BROWNIE) $(PROVE) node_modules tools/ganache/node_modules
