package dataset

import (
	"context"
	"errors"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// Lines is a source of tasks that lie in a file.
type Lines struct{ In *codec.TaskLines }

var _ Source = Lines{}

// Next reads up to n tasks.
func (l Lines) Next(ctx context.Context, n int) ([]*scenes.Task, error) {
	var out []*scenes.Task
	for len(out) < n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		task, err := l.In.Next()
		if errors.Is(err, io.EOF) {
			return out, io.EOF
		}
		if err != nil {
			return nil, err
		}
		out = append(out, task)
	}
	return out, nil
}
