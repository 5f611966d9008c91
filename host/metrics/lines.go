package metrics

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// lines is a file of JSON lines that is only ever appended to.
type lines struct {
	f    *os.File
	path string
}

func openLines(path string) (*lines, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("cannot record the run: %w", durable.Explain(err, path))
	}
	return &lines{f: f, path: path}, nil
}

// append writes v as one line with a single write, so that a line is not split
// by an interruption of this program.
func (l *lines) append(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("cannot record in %s: %w", l.path, err)
	}
	if _, err := l.f.Write(append(data, '\n')); err != nil {
		return durable.Explain(err, l.path)
	}
	return nil
}

// readLines calls keep with every whole line and its iteration; what follows
// the first line that does not parse was never finished and is left out.
func readLines(path string, keep func(line []byte, iteration int) error) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var head struct{ Iteration int }
		if json.Unmarshal(line, &head) != nil {
			return nil
		}
		if err := keep(line, head.Iteration); err != nil {
			return err
		}
	}
}

// truncate leaves only the lines before the given iteration.
func truncate(path string, iteration int) error {
	var kept bytes.Buffer
	err := readLines(path, func(line []byte, it int) error {
		if it < iteration {
			kept.Write(line)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cannot read back %s: %w", path, err)
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return durable.WriteFile(path, kept.Bytes(), 0o644)
}
