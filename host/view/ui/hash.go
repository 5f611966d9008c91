package ui

import "math"

// The hash of shapes is FNV-1a over 64-bit words: two frames are compared by
// it, nothing else is.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func mix(h, v uint64) uint64 {
	h = (h ^ v) * hashPrime
	return h ^ h>>29
}

func mixFloat(h uint64, v ...float32) uint64 {
	for _, f := range v {
		h = mix(h, uint64(math.Float32bits(f)))
	}
	return h
}

func hashString(h uint64, s string) uint64 {
	for i := range len(s) {
		h = mix(h, uint64(s[i]))
	}
	return h
}
