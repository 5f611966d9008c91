//go:build !xla || !cgo

package compact

import "github.com/gomlx/compute"

// newXLA says how to build a program that has it.
func newXLA(string) (compute.Backend, error) { return nil, errNoXLA }
