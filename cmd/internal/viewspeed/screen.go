package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"os"
	"path/filepath"
)

// screen reads what a virtual display shows: the file in X's window dump format
// that Xvfb keeps up to date under -fbdir.
type screen struct {
	file   *os.File
	header int64
	stride int
	w, h   int
}

// open reads the dump's header (XWDFile.h of X11).
func open(dir string) (*screen, error) {
	f, err := os.Open(filepath.Join(dir, "Xvfb_screen0"))
	if err != nil {
		return nil, err
	}
	var head [100]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(head[4*i:])) }
	s := &screen{file: f, w: word(4), h: word(5), stride: word(12), header: int64(word(0)) + 12*int64(word(19))}
	if word(1) != 7 || word(11) != 32 || s.w < 1 || s.h < 1 || s.stride < 4*s.w {
		return nil, errors.Join(fmt.Errorf("the display's picture is of version %d with %d bits; 7 and 32 can be read", word(1), word(11)), f.Close())
	}
	return s, nil
}

// rows reads every step-th row of a rectangle and calls do with each.
func (s *screen) rows(r image.Rectangle, step int, do func(row []byte)) error {
	r = r.Intersect(image.Rect(0, 0, s.w, s.h))
	row := make([]byte, 4*r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y += step {
		if _, err := s.file.ReadAt(row, s.header+int64(y)*int64(s.stride)+int64(4*r.Min.X)); err != nil {
			return err
		}
		do(row)
	}
	return nil
}

// sum is a hash of what a rectangle shows.
func (s *screen) sum(r image.Rectangle) (uint64, error) {
	h := fnv.New64a()
	err := s.rows(r, 6, func(row []byte) { h.Write(row) })
	return h.Sum64(), err
}

// colours counts the colours in a rectangle: a window without content has few.
func (s *screen) colours(r image.Rectangle) (int, error) {
	seen := map[uint32]bool{}
	err := s.rows(r, 6, func(row []byte) {
		for i := 0; i+4 <= len(row); i += 4 {
			seen[binary.LittleEndian.Uint32(row[i:])&0xffffff] = true
		}
	})
	return len(seen), err
}
