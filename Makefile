# shotcheck: everything a newcomer or CI types. `make help` lists it.

VERSION       ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT        := $(shell git rev-parse HEAD 2>/dev/null)
LDFLAGS       := -X main.version=$(VERSION) -X main.commit=$(COMMIT)
GOLANGCI_LINT := .bin/golangci-lint-v2.15.0/golangci-lint
NFPM          := .bin/nfpm-v2.45.2/nfpm
VERSITYGW     := .bin/versitygw-v1.8.0/versitygw
FUZZTIME      ?= 30s
SEED          ?= 1

# VERSION is passed below; Git's own stamp fails in a checkout that somebody
# else owns, as in CI.
export GOFLAGS += -buildvcs=false

# Packages that must build and pass without a C compiler.
PURE := . ./pose/... ./analysis/... ./render/... ./report/... ./internal/tflite/... ./internal/synth/... ./internal/damage/...

# What is fetched and converted, and what that depends on.
RUNTIME   := build/lib/libonnxruntime.$(if $(filter Darwin,$(shell uname)),dylib,so.1)
MODELS    := $(patsubst %,build/models/%.onnx,detector lite full heavy)
PACKAGES  := models/node_modules/.package-lock.json
AXE       := report/testdata/axe/node_modules/.package-lock.json
CONVERTER := $(filter-out %_test.go,$(wildcard internal/tflite/*.go internal/tflite/*/*.go))

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: system toolchain $(RUNTIME) $(MODELS) ## Install what is missing, fetch and convert the models

.PHONY: demo
demo: build ## Analyse the demo clip into ./demo
	build/bin/shotcheck analyze --out demo testdata/shot.mp4
	@echo "The results are in demo/shot.shotcheck: start with index.html, report.pdf and annotated.mp4."

.PHONY: build
build: setup ## Build build/bin/shotcheck
	go build -trimpath -ldflags "$(LDFLAGS)" -o build/bin/shotcheck ./cmd/shotcheck

.PHONY: service
service: build ## Build build/bin/shotcheckd, the hosted service
	CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=$(VERSION)" -o build/bin/shotcheckd ./cmd/shotcheckd

.PHONY: test
test: setup servers ## Run every test, and a tenth of accuracy
	CGO_ENABLED=0 go test $(PURE)
	SHOTCHECK_REQUIRE_NATIVE=1 go test -race $$(go list ./... | grep -v -e /service/ -e /shotcheckd -e /servicetest)
	SHOTCHECK_REQUIRE_NATIVE=1 go test ./service/... ./cmd/shotcheckd
	SHOTCHECK_REQUIRE_NATIVE=1 go test -run 'TestScripts/guides|TestTorture' ./cmd/shotcheck
	go run ./internal/accuracy/referee -check

.PHONY: browser
browser: $(AXE) | toolchain ## Use the HTML report and the pages of the service in Chromium: console, video, charts, uploads, accessibility
	NEEDS='chromium chromium' scripts/system-packages
	go test -tags browser -run Browser -count 1 ./report ./service/server

.PHONY: dist
dist: setup $(NFPM) ## Make the Debian package in build/dist
	NEEDS='dpkg-shlibdeps dpkg-dev' scripts/system-packages
	VERSION='$(VERSION)' LDFLAGS='$(LDFLAGS)' NFPM=$(NFPM) packaging/build-deb

.PHONY: dist-test
dist-test: dist ## Install the package in a bare Debian 12, use it, remove it; wants root
	NEEDS='debootstrap debootstrap' scripts/system-packages
	packaging/test-deb build/dist/shotcheck_*.deb

.PHONY: lint
lint: setup $(GOLANGCI_LINT) ## Check style, layers and suspicious code
	$(GOLANGCI_LINT) run

.PHONY: fmt
fmt: $(GOLANGCI_LINT) ## Format the code
	$(GOLANGCI_LINT) fmt

.PHONY: accuracy
accuracy: setup ## Measure SEED's random shooters and write docs/accuracy.md
	go run ./internal/accuracy/referee -seed $(SEED) -write docs/accuracy.md

.PHONY: calibration
calibration: setup ## Make the intervals from shooters of an even seed
	go run ./internal/accuracy/referee -seed 2 -calibrate analysis/calibration.json

