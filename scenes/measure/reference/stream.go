package reference

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
)

// ScoreLines scores every line of r and writes one line each to w, in order.
// Empty lines give none. Lines are scored in parallel and may be of any
// length; a line that cannot be read gives an error that names its number.
func ScoreLines(ctx context.Context, r io.Reader, w io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Each queued channel delivers one scored line, so that the queue keeps
	// the order and bounds what is in flight.
	queue := make(chan chan []byte, 2*runtime.GOMAXPROCS(0))
	failed := make(chan error, 1)
	go func() {
		defer close(queue)
		failed <- readAll(ctx, r, queue)
	}()
	out := bufio.NewWriter(w)
	for {
		if len(queue) == 0 {
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write scores: %w", err)
			}
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), out.Flush())
		case line, more := <-queue:
			if !more {
				return errors.Join(<-failed, out.Flush())
			}
			if _, err := out.Write(append(<-line, '\n')); err != nil {
				return fmt.Errorf("write scores: %w", err)
			}
		}
	}
}

func readAll(ctx context.Context, r io.Reader, queue chan<- chan []byte) error {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		data, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", n, err)
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			line := make(chan []byte, 1)
			select {
			case queue <- line:
			case <-ctx.Done():
				return ctx.Err()
			}
			go func() { line <- numbered(n, ScoreLine(data)).JSON() }()
		}
		if err != nil {
			return nil
		}
	}
}

// numbered adds the line's number to an error of the input.
func numbered(n int, l Line) Line {
	if l.Error != nil && l.Error.Stage == StageInput {
		e := *l.Error
		e.Detail = fmt.Sprintf("line %d: %s", n, e.Detail)
		l.Error = &e
	}
	return l
}
