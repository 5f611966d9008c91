package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// stdin is standard input, whose reading ends with the context: a read that
// waits for a person cannot be interrupted otherwise.
func stdin(ctx context.Context) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, os.Stdin)
		w.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	return r
}

// inputName names what openInput opens, for errors and tables.
func inputName(file string) string {
	if file == "-" {
		return "standard input"
	}
	return file
}

// openInput opens a file that the user named; "-" is standard input. The kind,
// such as "task file", is for errors.
func openInput(ctx context.Context, kind, file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(stdin(ctx)), nil
	}
	f, err := os.Open(file)
	if err != nil {
		var path *fs.PathError
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s %s does not exist; check the path", kind, file)
		}
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, fmt.Errorf("%s %s cannot be read: %w", kind, file, err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s %s is a folder; name a file in it", kind, file)
	}
	return f, nil
}
