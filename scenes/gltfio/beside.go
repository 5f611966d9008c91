package gltfio

import (
	"fmt"
	"io"
)

// besides writes the files that lie beside a .gltf.
type besides struct {
	name string
	open func(name string) (io.WriteCloser, error)
}

// write makes one file, named after the .gltf, and returns its URI.
func (b *besides) write(ending string, data []byte) (uri string, err error) {
	name := b.name + ending
	f, err := b.open(name)
	if err != nil {
		return "", fmt.Errorf("making %s: %w", name, err)
	}
	_, err = f.Write(data)
	if end := f.Close(); err == nil {
		err = end
	}
	if err != nil {
		return "", fmt.Errorf("writing %s: %w", name, err)
	}
	return name, nil
}
