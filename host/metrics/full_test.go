package metrics

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("/dev/full is not to be had here")
	}
	l, err := openLines("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	defer l.f.Close()
	err = l.append(map[string]int{"iteration": 1})
	if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "the disk is full while writing /dev/full; free some space") {
		t.Errorf("got %v", err)
	}
}
