package main

import (
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"testing"
)

func TestParse(t *testing.T) {
	o, err := parse([]string{"-screen", "1000x700", "-stage", "10,20,300,200", "-key", "[5,6]Delete@1,2,30,40", "-key", "ctrl+g@0,0,9,9", "--", "prog", "view", "-x"})
	if err != nil {
		t.Fatal(err)
	}
	if o.stage != image.Rect(10, 20, 310, 220) || o.size != [2]int{1000, 700} || len(o.command) != 3 || len(o.keys) != 2 {
		t.Errorf("read %+v", o)
	}
	if k := o.keys[0]; k.key != "Delete" || k.click != image.Pt(5, 6) || k.where != image.Rect(1, 2, 31, 42) {
		t.Errorf("read the key %+v", k)
	}
	for _, bad := range [][]string{{}, {"-stage", "1,2,3", "--", "x"}, {"-key", "Delete", "--", "x"}, {"-key", "[1]a@1,1,1,1", "--", "x"}, {"-screen", "big", "--", "x"}} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestScreen(t *testing.T) {
	const w, h, colours = 40, 30, 3
	head := make([]byte, 100)
	for i, v := range map[int]uint32{0: 108, 1: 7, 4: w, 5: h, 11: 32, 12: 4 * w, 19: colours} {
		binary.BigEndian.PutUint32(head[4*i:], v)
	}
	data := append(head, make([]byte, 8+12*colours+4*w*h)...)
	pixels := data[108+12*colours:]
	for i := range w * h {
		pixels[4*i] = byte(i % w)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "Xvfb_screen0")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.file.Close()
	if n, err := s.colours(image.Rect(5, 0, 15, 100)); n != 10 || err != nil {
		t.Errorf("%d colours, %v", n, err)
	}
	left, err := s.sum(image.Rect(0, 0, 10, h))
	if err != nil {
		t.Fatal(err)
	}
	pixels[4*20] = 200
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if again, _ := s.sum(image.Rect(0, 0, 10, h)); again != left {
		t.Error("a change elsewhere is seen")
	}
	if right, _ := s.sum(image.Rect(15, 0, 30, h)); right == left {
		t.Error("different places look the same")
	}
	data[4*11+3] = 16
	os.WriteFile(file, data, 0o600)
	if s, err := open(dir); err == nil {
		s.file.Close()
		t.Error("a display of 16 bits is taken")
	}
}
