#!/bin/sh
# Writes sdk/internal/pluginpb from the .proto files beside this script:
#
#	sh sdk/proto/generate.sh
#
# It needs protoc (any 3.21 or later) on the PATH. The two Go generators are
# installed at the versions below into a temporary folder. The lines that name
# generator versions are dropped, so that the result depends on the .proto
# files alone and CI can compare it with what is committed.
set -eu
cd "$(dirname "$0")/../.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
GOBIN="$tools" go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12
GOBIN="$tools" go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2
out=sdk/internal/pluginpb
mkdir -p "$out"
rm -f "$out"/*.pb.go
PATH="$tools:$PATH" protoc -I sdk/proto \
	--go_out=. --go_opt=module=github.com/metaspatial/metaspatial \
	--go-grpc_out=. --go-grpc_opt=module=github.com/metaspatial/metaspatial \
	sdk/proto/metaspatial/plugin/v1/*.proto
for file in "$out"/*.pb.go; do
	sed -e '/^\/\/ versions:$/d' -e '/^\/\/ [[:space:]-]*protoc/d' "$file" >"$tools/file"
	gofmt "$tools/file" >"$file"
done
