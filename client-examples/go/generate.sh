#!/bin/sh
# Turns fitd's .proto files into the package fitdv1, with the installed protoc and the plugins that
# go.mod pins. `go generate` runs it.
set -eu
proto=../../proto
package=fitd-example/fitdv1
plugins=$(mktemp -d)
trap 'rm -rf "$plugins"' EXIT
GOBIN=$plugins go install tool

cd "$proto"
set -- fitd/v1/*.proto
cd - >/dev/null
options=module=fitd-example
for file in "$@"; do
  options=$options,M$file=$package
done
PATH=$plugins:$PATH protoc --proto_path="$proto" \
  --go_out=. --go_opt="$options" --go-grpc_out=. --go-grpc_opt="$options" "$@"
