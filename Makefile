# What a developer runs. CI runs .ci/run, which uses the same commands.
GOLANGCI_LINT_VERSION := v2.15.0
FUZZTIME ?= 1m

.PHONY: build test race lint fmt golden bench bench-fleet bench-screen man demo screenshots fuzz vuln

build:            ## the binary, here
	go build -o tolokadash .

test:             ## everything, as the README says
	go test ./...

race:
	go test -race ./...

lint:             ## needs golangci-lint $(GOLANGCI_LINT_VERSION)
	golangci-lint run ./...

fmt:
	golangci-lint fmt ./...

golden:           ## rewrite the screens that tests compare with, and the tables of PROMISES.md
	go test ./ui ./ui/dialog ./ui/screen ./ui/table -update

bench:            ## microbenchmarks with allocations
	go test -run '^$$' -bench . -benchmem ./...

bench-fleet: build   ## requests, time and lag of closing up to 500 of 10,000 pools, by the core and by the command; red over the budget
	go run ./internal/cli/bench/fleet -binary ./tolokadash

bench-screen: build  ## first rows, bytes, CPU and memory of the real program in a pty
	go run ./internal/cli/bench/screen -binary ./tolokadash

screenshots:         ## the pictures of the README; needs tmux
	screenshots/make.sh

man: build           ## the manual page, here: tolokadash.1
	./tolokadash man >tolokadash.1

demo: build       ## the dashboard on the embedded simulator
	./tolokadash --demo

fuzz:             ## every fuzz target for FUZZTIME; a finding is kept below testdata/fuzz
	.ci/fuzz $(FUZZTIME)

vuln:             ## known vulnerabilities; needs the network
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...
