package chat_test

import (
	"encoding/json"
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
	if err != nil || !again.Replayed || again.Choices[1].Text != "second" || again.Usage != asked.Usage || replay.Replayed() != asked.Usage || len(s.Calls()) != 1 {
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
