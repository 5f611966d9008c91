package chat_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
)

func TestProbe(t *testing.T) {
	both := chat.Ask{Images: true, Schema: true}
	for name, c := range map[string]struct {
		quirks chattest.Quirks
		want   chat.Capabilities
		why    string
	}{
		"sees and holds": {chattest.Quirks{}, chat.Capabilities{Images: true, Schema: true}, ""},
		"Ollama":         {chattest.Ollama(), chat.Capabilities{Images: true, Schema: true}, ""},
		"blind":          {chattest.Quirks{Blind: true, IgnoresSchema: true}, chat.Capabilities{}, `answered "I see a red circle."`},
		"no images":      {chattest.Quirks{RefusesImages: true, Refuses: []string{"response_format"}}, chat.Capabilities{}, "image input is not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			s := chattest.New(t, c.quirks, nil)
			got, err := chat.Probe(t.Context(), client(t, chat.Options{BaseURL: s.URL}), both)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got.Why, c.why) || got.Images != c.want.Images || got.Schema != c.want.Schema || (got.Why == "") != got.Images {
				t.Errorf("got %+v", got)
			}
		})
	}
	s := chattest.New(t, chattest.Quirks{}, nil)
	s.Close()
	if _, err := chat.Probe(t.Context(), client(t, chat.Options{BaseURL: s.URL, Retries: -1}), both); err == nil {
		t.Error("a server that is not there can do something")
	}
}

func TestTranscripts(t *testing.T) {
	t.Setenv("CHAT_TEST_KEY", "sk-very-secret-42")
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Say("first", "second"), chattest.Say("third")))
	dir := filepath.Join(t.TempDir(), "run")
	c := client(t, chat.Options{BaseURL: s.URL, KeyEnv: "CHAT_TEST_KEY", Price: chat.Price{Input: 1}})
	open := func(next chat.Completer) *chat.Transcripts {
		t.Helper()
		tr, err := chat.OpenTranscripts(dir, "tiny", next)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	req := chat.Request{Messages: user("x", chat.Image{Data: []byte("picture")}), N: 2, Seed: ptr(int64(1)), Label: "room 1/turn ../1"}
	asked, err := open(c).Complete(t.Context(), req)
	if err != nil || asked.Replayed {
		t.Fatalf("got %+v, %v", asked, err)
	}
	replay := open(nil)
	again, err := replay.Complete(t.Context(), req)
	if err != nil || !again.Replayed || again.Choices[1].Text != "second" || again.Usage != asked.Usage || len(s.Calls()) != 1 {
		t.Errorf("got %+v, %v after %d calls", again, err, len(s.Calls()))
	}
	other := req
	other.Messages = user("x", chat.Image{Data: []byte("another picture")})
	if _, err := replay.Complete(t.Context(), other); err == nil || !strings.Contains(err.Error(), "no transcript") {
		t.Errorf("another picture: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	pictures, _ := filepath.Glob(filepath.Join(dir, "images", "*.png"))
	if len(files) != 1 || len(pictures) != 1 || !strings.HasPrefix(filepath.Base(files[0]), "room-1-turn----1-") {
		t.Fatalf("files %v, %v", files, pictures)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || strings.Contains(string(data), "secret") || !json.Valid(data) {
		t.Errorf("transcript %s, %v", data, err)
	}
	if err := os.WriteFile(files[0], data[:len(data)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := open(c).Complete(t.Context(), req); err == nil || !strings.Contains(err.Error(), "remove it") || len(s.Calls()) != 1 {
		t.Errorf("half a transcript: %v", err)
	}
}

// TestHalfAnswered has a server that answers once to a request and ends in the
// middle: what was answered is neither lost nor asked again.
func TestHalfAnswered(t *testing.T) {
	seen := func(c chattest.Call) string { return fmt.Sprint("seed ", *c.Seed) }
	s := chattest.New(t, chattest.Ollama(), func(c chattest.Call) chattest.Reply {
		if c.Number >= 3 {
			return chattest.Fail(500, "out of memory")
		}
		return chattest.Say(seen(c))
	})
	dir := t.TempDir()
	req := chat.Request{Messages: user("x"), N: 5, Seed: ptr(int64(10))}
	tr, err := chat.OpenTranscripts(dir, "tiny", client(t, chat.Options{BaseURL: s.URL, Retries: -1, Concurrency: 1}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Complete(t.Context(), req); err == nil {
		t.Fatal("all was answered")
	}
	back := chattest.New(t, chattest.Ollama(), func(c chattest.Call) chattest.Reply { return chattest.Say(seen(c)) })
	if tr, err = chat.OpenTranscripts(dir, "tiny", client(t, chat.Options{BaseURL: back.URL})); err != nil {
		t.Fatal(err)
	}
	resp, err := tr.Complete(t.Context(), req)
	if err != nil || len(resp.Choices) != 5 {
		t.Fatalf("got %+v, %v", resp, err)
	}
	for i, ch := range resp.Choices {
		if want := fmt.Sprint("seed ", 10+i); ch.Text != want {
			t.Errorf("answer %d is %q, want %q", i, ch.Text, want)
		}
	}
	if n := len(back.Calls()); n >= 5 || n < 2 || resp.Usage.Requests != int64(n) {
		t.Errorf("%d answers were asked for again, usage %+v", n, resp.Usage)
	}
}
