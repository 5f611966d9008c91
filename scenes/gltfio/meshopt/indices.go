package meshopt

import "encoding/binary"

// varint reads an unsigned LEB128 of at most five bytes.
func (r *reader) varint() (uint32, error) {
	var v uint32
	for i := range 5 {
		b, err := r.take(1)
		if err != nil {
			return 0, err
		}
		v |= uint32(b[0]&0x7f) << (7 * i)
		if b[0] < 0x80 {
			return v, nil
		}
	}
	return 0, errSurplus
}

// unzigzag maps 0, 1, 2, 3 to 0, −1, 1, −2.
func unzigzag(v uint32) uint32 { return v>>1 ^ -(v & 1) }

// put writes index i of an output of 2 or 4 bytes each.
func put(out []byte, i, stride int, v uint32) {
	if stride == 2 {
		binary.LittleEndian.PutUint16(out[2*i:], uint16(v))
	} else {
		binary.LittleEndian.PutUint32(out[4*i:], v)
	}
}

// indices decodes mode 2: deltas from two baselines.
func indices(s Stream) ([]byte, error) {
	// Every index takes a byte at least, so a short stream allocates nothing.
	if len(s.Data) < 1+4+s.Count {
		return nil, errShort
	}
	in := reader{data: s.Data[1 : len(s.Data)-4]}
	out := make([]byte, s.Count*s.Stride)
	var last [2]uint32
	for i := range s.Count {
		v, err := in.varint()
		if err != nil {
			return nil, err
		}
		last[v&1] += unzigzag(v >> 1)
		put(out, i, s.Stride, last[v&1])
	}
	if len(in.data) > 0 {
		return nil, errSurplus
	}
	return out, nil
}

// fifo holds the last 16 entries.
type fifo[T any] struct {
	entries [16]T
	count   int
}

func (f *fifo[T]) push(v T) {
	f.entries[f.count&15] = v
	f.count++
}

// get returns the entry that was pushed i pushes before the last.
func (f *fifo[T]) get(i int) (v T, err error) {
	if i >= f.count {
		return v, errUnset
	}
	return f.entries[(f.count-1-i)&15], nil
}

// strip is the state of decoding mode 1.
type strip struct {
	in         reader
	table      []byte
	next, last uint32
	edges      fifo[[2]uint32]
	vertices   fifo[uint32]
}

// triangles decodes mode 1.
func triangles(s Stream) ([]byte, error) {
	n := s.Count / 3
	if len(s.Data) < 1+n+16 {
		return nil, errShort
	}
	d := strip{in: reader{data: s.Data[1+n : len(s.Data)-16]}, table: s.Data[len(s.Data)-16:]}
	out := make([]byte, s.Count*s.Stride)
	for i, code := range s.Data[1 : 1+n] {
		t, err := d.triangle(code)
		if err != nil {
			return nil, err
		}
		for k, v := range t {
			put(out, 3*i+k, s.Stride, v)
		}
	}
	if len(d.in.data) > 0 {
		return nil, errSurplus
	}
	return out, nil
}

// fresh returns the next vertex that has not been used.
func (d *strip) fresh() uint32 {
	d.next++
	return d.next - 1
}

// explicit reads a vertex as a delta from the last one so read.
func (d *strip) explicit() (uint32, error) {
	v, err := d.in.varint()
	d.last += unzigzag(v)
	return d.last, err
}

func (d *strip) triangle(code byte) ([3]uint32, error) {
	if code>>4 == 15 {
		return d.corners(code & 15)
	}
	edge, err := d.edges.get(int(code >> 4))
	if err != nil {
		return [3]uint32{}, err
	}
	a, b := edge[0], edge[1]
	var c uint32
	push := true
	switch y := code & 15; y {
	case 0:
		c = d.fresh()
	case 13:
		d.last--
		c = d.last
	case 14:
		d.last++
		c = d.last
	case 15:
		c, err = d.explicit()
	default:
		c, err = d.vertices.get(int(y))
		push = false
	}
	if err != nil {
		return [3]uint32{}, err
	}
	d.edges.push([2]uint32{c, b})
	d.edges.push([2]uint32{a, c})
	if push {
		d.vertices.push(c)
	}
	return [3]uint32{a, b, c}, nil
}

// corners decodes a triangle that shares no edge: from the table, or from a
// byte of the data that may ask for explicit vertices.
func (d *strip) corners(y byte) ([3]uint32, error) {
	var t [3]uint32
	pair := d.table[y]
	if y >= 14 {
		b, err := d.in.take(1)
		if err != nil {
			return t, err
		}
		if pair = b[0]; pair == 0 {
			d.next = 0
		}
	}
	var err error
	if y == 15 {
		t[0], err = d.explicit()
	} else {
		t[0] = d.fresh()
	}
	if err != nil {
		return t, err
	}
	var isNew [3]bool
	isNew[0] = true
	for k, nibble := range []byte{pair >> 4, pair & 15} {
		switch {
		case nibble == 0:
			t[k+1], isNew[k+1] = d.fresh(), true
		case nibble < 15:
			t[k+1], err = d.vertices.get(int(nibble) - 1)
		case y < 14:
			err = errSurplus
		default:
			t[k+1], err = d.explicit()
			isNew[k+1] = true
		}
		if err != nil {
			return t, err
		}
	}
	d.edges.push([2]uint32{t[1], t[0]})
	d.edges.push([2]uint32{t[2], t[1]})
	d.edges.push([2]uint32{t[0], t[2]})
	for k, v := range t {
		if isNew[k] {
			d.vertices.push(v)
		}
	}
	return t, nil
}
