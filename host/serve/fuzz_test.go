package serve

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
)

// FuzzMessages sends anything to a session: it answers with JSON that fits into
// a message, and the session goes on.
func FuzzMessages(f *testing.F) {
	for _, seed := range []string{
		`{"type":"reset","data":{"seed":1}}`, `{"type":"step","data":{"response":"<think></think><answer>[]</answer>"}}`,
		`{"type":"step","data":{"layout":[{"new_object_id":"box_0","x":1e308,"y":-1e308,"z":null}]}}`, `{"type":"state"}`, `{"type":"mcp","data":{"jsonrpc":"2.0","method":"tools/call","params":{"name":"furnish","arguments":{}},"id":[]}}`,
		`{"type":"reset","data":{"task":{"id":"x","room":{"floor":[[0,0],[1,0],[1,1]],"height":1},"objects":[]}}}`, `{"type":"reset","data":{"index":-9}}`, `nul`, `[[[[`, "\x00", `{"type":"step","data":{"response":"\ud800"}}`,
	} {
		f.Add([]byte(seed))
	}
	terms, err := reward.New([]reward.Term{{Name: "target", Weight: 1, Plugin: toy.Target()}})
	if err != nil {
		f.Fatal(err)
	}
	s, err := New(Options{Terms: terms, Splits: []Split{{Name: "train", Size: 3, Task: func(context.Context, int) (*scenes.Task, error) { return toy.Task("toy", 2), nil }}}})
	if err != nil {
		f.Fatal(err)
	}
	go s.steps.run(f.Context(), 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := s.sessions.open()
		if err != nil {
			t.Fatal(err)
		}
		defer s.sessions.close(e)
		for range 2 {
			v, end, err := s.answer(t.Context(), e, incoming{data: data})
			if err != nil {
				v = wsError(faultOf(err))
			}
			if v == nil && !end {
				t.Error("no answer")
			}
			out, err := json.Marshal(v)
			if err != nil || len(out) > maxMessage {
				t.Errorf("%d bytes, %v", len(out), err)
			}
			if _, _, err := s.answer(t.Context(), e, incoming{data: []byte(`{"type":"reset"}`)}); err != nil {
				t.Error(err)
			}
		}
	})
}
