# What a developer runs. CI runs .ci/run, which uses the same commands.
GOLANGCI_LINT_VERSION := v2.15.0

.PHONY: build test race lint fmt golden bench fuzz demo vuln

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

golden:           ## rewrite the pictures that tests compare screens with
	go test ./ui/... -update

bench:            ## microbenchmarks with allocations
	go test -run '^$$' -bench . -benchmem ./...

demo: build       ## the dashboard on the embedded simulator
	./tolokadash --demo

vuln:             ## known vulnerabilities; needs the network
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...
