package rpc

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// sendChunks sends data in parts of at most ChunkSize, at least one of them.
func sendChunks(data []byte, send func([]byte) error) error {
	for {
		n := min(len(data), ChunkSize)
		if err := send(data[:n]); err != nil {
			return err
		}
		if data = data[n:]; len(data) == 0 {
			return nil
		}
	}
}

// joinChunks appends what recv returns to data until the stream ends.
func joinChunks(data []byte, recv func() ([]byte, error)) ([]byte, error) {
	for {
		part, err := recv()
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data)+len(part) > maxTransfer {
			return nil, fmt.Errorf("a message grew past %d bytes", maxTransfer)
		}
		data = append(data, part...)
	}
}

// chunkSender is either end of a stream of chunks.
type chunkSender interface{ Send(*pb.Chunk) error }

// chunkReceiver is the other end.
type chunkReceiver interface{ Recv() (*pb.Chunk, error) }

// NewChunkWriter returns a writer onto s; the caller flushes it at the end.
func NewChunkWriter(s chunkSender) *bufio.Writer {
	return bufio.NewWriterSize(chunkWriter{s}, ChunkSize)
}

type chunkWriter struct{ s chunkSender }

func (w chunkWriter) Write(p []byte) (int, error) {
	// Large writes pass by the buffer, so they are split here.
	if err := sendChunks(p, func(part []byte) error { return w.s.Send(&pb.Chunk{Data: part}) }); err != nil {
		return 0, err
	}
	return len(p), nil
}

// NewChunkReader returns a reader of what arrives on s.
func NewChunkReader(s chunkReceiver) io.Reader { return &chunkReader{s: s} }

type chunkReader struct {
	s    chunkReceiver
	rest []byte
}

func (r *chunkReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		c, err := r.s.Recv()
		if err != nil {
			return 0, err
		}
		r.rest = c.Data
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
