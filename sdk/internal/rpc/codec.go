package rpc

import (
	"fmt"
	"math/bits"
	"sync"

	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
)

// codec encodes messages as gRPC's own codec does, but in buffers of its own:
// gRPC's pool clears a whole mebibyte for every message of more than 32 KiB,
// which is what a group of layouts has.
type codec struct{ buffers *buffers }

var _ encoding.CodecV2 = codec{}

// wire is the codec of every connection of this process.
var wire = codec{new(buffers)}

// Name is protobuf's, so that either side may be another implementation.
func (codec) Name() string { return "proto" }

func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%T is no message", v)
	}
	b := c.buffers.Get(proto.Size(m))
	data, err := proto.MarshalOptions{UseCachedSize: true}.MarshalAppend((*b)[:0], m)
	if err != nil {
		c.buffers.Put(b)
		return nil, err
	}
	*b = data
	return mem.BufferSlice{mem.NewBuffer(b, c.buffers)}, nil
}

func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	m, ok := v.(proto.Message)
	if !ok {
		return fmt.Errorf("%T is no message", v)
	}
	b := data.MaterializeToBuffer(c.buffers)
	defer b.Free()
	return proto.Unmarshal(b.ReadOnlyData(), m)
}

// pooled is the binary logarithm of the size up to which buffers are reused.
const pooled = 22

// buffers reuses buffers of at least 2^k bytes at [k], without clearing them: a
// buffer is written before it is read.
type buffers [pooled + 1]sync.Pool

var _ mem.BufferPool = (*buffers)(nil)

// Get returns a buffer of n bytes.
func (p *buffers) Get(n int) *[]byte {
	k := bits.Len(uint(max(n, 1) - 1))
	if k > pooled {
		b := make([]byte, n)
		return &b
	}
	b, ok := p[k].Get().(*[]byte)
	if !ok {
		made := make([]byte, 1<<k)
		b = &made
	}
	*b = (*b)[:n]
	return b
}

// Put takes a buffer back.
func (p *buffers) Put(b *[]byte) {
	if k := bits.Len(uint(cap(*b))) - 1; k >= 0 && k <= pooled {
		p[k].Put(b)
	}
}
