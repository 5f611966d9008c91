package meshopt

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tailed appends a baseline of zeros as a tail of at least 32 bytes.
func tailed(stream []byte) []byte { return append(stream, make([]byte, 32)...) }

// The specification's example of 16 deltas with 4 bits, as the first byte of
// elements of 4 bytes.
func TestExampleOfTheSpecification(t *testing.T) {
	stream := []byte{0xa0, 2, 0x17, 0x5f, 0xf0, 0xbc, 0x77, 0xa9, 0x21, 0x00, 0x34, 0xb5, 0, 0, 0}
	out, err := Decode(Stream{Data: tailed(stream), Mode: Attributes, Count: 16, Stride: 4})
	if err != nil {
		t.Fatal(err)
	}
	sum := int8(0)
	for i, d := range []int8{-1, -4, -3, 26, -91, 0, -6, 6, -4, -4, 5, -5, 1, -1, 0, 0} {
		sum += d
		if got := int8(out[4*i]); got != sum {
			t.Errorf("element %d is %d, want %d", i, got, sum)
		}
	}
}

func TestVersion1(t *testing.T) {
	// Channel modes: 2-byte deltas, then 4-byte XOR rotated by 8. Control: bytes
	// 0 and 1 literal, 2 and 3 zero; in the second channel byte 0 with 1-bit
	// deltas, the others zero.
	stream := []byte{0xa1, 0b10_10_11_11, 0b10_10_10_00,
		2, 1, 0, 2, // +1 (zigzag 0x0002), then −257 (zigzag 0x0201)
		1, 0b01, 0, 7, // a group of 1-bit deltas, of which the first follows: 7
	}
	tail := []byte{10, 0, 0, 0, 0, 0, 0, 0, 1, 2 | 8<<4}
	pad := make([]byte, 24-len(tail))
	out, err := Decode(Stream{Data: append(append(stream, pad...), tail...), Mode: Attributes, Count: 2, Stride: 8})
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	got := []uint32{uint32(le.Uint16(out)), le.Uint32(out[4:]), uint32(le.Uint16(out[8:])), le.Uint32(out[12:])}
	if want := []uint32{11, 7 << 8, 65536 + 11 - 257, 7 << 8}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestIndices(t *testing.T) {
	// Baseline 0 by +5, baseline 1 by +200 (zigzag 400, so 801), baseline 0 by −2.
	stream := []byte{0xd1, 20, 0xa1, 6, 6, 0, 0, 0, 0}
	out, err := Decode(Stream{Data: stream, Mode: Indices, Count: 3, Stride: 2})
	if err != nil {
		t.Fatal(err)
	}
	if want := []byte{5, 0, 200, 0, 3, 0}; !bytes.Equal(out, want) {
		t.Errorf("got %v, want %v", out, want)
	}
}

func TestFilters(t *testing.T) {
	element := func(v ...int16) []byte {
		var b []byte
		for _, x := range v {
			b = binary.LittleEndian.AppendUint16(b, uint16(x))
		}
		return b
	}
	for name, test := range map[string]struct {
		filter   Filter
		in, want []byte
	}{
		"octahedral, 8 bits":       {Octahedral, []byte{0, 0, 127, 9}, []byte{0, 0, 127, 9}},
		"octahedral, folded":       {Octahedral, []byte{127, 127, 127, 9}, []byte{0, 0, 0x81, 9}},
		"octahedral, 16 bits by 8": {Octahedral, element(127, 0, 127, 5), element(32767, 0, 0, 5)},
		"quaternion":               {Quaternion, element(0, 0, 0, 2044|2), element(0, 0, 32767, 0)},
		"exponential":              {Exponential, []byte{3, 0, 0, 0xff}, binary.LittleEndian.AppendUint32(nil, math.Float32bits(1.5))},
		"colour":                   {Color, []byte{64, 0, 0, 0xff}, []byte{64, 64, 64, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			filters[test.filter](test.in, len(test.in))
			if !bytes.Equal(test.in, test.want) {
				t.Errorf("got %v, want %v", test.in, test.want)
			}
		})
	}
}

func TestDamagedStreams(t *testing.T) {
	for name, s := range map[string]Stream{
		"nothing":              {Mode: Attributes, Count: 1, Stride: 4},
		"another head":         {Data: tailed([]byte{0xb0}), Mode: Attributes, Count: 1, Stride: 4},
		"no data":              {Data: tailed([]byte{0xa0}), Mode: Attributes, Count: 16, Stride: 4},
		"something left":       {Data: tailed([]byte{0xa0, 0, 0, 0, 0, 1}), Mode: Attributes, Count: 16, Stride: 4},
		"an edge before any":   {Data: append([]byte{0xe1, 0x00}, make([]byte, 16)...), Mode: Triangles, Count: 3, Stride: 4},
		"an unknown mode":      {Data: tailed([]byte{0xa0}), Mode: "X", Count: 1, Stride: 4},
		"an unknown filter":    {Data: tailed([]byte{0xa0, 0, 0, 0, 0}), Mode: Attributes, Filter: "X", Count: 1, Stride: 4},
		"a stride of 3":        {Data: tailed([]byte{0xa0}), Mode: Attributes, Count: 1, Stride: 3},
		"a quaternion of 4":    {Data: tailed([]byte{0xa0, 0, 0, 0, 0}), Mode: Attributes, Filter: Quaternion, Count: 1, Stride: 4},
		"a filter on indices":  {Data: []byte{0xd1, 0, 0, 0, 0, 0}, Mode: Indices, Filter: Exponential, Count: 1, Stride: 4},
		"too many indices":     {Data: []byte{0xd1, 0, 0, 0, 0, 0}, Mode: Indices, Count: 1 << 30, Stride: 4},
		"an endless number":    {Data: append([]byte{0xd1}, bytes.Repeat([]byte{0xff}, 12)...), Mode: Indices, Count: 1, Stride: 4},
		"elements of no count": {Data: tailed([]byte{0xa0}), Mode: Attributes, Stride: 4},
	} {
		if out, err := Decode(s); err == nil {
			t.Errorf("%s gave %v", name, out)
		}
	}
}

// FuzzDecode: whatever the bytes, decoding ends in the promised number of bytes
// or an error.
func FuzzDecode(f *testing.F) {
	f.Add(tailed([]byte{0xa0, 2, 0x17, 0x5f, 0xf0, 0xbc, 0x77, 0xa9, 0x21, 0x00, 0x34, 0xb5, 0, 0, 0}), byte(0), byte(1), uint16(16), byte(4))
	f.Add([]byte{0xd1, 20, 0xa1, 6, 6, 0, 0, 0, 0}, byte(2), byte(0), uint16(3), byte(2))
	f.Add(append([]byte{0xe1, 0xf0, 0x00, 0xfe}, make([]byte, 17)...), byte(1), byte(0), uint16(9), byte(4))
	modes := []Mode{Attributes, Triangles, Indices}
	list := []Filter{None, Octahedral, Quaternion, Exponential, Color}
	f.Fuzz(func(t *testing.T, data []byte, mode, filter byte, count uint16, stride byte) {
		s := Stream{Data: data, Mode: modes[int(mode)%3], Filter: list[int(filter)%5], Count: int(count), Stride: int(stride)}
		out, err := Decode(s)
		if err == nil && len(out) != s.Count*s.Stride {
			t.Fatalf("%d bytes instead of %d·%d", len(out), s.Count, s.Stride)
		}
	})
}
