package rpc

import (
	"bytes"
	"strings"
	"testing"

	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// TestCodecAgreesWithGRPC encodes by one and decodes by the other: the peer may
// be of any language. Messages follow each other through the same buffers, the
// long before the short.
func TestCodecAgreesWithGRPC(t *testing.T) {
	theirs := encoding.GetCodecV2(proto.Name)
	if theirs.Name() != wire.Name() {
		t.Fatalf("codec %q, want %q", wire.Name(), theirs.Name())
	}
	for name, c := range map[string]struct{ encode, decode encoding.CodecV2 }{
		"ours to theirs": {wire, theirs}, "theirs to ours": {theirs, wire}, "ours to ours": {wire, wire},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{5 << 20, 100_000, 1000, 1, 0} {
				want := bytes.Repeat([]byte{byte(n%255 + 1)}, n)
				data, err := c.encode.Marshal(&pb.Chunk{Data: want})
				if err != nil {
					t.Fatal(err)
				}
				// It arrives in frames.
				var frames mem.BufferSlice
				for rest := data.Materialize(); len(rest) > 0; {
					k := min(len(rest), 16<<10)
					frames, rest = append(frames, mem.SliceBuffer(rest[:k])), rest[k:]
				}
				data.Free()
				got := new(pb.Chunk)
				if err := c.decode.Unmarshal(frames, got); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got.Data, want) {
					t.Errorf("%d bytes arrived otherwise than they were sent", n)
				}
			}
		})
	}
}

func TestCodecRefusesWhatIsNoMessage(t *testing.T) {
	if _, err := wire.Marshal(1); err == nil || !strings.Contains(err.Error(), "int is no message") {
		t.Error(err)
	}
	if err := wire.Unmarshal(nil, 1); err == nil || !strings.Contains(err.Error(), "int is no message") {
		t.Error(err)
	}
	if _, err := wire.Marshal(&pb.Diagnostic{Summary: "\xff"}); err == nil {
		t.Error("text that is no UTF-8 was sent")
	}
}

func TestBuffers(t *testing.T) {
	var p buffers
	for _, n := range []int{0, 1, 2, 3, 4096, 4097, 1 << pooled, 1<<pooled + 1} {
		b := p.Get(n)
		if len(*b) != n {
			t.Errorf("a buffer of %d bytes, want %d", len(*b), n)
		}
		*b = (*b)[:n/2]
		p.Put(b)
		if again := p.Get(n); len(*again) != n {
			t.Errorf("a buffer of %d bytes when it is used again, want %d", len(*again), n)
		}
	}
	// A buffer of an odd size serves the power of two below it.
	odd := make([]byte, 1000)
	p.Put(&odd)
	for _, n := range []int{600, 1000} {
		if b := p.Get(n); len(*b) != n {
			t.Errorf("a buffer of %d bytes, want %d", len(*b), n)
		}
	}
}
