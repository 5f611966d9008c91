// Package meshopt decodes the compressed buffer views of the glTF extensions
// EXT_meshopt_compression and KHR_meshopt_compression, as their specifications
// describe the bitstream (appendix A) and the filters (appendix B).
package meshopt

import (
	"errors"
	"fmt"
)

// Mode is what a stream holds.
type Mode string

// The modes.
const (
	Attributes Mode = "ATTRIBUTES"
	Triangles  Mode = "TRIANGLES"
	Indices    Mode = "INDICES"
)

// Filter is what happens to decoded attributes.
type Filter string

// The filters. The empty Filter is None.
const (
	None        Filter = "NONE"
	Octahedral  Filter = "OCTAHEDRAL"
	Quaternion  Filter = "QUATERNION"
	Exponential Filter = "EXPONENTIAL"
	Color       Filter = "COLOR"
)

// Stream is a compressed buffer view.
type Stream struct {
	Data   []byte
	Mode   Mode
	Filter Filter
	// Count elements of Stride bytes come out.
	Count, Stride int
}

var (
	errShort   = errors.New("the stream ends too early")
	errSurplus = errors.New("the stream has bytes that mean nothing")
	errUnset   = errors.New("a triangle refers to a vertex before there is one")
)

// Decode returns the Count·Stride bytes of a stream. Damaged streams are
// errors. The caller bounds Count·Stride, which is allocated before anything is
// decoded.
func Decode(s Stream) ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if len(s.Data) == 0 {
		return nil, errShort
	}
	switch head := s.Data[0]; s.Mode {
	case Attributes:
		if head != 0xa0 && head != 0xa1 {
			return nil, fmt.Errorf("the stream begins with %#02x instead of 0xa0 or 0xa1", head)
		}
		out, err := attributes(s, int(head&0x0f))
		if err != nil {
			return nil, err
		}
		filters[s.Filter](out, s.Stride)
		return out, nil
	case Triangles:
		if head != 0xe1 {
			return nil, fmt.Errorf("the stream begins with %#02x instead of 0xe1", head)
		}
		return triangles(s)
	default:
		if head != 0xd1 {
			return nil, fmt.Errorf("the stream begins with %#02x instead of 0xd1", head)
		}
		return indices(s)
	}
}

// check holds the numbers against each other.
func (s Stream) check() error {
	if s.Count < 1 {
		return fmt.Errorf("the stream has %d elements", s.Count)
	}
	switch s.Mode {
	case Attributes:
		if s.Stride < 4 || s.Stride > 256 || s.Stride%4 != 0 {
			return fmt.Errorf("attributes of %d bytes, but a multiple of 4 up to 256 is needed", s.Stride)
		}
	case Triangles, Indices:
		if s.Stride != 2 && s.Stride != 4 {
			return fmt.Errorf("indices of %d bytes, but 2 or 4 are needed", s.Stride)
		}
		if s.Mode == Triangles && s.Count%3 != 0 {
			return fmt.Errorf("%d indices, which is not a multiple of 3", s.Count)
		}
	default:
		return fmt.Errorf("the mode %.20q is unknown", s.Mode)
	}
	switch s.Filter {
	case "", None:
		return nil
	case Octahedral, Color:
		if s.Stride != 4 && s.Stride != 8 {
			return fmt.Errorf("the filter %s on elements of %d bytes", s.Filter, s.Stride)
		}
	case Quaternion:
		if s.Stride != 8 {
			return fmt.Errorf("the filter %s on elements of %d bytes", s.Filter, s.Stride)
		}
	case Exponential:
	default:
		return fmt.Errorf("the filter %.20q is unknown", s.Filter)
	}
	if s.Mode != Attributes {
		return fmt.Errorf("the filter %s on indices", s.Filter)
	}
	return nil
}
