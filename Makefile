# The commands of this project. A bare Debian 12 needs only make, python3 and pip.

PY ?= python3
V := .venv
# Without Debian's python3-venv the environment has no pip: the system's serves it.
PIP = $(shell $(V)/bin/python -m pip --version >/dev/null 2>&1 && echo $(V)/bin/python -m pip || echo $(PY) -m pip --python $(V)/bin/python) -q --disable-pip-version-check
LOCK = CUSTOM_COMPILE_COMMAND='make lock' $(V)/bin/python -m piptools compile -q --generate-hashes --build-deps-for=editable --allow-unsafe --strip-extras --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PYTEST = $(V)/bin/python -m pytest
# What `make run` can do beyond the packages that it must have.
EXTRAS = auth images pdf seal
# Arguments, as in: make test T="-k relay", make score T=--write
T ?=
MINUTES ?= 30

.PHONY: setup run demo test test-servers check servers fmt lint types rooms golden docs bench mailbox relay reading process review search score fuzz crash cuts lock clean

setup: $(V)/.run-time
	@:

run: setup
	@exec $(V)/bin/ticket-gateway run

demo: setup
	@exec $(V)/bin/ticket-gateway demo

test: $(V)/.tests servers lint types rooms
	$(PYTEST) -n 2 --dist worksteal -m "not slow" $(T)

check: test

# The tests that talk to real mail servers, and no others.
test-servers: $(V)/.tests servers
	$(PYTEST) -n 2 --dist worksteal -m "servers and not slow" $(T)

servers:
	@.ci/servers

fmt: $(V)/.tests
	$(V)/bin/ruff format . && $(V)/bin/ruff check --fix .

lint: $(V)/.tests
	$(V)/bin/ruff format --check . && $(V)/bin/ruff check .

types: $(V)/.tests
	$(V)/bin/mypy

rooms: $(V)/.tests
	$(V)/bin/lint-imports

# The letters as they are rendered now; read the difference before you commit it.
golden: $(V)/.tests
	GOLDEN=rewrite $(PYTEST) -q tests/golden && git diff --stat -- tests/golden

# The pages and diagrams that are drawn from the tables.
docs: $(V)/.tests
	DOCS=rewrite $(PYTEST) -q tests/house && git diff --stat -- docs

# Speed and memory beside a thin daemon; a mailbox beside SMTP; a full outbox.
bench: $(V)/.tests servers
	$(V)/bin/python bench/run.py $(T)
	PYTHONPATH=. $(V)/bin/python bench/mailbox.py $(T)
	PYTHONPATH=. $(V)/bin/python bench/relay.py $(T)

# What reading costs: processor time a mail, and as its size doubles.
reading: $(V)/.tests .venv-score/.made
	$(V)/bin/python bench/reading.py $(T)

# Draining an IMAP mailbox beside taking the same mails by SMTP.
mailbox: $(V)/.tests servers
	PYTHONPATH=. $(V)/bin/python bench/mailbox.py $(T)

# How fast a full outbox goes out to a relay, by connections.
relay: $(V)/.tests servers
	PYTHONPATH=. $(V)/bin/python bench/relay.py $(T)

# What finding costs among a hundred thousand requests.
search: $(V)/.tests
	$(V)/bin/python bench/search.py $(T)

# What deciding costs, and a look at the clocks of a million requests.
process: $(V)/.tests
	PYTHONPATH=. $(V)/bin/python bench/process.py $(T)

# What a monthly review costs over a year of a hundred thousand requests.
review: $(V)/.tests
	PYTHONPATH=. $(V)/bin/python bench/review.py $(T)

# What the scorers of ../shared say of us, of mail-parser and of the standard library.
score: $(V)/.tests .venv-score/.made
	$(V)/bin/python bench/score.py $(T)

# Coverage-guided fuzzing of the reading; what it finds is kept in tests/fuzz/corpus.
fuzz: .venv-fuzz/.made
	.venv-fuzz/bin/python tests/fuzz/campaign.py --minutes $(MINUTES)

# Kills under load, by the hundred; minutes, not seconds.
crash: $(V)/.tests
	$(PYTEST) -m slow --timeout=3600 tests/simulation $(T)

# The line cut at every single octet, on each way in and out; the better part of an hour.
cuts: $(V)/.tests servers
	$(PYTEST) -m slow --timeout=7200 tests/journeys/test_cut_anywhere.py $(T)

# Take newer versions: the run-time set first, then the tests' set in step with it.
lock: $(V)/.tests
	$(PIP) install "pip-tools>=7.6" && rm -f requirements.txt requirements-test.txt
	$(LOCK) $(EXTRAS:%=--extra %) -o requirements.txt pyproject.toml
	$(LOCK) --all-extras -c requirements.txt -o requirements-test.txt pyproject.toml

clean:
	rm -rf $(V) .venv-score .venv-fuzz dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(V)/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PY=python3.11")'
	@$(PY) -m venv $(V) >/dev/null 2>&1 || $(PY) -m venv --clear --without-pip $(V)

$(V)/.run-time: requirements.txt pyproject.toml | $(V)/bin/python
	@$(PIP) --version >/dev/null || { echo "pip is missing: apt-get install python3-venv"; exit 1; }
	@echo "Installing the gateway into $(V) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.tests: requirements-test.txt $(V)/.run-time
	@echo "Installing the tests' tools into $(V) ..."
	@$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

.venv-score/.made: bench/score-requirements.txt | $(V)/.run-time
	@$(PY) -m venv .venv-score >/dev/null 2>&1 || $(PY) -m venv --clear --without-pip .venv-score
	@$(subst $(V)/,.venv-score/,$(PIP)) install -r bench/score-requirements.txt
	@touch $@

.venv-fuzz/.made: tests/fuzz/requirements.txt requirements.txt
	@$(PY) -m venv .venv-fuzz >/dev/null 2>&1 || $(PY) -m venv --clear --without-pip .venv-fuzz
	@$(subst $(V)/,.venv-fuzz/,$(PIP)) install --require-hashes -r requirements.txt
	@$(subst $(V)/,.venv-fuzz/,$(PIP)) install -r tests/fuzz/requirements.txt
	@touch $@
