package main

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("o", "", "write ours, Cycles and their difference side by side to this PNG")
	single := flag.String("ours", "", "write our picture alone to this PNG")
	newMask := flag.String("mask", "", "write the mask of the room's pixels, made from the Cycles picture, to this PNG")
	n := flag.Int("time", 0, "draw every size this many times and print how long it takes")
	flag.Parse()
	if err := run(os.Stdout, *out, *single, *newMask, *n); err != nil {
		fmt.Fprintln(os.Stderr, "likeness:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, out, single, newMask string, n int) error {
	ref, err := open()
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(w, "likeness is not measured: %v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	if newMask != "" {
		return save(newMask, outline(ref.cycles))
	}
	if n > 0 {
		return times(w, ref, n)
	}
	ours, err := ref.draw()
	if err != nil {
		return err
	}
	if err := report(w, ref, ours); err != nil {
		return err
	}
	if single != "" {
		if err := save(single, ours); err != nil {
			return err
		}
	}
	if out == "" {
		return nil
	}
	sheet, err := pair(ref, ours)
	if err != nil {
		return err
	}
	return save(out, sheet)
}

// save writes a PNG, whole or not at all.
func save(name string, img image.Image) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".likeness-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	e := png.Encoder{CompressionLevel: png.BestCompression}
	err = e.Encode(f, img)
	if c := f.Chmod(0o644); err == nil {
		err = c
	}
	if c := f.Close(); err == nil {
		err = c
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
