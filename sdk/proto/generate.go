// Package proto holds the wire contract between host and plugins. The messages
// mirror the structs of scenes and sdk; only sdk/internal sees the code that is
// generated from them.
package proto

//go:generate sh generate.sh
