//go:build !unix

package catalog

const notBlocking = 0
