package config

import _ "embed"

// Schema is the JSON Schema of a run file, made from the comments of [Run] by
// `go test ./host/config -update`.
//
//go:embed run.schema.json
var Schema []byte
