package choose

import "hash/fnv"

// draw is a number that a seed and a name decide.
func draw(seed uint64, name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	// One step of SplitMix64 (Steele et al., OOPSLA 2014).
	z := seed + h.Sum64() + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
