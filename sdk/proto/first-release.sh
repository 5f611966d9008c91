#!/bin/sh
# Builds the example plugin with the contract as version 1 was first released,
# from this repository's own history: first-release.sh OUT
#
# Since this commit the messages of version 1 have only grown, which
# sdk/internal/pluginpb holds. The tests run the program that this builds
# against today's host. Exit code 3: the history is not here (a shallow clone).
set -eu
commit=3792bc3bceb43a7188071732b0cfb515a06b44e5
out=$1
case $out in /*) ;; *) out=$PWD/$out ;; esac
root=$(cd "$(dirname "$0")/../.." && pwd)
git -C "$root" cat-file -e "$commit^{commit}" 2>/dev/null || exit 3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
git -C "$root" archive "$commit" go.mod go.sum scenes sdk plugins/examples | tar -x -C "$dir"
cd "$dir" && go build -o "$out" ./plugins/examples/clearance
