package meshopt

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// filters transform decoded attributes of a stride in place. They compute with
// 32-bit floats, as the specification does; products are rounded before they
// are added, so that every machine gives the same bytes.
var filters = map[Filter]func(data []byte, stride int){
	"":          func([]byte, int) {},
	None:        func([]byte, int) {},
	Octahedral:  eachFour(octahedral, true),
	Quaternion:  eachFour(func(v *[4]int, _ float32) { quaternion(v) }, true),
	Exponential: func(data []byte, _ int) { exponential(data) },
	Color:       eachFour(color, false),
}

// eachFour applies f to elements of four 8-bit or 16-bit integers; top is the
// greatest of them.
func eachFour(f func(v *[4]int, top float32), signed bool) func([]byte, int) {
	le := binary.LittleEndian
	return func(data []byte, stride int) {
		wide := stride == 8
		top := float32(255)
		switch {
		case wide && signed:
			top = 32767
		case wide:
			top = 65535
		case signed:
			top = 127
		}
		for ; len(data) > 0; data = data[stride:] {
			var v [4]int
			for k := range v {
				switch {
				case wide:
					v[k] = int(int16(le.Uint16(data[2*k:])))
				default:
					v[k] = int(int8(data[k]))
				}
			}
			f(&v, top)
			for k := range v {
				if wide {
					le.PutUint16(data[2*k:], uint16(v[k]))
				} else {
					data[k] = byte(v[k])
				}
			}
		}
	}
}

// round goes to the nearest integer, halves away from zero. What is no number,
// which only damaged streams give, becomes 0.
func round(v float32) int {
	if v != v {
		return 0
	}
	return int(math.Round(float64(min(max(v, -65536), 65536))))
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// copysign is the magnitude of v with the sign of s.
func copysign(v, s float32) float32 { return float32(math.Copysign(float64(v), float64(s))) }

// octahedral unfolds a direction from two numbers; the third is what 1 is
// written as.
func octahedral(v *[4]int, top float32) {
	one := float32(v[2])
	x, y := float32(v[0])/one, float32(v[1])/one
	z := 1 - abs(x) - abs(y)
	t := min(z, 0)
	x -= copysign(t, x)
	y -= copysign(t, y)
	l := sqrt(float32(x*x) + float32(y*y) + float32(z*z))
	v[0], v[1], v[2] = round(x/l*top), round(y/l*top), round(z/l*top)
}

// quaternion restores the greatest of four components, which is left out; the
// last number holds its place and what 1 is written as.
func quaternion(v *[4]int) {
	one := float32(v[3]|3) * float32(math.Sqrt2)
	x, y, z := float32(v[0])/one, float32(v[1])/one, float32(v[2])/one
	w := sqrt(max(0, 1-float32(x*x)-float32(y*y)-float32(z*z)))
	place := v[3] & 3
	for k, c := range []float32{w, x, y, z} {
		v[(place+k)&3] = round(c * 32767)
	}
}

// exponential turns 8 bits of exponent and 24 of mantissa into a float.
func exponential(data []byte) {
	le := binary.LittleEndian
	for ; len(data) >= 4; data = data[4:] {
		v := int32(le.Uint32(data))
		le.PutUint32(data, math.Float32bits(float32(math.Ldexp(float64(v<<8>>8), int(v>>24)))))
	}
}

// color turns luma, two chromas and alpha into red, green, blue and alpha; the
// highest bit of the last number tells how many bits there are.
func color(v *[4]int, top float32) {
	alpha := v[3] & int(top)
	full := 1<<bits.Len(uint(alpha)) - 1
	y := v[0] & int(top)
	r, g, b := y+v[1]-v[2], y+v[2], y-v[1]-v[2]
	a := alpha & (full >> 1)
	a = a<<1 | a&1
	scale := top / float32(full)
	v[0], v[1], v[2], v[3] = round(float32(r)*scale), round(float32(g)*scale), round(float32(b)*scale), round(float32(a)*scale)
}
