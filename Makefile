# `make run` and `make test` set up everything they need, on a machine with python3, make, curl and git.
.DEFAULT_GOAL := help
.PHONY: help run ask web train encoder test environments soak check check-web format build bench screenshots
PORT ?= 5005
Q ?= What is the role of ketamine infusion in cancer pain?
BIN := .venv/bin
READY := .venv/.ready
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix bot/web --no-audit --no-fund --no-update-notifier
WEB := bot/web/dist/footnote-chat.js
WEB_SOURCES := $(wildcard bot/web/*.json bot/web/*.js) $(shell find bot/web/src -type f)
export PORT

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

$(READY): pyproject.toml uv.lock footnote_tensorflow_free.pth deploy/setup.sh
	@bash deploy/setup.sh
	@touch $(READY)

bot/web/node_modules/.package-lock.json: $(READY) bot/web/package-lock.json
	@$(NPM) ci --silent

$(WEB): bot/web/node_modules/.package-lock.json $(WEB_SOURCES)
	@$(NPM) run --silent build

web: $(WEB) ## Build the web chat, if its sources have changed

run: $(READY) $(WEB) ## Serve the assistant on PORT (5005) until Ctrl-C
	@$(BIN)/footnote run

ask: $(READY) ## Ask the running assistant: make ask Q="…"
	@$(BIN)/footnote ask "$(Q)"

train: $(READY) ## Train the model, if anything it depends on has changed
	@$(BIN)/footnote train

encoder: $(READY) ## Adapt the sentence encoder to the examples anew (Python 3.11, PyTorch, about a quarter of an hour)
	@python3.11 -m venv .tools/encoder
	@.tools/encoder/bin/pip install --quiet --requirement bot/encoder/requirements.txt
	@$(BIN)/python -W ignore -m bot.encoder.examples .tools/encoder/examples.json
	@.tools/encoder/bin/python -W ignore bot/encoder/adapt.py .tools/encoder/examples.json bot/encoder/minilm-adapted.onnx

build: $(READY) ## Build the knowledge base, if the content has changed
	@$(BIN)/footnote knowledge build

check: $(READY) check-web ## Everything that needs no server: style, types, imports, content, training data
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/footnote knowledge check
	@$(BIN)/footnote slots --check
	@$(BIN)/footnote rasa data validate --fail-on-warnings

check-web: bot/web/node_modules/.package-lock.json ## The style and types of the web chat alone
	@$(NPM) run --silent check

test: $(READY) ## All checks and tests, with reduced counts
	@$(MAKE) --no-print-directory -j2 check train web environments
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

environments: $(READY) ## Install what the tests of Matrix and voice need beside the product: a homeserver, a recogniser
	@$(BIN)/python -W ignore -c "from tests.environments import ready; ready('matrix'); ready('voice')"

soak: check environments ## The tests that `make test` runs with reduced counts, with their full counts
	@FOOTNOTE_SOAK=1 $(BIN)/pytest -m soak --durations=0

bench: $(READY) ## Measure the store, the search, the time to understand, privacy, voice, and the classifiers side by side
	@$(BIN)/python -m benchmarks.knowledge_store
	@$(BIN)/python -m benchmarks.search_threshold
	@$(BIN)/python -m benchmarks.understanding
	@$(BIN)/python -m benchmarks.privacy
	@$(BIN)/python -m benchmarks.voice_loop
	@$(BIN)/python -m benchmarks.intents

screenshots: $(READY) $(WEB) ## Draw the pictures of the web chat for README and docs, from a real assistant
	@$(BIN)/python -m docs.make_screenshots

format: $(READY) bot/web/node_modules/.package-lock.json ## Bring the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(NPM) run --silent format
