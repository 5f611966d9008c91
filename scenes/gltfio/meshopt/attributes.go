package meshopt

import (
	"encoding/binary"
	"math/bits"
)

// group is how many elements share a header.
const group = 16

// attributes decodes mode 0, version 0 or 1.
func attributes(s Stream, version int) ([]byte, error) {
	channels := s.Stride / 4
	tail, least := s.Stride, 32
	if version == 1 {
		tail, least = s.Stride+channels, 24
	}
	if len(s.Data) < 1+max(tail, least) {
		return nil, errShort
	}
	in := reader{data: s.Data[1 : len(s.Data)-max(tail, least)]}
	last := s.Data[len(s.Data)-tail:]
	modes := make([]byte, channels)
	if version == 1 {
		copy(modes, last[s.Stride:])
	}
	for _, m := range modes {
		if m&15 > 2 || m&15 < 2 && m>>4 != 0 {
			return nil, errSurplus
		}
	}
	// Elements before the first are the baseline.
	before := append([]byte(nil), last[:s.Stride]...)
	out := make([]byte, s.Count*s.Stride)
	most := min((8192/s.Stride)&^(group-1), 256)
	deltas := make([]byte, 4*most)
	for start := 0; start < s.Count; start += most {
		n := min(most, s.Count-start)
		control, err := in.take(channels * version)
		if err != nil {
			return nil, err
		}
		for c := range channels {
			for k := range 4 {
				way := -1
				if version == 1 {
					way = int(control[c]>>(2*k)) & 3
				}
				if err := in.deltas(deltas[k*most:][:n], way); err != nil {
					return nil, err
				}
			}
			undelta(out[start*s.Stride+4*c:], before[4*c:4*c+4], deltas, n, most, s.Stride, modes[c])
		}
	}
	if len(in.data) > 0 {
		return nil, errSurplus
	}
	return out, nil
}

// undelta turns the deltas of one channel, whose four bytes lie apart, into
// values, and leaves the last one in before.
func undelta(out, before, deltas []byte, n, apart, stride int, mode byte) {
	le := binary.LittleEndian
	switch mode & 15 {
	case 0:
		for i := range n {
			for k := range 4 {
				d := deltas[k*apart+i]
				before[k] += d>>1 ^ -(d & 1)
			}
			copy(out[i*stride:], before[:4])
		}
	case 1:
		for i := range n {
			for k := 0; k < 4; k += 2 {
				d := uint16(deltas[k*apart+i]) | uint16(deltas[(k+1)*apart+i])<<8
				le.PutUint16(before[k:], le.Uint16(before[k:])+(d>>1^-(d&1)))
			}
			copy(out[i*stride:], before[:4])
		}
	default:
		for i := range n {
			d := uint32(deltas[i]) | uint32(deltas[apart+i])<<8 | uint32(deltas[2*apart+i])<<16 | uint32(deltas[3*apart+i])<<24
			le.PutUint32(before, le.Uint32(before)^bits.RotateLeft32(d, int(mode>>4)))
			copy(out[i*stride:], before[:4])
		}
	}
}

// widths are the bits of a delta by header value: for version 0, then for the
// control modes 0 and 1 of version 1.
var widths = [3][4]int{{0, 2, 4, 8}, {0, 1, 2, 4}, {1, 2, 4, 8}}

// reader takes bytes off a stream.
type reader struct{ data []byte }

func (r *reader) take(n int) ([]byte, error) {
	if n > len(r.data) {
		return nil, errShort
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b, nil
}

// deltas reads one data block: the deltas of one byte position of a block of
// elements. The way is its control mode, or −1 in version 0.
func (r *reader) deltas(out []byte, way int) error {
	switch way {
	case 2:
		clear(out)
		return nil
	case 3:
		b, err := r.take(len(out))
		copy(out, b)
		return err
	}
	groups := (len(out) + group - 1) / group
	header, err := r.take((groups + 3) / 4)
	if err != nil {
		return err
	}
	for g := range groups {
		var sixteen [group]byte
		if err := r.group(&sixteen, widths[way+1][header[g/4]>>(2*(g%4))&3]); err != nil {
			return err
		}
		copy(out[g*group:], sixteen[:])
	}
	return nil
}

// group reads 16 deltas of the given number of bits, where all ones mean that
// the delta follows as a byte.
func (r *reader) group(out *[group]byte, width int) error {
	packed, err := r.take(group * width / 8)
	if err != nil {
		return err
	}
	switch width {
	case 0:
		return nil
	case 8:
		copy(out[:], packed)
		return nil
	}
	per := 8 / width
	sentinel := byte(1)<<width - 1
	for i := range out {
		shift := 8 - width*(i%per+1)
		if width == 1 {
			shift = i % per
		}
		v := packed[i/per] >> shift & sentinel
		if v == sentinel {
			b, err := r.take(1)
			if err != nil {
				return err
			}
			v = b[0]
		}
		out[i] = v
	}
	return nil
}
