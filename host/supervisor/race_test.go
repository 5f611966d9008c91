//go:build race && linux

package supervisor

func init() { raced = true }
