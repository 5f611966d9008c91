package dataset

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// lines writes rows as JSON, one a line, their columns in order.
type lines struct {
	to  *bufio.Writer
	dir *folder
	row bytes.Buffer
	enc *json.Encoder
}

func newLines(to io.Writer, dir *folder) *lines {
	l := &lines{to: bufio.NewWriter(to), dir: dir}
	l.enc = json.NewEncoder(&l.row)
	l.enc.SetEscapeHTML(false)
	return l
}

func (l *lines) write(row []cell) error {
	l.row.Reset()
	for i, c := range row {
		l.row.WriteByte("{,"[min(i, 1)])
		if err := l.value(c.name); err != nil {
			return err
		}
		l.row.WriteByte(':')
		v := c.value
		if f, ok := v.(file); ok {
			name := f.name()
			if !l.dir.has(name) {
				if err := l.dir.write(name, f); err != nil {
					return err
				}
			}
			v = name
		}
		if err := l.value(v); err != nil {
			return err
		}
	}
	l.row.WriteString("}\n")
	_, err := l.to.Write(l.row.Bytes())
	return err
}

// value writes JSON without the line's end that an encoder adds.
func (l *lines) value(v any) error {
	if err := l.enc.Encode(v); err != nil {
		return err
	}
	l.row.Truncate(l.row.Len() - 1)
	return nil
}

func (l *lines) close() error { return l.to.Flush() }