.PHONY: crowd
crowd: setup ## See whether SEED's shooters are found in 100 crowds
	go run ./internal/accuracy/referee -seed $(SEED) -crowd 100 -model lite

.PHONY: arcs
arcs: setup ## See whether SEED's 40 whole flights are measured as well as asked
	go run ./internal/accuracy/referee -seed $(SEED) -arcs 40

.PHONY: bench
bench: build ## Measure time and memory against their floor; wants a quiet machine
	go run ./internal/bench
	go test -run '^$$' -bench . ./pose ./analysis ./render ./internal/video ./cmd/shotcheck

.PHONY: load
load: servers ## Measure the service: 1,000 uploads at once, one worker against two; wants a quiet machine
	SHOTCHECK_REQUIRE_NATIVE=1 go test -run 'Load|TwoWorkers' -count 1 -v ./cmd/shotcheckd -load

.PHONY: torture
torture: setup ## Kill, fill the disk, damage clips by SEED: nothing may be lost
	SHOTCHECK_REQUIRE_NATIVE=1 go test -run Torture -count 1 -v -timeout 3h ./cmd/shotcheck -torture -seed $(SEED)

.PHONY: fuzz
fuzz: setup ## Fuzz every parser for FUZZTIME each
	@go test -list '^Fuzz' ./... | awk '/^Fuzz/ { f[n++] = $$1 } /^ok/ { while (n) print $$2, f[--n] }' | \
	while read -r package target; do \
		echo "$$package $$target"; \
		go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
	done

.PHONY: testdata
testdata: build ## Make testdata's clip and the README's picture again
	build/bin/shotcheck synth --force -o testdata/shot.mp4 --kind jump --fps 60 --distance 4.2
	build/bin/shotcheck analyze --force -o build testdata/shot.mp4
	cp build/shot.shotcheck/poses.json testdata/shot.poses.json
	mkdir -p docs/images
	ffmpeg -v error -y -i build/shot.shotcheck/stills/shot01-release.png -vf scale=800:-2 docs/images/release.png

.PHONY: pictures
pictures: build ## Make the pictures of the guides in docs again
	scripts/guide-pictures

.PHONY: clean
clean: ## Remove all that was built or fetched
	rm -rf build demo models/node_modules report/testdata/axe/node_modules

# What the service's tests run: a database, and an S3 server.
.PHONY: servers
servers: $(VERSITYGW)
	command -v /usr/lib/postgresql/*/bin/initdb initdb >/dev/null || NEEDS='initdb postgresql' scripts/system-packages

.PHONY: system
system:
	@scripts/system-packages

# Listing the module needs a Go that can read go.mod, and nothing else.
.PHONY: toolchain
toolchain:
	@command -v go >/dev/null || { echo "Go is not installed: see https://go.dev/dl" >&2; exit 1; }
	@go list -m >/dev/null || { echo "This needs Go 1.26 or newer, see https://go.dev/dl; here is $$(cd / && go version)" >&2; exit 1; }

# One run makes them all; the touch makes up for files that were right already.
$(RUNTIME) $(MODELS) &: $(PACKAGES) $(CONVERTER) | system toolchain
	go run ./internal/tflite/convert -from models/node_modules -to build
	@touch $(RUNTIME) $(MODELS)

# npm checks the packages' hashes. They are not fetched again for what was
# converted from them already.
.SECONDARY: $(PACKAGES)
$(PACKAGES): models/package-lock.json | system
	cd models && npm ci --ignore-scripts
	@touch $@

.SECONDARY: $(AXE)
$(AXE): report/testdata/axe/package-lock.json | system
	cd report/testdata/axe && npm ci --ignore-scripts
	@touch $@

# A tool's folder names its version.
tool_version = $(patsubst $(notdir $@)-%,%,$(notdir $(@D)))

$(GOLANGCI_LINT): | toolchain
	GOBIN="$(CURDIR)/$(@D)" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(tool_version)

$(VERSITYGW): | toolchain
	GOBIN="$(CURDIR)/$(@D)" go install github.com/versity/versitygw/cmd/versitygw@$(tool_version)

$(NFPM): | toolchain
	GOBIN="$(CURDIR)/$(@D)" go install github.com/goreleaser/nfpm/v2/cmd/nfpm@$(tool_version)
