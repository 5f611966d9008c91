#!/bin/sh
# Writes src/metaspatial/plugin/v1 from the .proto files of sdk/proto:
#
#	sh sdk/python/generate.sh
#
# It needs protoc (any 3.21 or later) on the PATH. What newer compilers add to
# refuse other versions of the protobuf package is dropped: the messages use
# nothing that any of them lacks. A test compares the result with the .proto
# files, wherever there is a protoc.
set -eu
cd "$(dirname "$0")/../.."
out=sdk/python/src
rm -f "$out"/metaspatial/plugin/v1/*_pb2.py "$out"/metaspatial/plugin/v1/*_pb2.pyi
protoc -I sdk/proto --python_out="$out" --pyi_out="$out" sdk/proto/metaspatial/plugin/v1/*.proto
for file in "$out"/metaspatial/plugin/v1/*_pb2.py; do
	sed -i.old -e '/runtime_version/d' -e '/^# .*Python Version/d' "$file"
	rm "$file.old"
done
