package codec

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
)

// maxTaskLine bounds one line of a task file.
const maxTaskLine = 16 << 20

// TaskLines reads tasks, one JSON value a line: tasks of ours, layout files with
// their task, I-Design rooms.
type TaskLines struct {
	name string
	in   *bufio.Reader
	line int
	err  error
}

// NewTaskLines reads tasks from r; the name is that of the file, for errors.
func NewTaskLines(name string, r io.Reader) *TaskLines {
	return &TaskLines{name: name, in: bufio.NewReader(r)}
}

// Next returns the next task, or io.EOF after the last. Empty lines pass. An
// error names the file and the line; after one the reader gives no more.
func (t *TaskLines) Next() (*scenes.Task, error) {
	for t.err == nil {
		data, end, err := readLine(t.in, maxTaskLine)
		t.line++
		switch {
		case err != nil:
			t.err = fmt.Errorf("%s: line %d: %w", t.name, t.line, err)
		case len(data) > 0:
			task, err := decodeLine(data)
			if err != nil {
				t.err = fmt.Errorf("%s: line %d: %w", t.name, t.line, err)
				break
			}
			if end {
				t.err = io.EOF
			}
			return task, nil
		case end:
			t.err = io.EOF
		}
	}
	return nil, t.err
}

func decodeLine(data []byte) (*scenes.Task, error) {
	if err := json.Unmarshal(data, new(json.RawMessage)); err != nil {
		return nil, fmt.Errorf("the room is not JSON: %w", err)
	}
	return readTask(data)
}

// readLine returns a line without the space around it, and whether the text ends
// with it.
func readLine(r *bufio.Reader, most int) (line []byte, end bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > most {
			return nil, false, fmt.Errorf("is longer than %d MiB; write one value a line", most>>20)
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return bytes.TrimSpace(line), true, nil
		case err != nil:
			return nil, false, err
		default:
			return bytes.TrimSpace(line), false, nil
		}
	}
}
