package codec_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

func TestTaskLines(t *testing.T) {
	const (
		ours = `{"id":"a","room":{"floor":[[0,0],[3,0],[3,3],[0,3]],"height":2.5},"objects":[{"id":"x","size":[1,1,1],"support":"floor"}]}`
		room = `{"name":"b","room":[4,3,2.5],"objects_in_room":[{"new_object_id":"y_1","size_in_meters":{"length":1,"width":1,"height":1},"is_on_the_floor":true,"placement":{"room_layout_elements":[],"objects_in_room":[]}}]}`
	)
	read := func(text string) (string, error) {
		in := codec.NewTaskLines("rooms.jsonl", strings.NewReader(text))
		ids := ""
		for {
			task, err := in.Next()
			if err != nil {
				if _, again := in.Next(); !errors.Is(again, err) {
					t.Errorf("after %v comes %v", err, again)
				}
				return ids, err
			}
			ids += task.ID
		}
	}
	for name, c := range map[string]struct{ text, ids, err string }{
		"none":        {"", "", "EOF"},
		"empty lines": {"\n \n\r\n", "", "EOF"},
		"all kinds":   {ours + "\n\n" + room + "\r\n" + `{"task":` + ours + `,"layout":[]}`, "aba", "EOF"},
		"cut off":     {ours + "\n" + ours[:40], "a", "rooms.jsonl: line 2: the room is not JSON: unexpected end"},
		"no task":     {`[1,2]`, "", "line 1: is no task"},
		"long":        {strings.Repeat(" ", 17<<20) + ours, "", "longer than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			ids, err := read(c.text)
			if ids != c.ids || !strings.Contains(err.Error(), c.err) {
				t.Errorf("got %q, %v; want %q, %s", ids, err, c.ids, c.err)
			}
		})
	}
	broken := io.MultiReader(strings.NewReader(ours+"\n"), brokenReader{})
	in := codec.NewTaskLines("x", broken)
	if _, err := in.Next(); err != nil {
		t.Error(err)
	}
	if _, err := in.Next(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
