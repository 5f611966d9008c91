// Package chattest is a scripted OpenAI-compatible server for tests: one that
// answers well, answers nonsense, is slow, breaks off, fails, or has the quirks
// of real servers.
package chattest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/sdk/chat"
)

// Quirks are how a server differs from the protocol. The zero value keeps to it
// and sees pictures.
type Quirks struct {
	// Blind: pictures are taken and not looked at.
	Blind bool
	// RefusesImages: a request with pictures is refused.
	RefusesImages bool
	// IgnoresN: one answer comes, however many are asked for.
	IgnoresN bool
	// IgnoresSchema: "response_format" is taken and not kept to.
	IgnoresSchema bool
	// Refuses lists fields whose presence is an error, such as "max_tokens".
	Refuses []string
	// Key must be the bearer's, where it is not empty.
	Key string
	// Models are listed by "/models", where there are any.
	Models []string
}

// Ollama has the quirks of Ollama: "n" is not read.
func Ollama() Quirks { return Quirks{IgnoresN: true} }

// Call is a request as it came.
type Call struct {
	// Number counts from 0 those that the script answers.
	Number int
	// Text is that of the last message, Images are those of all.
	Text        string
	Images      [][]byte
	N           int
	Seed        *int64
	Temperature *float64
	// MaxTokens is "max_tokens", or "max_completion_tokens".
	MaxTokens int
	// Schema says that the answer is to be held to one.
	Schema bool
	// Body is the whole request, and Fields what its JSON holds.
	Body   []byte
	Fields map[string]any
}

// Reply is what the server does.
type Reply struct {
	// Texts are the answers; the last one is given again where more are asked
	// for.
	Texts []string
	// Finish is the reason of the end; empty means "stop".
	Finish string
	// Reasoning goes beside the answers.
	Reasoning string
	// Status, where it is not 0, is sent with Body as it is.
	Status int
	Body   string
	Header map[string]string
	// Delay passes before the reply, unless the client goes away.
	Delay time.Duration
	// Break ends the connection in the middle of the reply.
	Break bool
	// Input and Output are the tokens of the reply; both 0 means 100 and 10 for
	// each answer, negative ones leave the count out.
	Input, Output int64
}

// Say answers with these texts.
func Say(texts ...string) Reply { return Reply{Texts: texts} }

// Fail answers with a status and a message in OpenAI's form, and asks for the
// next attempt at once.
func Fail(status int, message string) Reply {
	body, _ := json.Marshal(map[string]any{"error": map[string]any{"message": message, "type": "error"}})
	return Reply{Status: status, Body: string(body), Header: map[string]string{"Retry-After-Ms": "1", "Content-Type": "application/json"}}
}

// Script gives the replies in their order, the last one for ever.
func Script(replies ...Reply) func(Call) Reply {
	return func(c Call) Reply { return replies[min(c.Number, len(replies)-1)] }
}

// Server is a running server.
type Server struct {
	// URL is the base URL for a client.
	URL string

	quirks Quirks
	answer func(Call) Reply
	http   *httptest.Server

	mu    sync.Mutex
	calls []Call
	auth  []string
}

// New starts a server that ends with the test. The answer is asked for all but
// the probes of package chat, which the server answers as its quirks are; it may
// be called from several goroutines.
func New(t testing.TB, q Quirks, answer func(Call) Reply) *Server {
	s := &Server{quirks: q, answer: answer}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL + "/v1"
	t.Cleanup(s.Close)
	return s
}

// Close ends the server and its connections: from then on nobody answers.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Calls returns what the script was asked so far.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Authorizations returns the headers of that name of all requests so far.
func (s *Server) Authorizations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.auth)
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.auth = append(s.auth, r.Header.Get("Authorization"))
	s.mu.Unlock()
	if s.quirks.Key != "" && r.Header.Get("Authorization") != "Bearer "+s.quirks.Key {
		write(w, Fail(http.StatusUnauthorized, "Incorrect API key provided: "+r.Header.Get("Authorization")))
		return
	}
	switch r.URL.Path {
	case "/v1/models":
		s.models(w)
	case "/v1/chat/completions":
		s.complete(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) models(w http.ResponseWriter) {
	list := []any{}
	for _, m := range s.quirks.Models {
		list = append(list, map[string]any{"id": m, "object": "model"})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": list})
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	c, err := parse(body)
	if err != nil {
		write(w, Fail(http.StatusBadRequest, err.Error()))
		return
	}
	for _, f := range s.quirks.Refuses {
		if c.Fields[f] != nil {
			write(w, Fail(http.StatusBadRequest, fmt.Sprintf("Unsupported parameter: '%s' is not supported with this model.", f)))
			return
		}
	}
	if len(c.Images) > 0 && s.quirks.RefusesImages {
		write(w, Fail(http.StatusBadRequest, "image input is not supported by this model"))
		return
	}
	reply, probe := s.probe(c)
	if !probe {
		s.mu.Lock()
		c.Number = len(s.calls)
		s.calls = append(s.calls, c)
		s.mu.Unlock()
		reply = s.answer(c)
	}
	if reply.Delay > 0 {
		select {
		case <-time.After(reply.Delay):
		case <-r.Context().Done():
			return
		}
	}
	n := c.N
	if s.quirks.IgnoresN {
		n = 1
	}
	write(w, reply.complete(n, fmt.Sprint(c.Fields["model"])))
}

// probe answers what package chat asks to find out what the server can do.
func (s *Server) probe(c Call) (Reply, bool) {
	switch c.Text {
	case chat.CanaryQuestion:
		if s.quirks.Blind || len(c.Images) == 0 {
			return Say("I see a red circle."), true
		}
		return Say(Look(c.Images[0])), true
	case chat.SchemaQuestion:
		if s.quirks.IgnoresSchema || !c.Schema {
			return Say("A banana; six letters."), true
		}
		return Say(`{"fruit": "banana", "letters": 6}`), true
	}
	return Reply{}, false
}

// complete gives a reply without a status the body of a chat completion.
func (r Reply) complete(n int, model string) Reply {
	if r.Status != 0 {
		return r
	}
	if len(r.Texts) == 0 {
		r.Texts = []string{""}
	}
	finish := r.Finish
	if finish == "" {
		finish = "stop"
	}
	var choices []any
	for i := range n {
		m := map[string]any{"role": "assistant", "content": r.Texts[min(i, len(r.Texts)-1)]}
		if r.Reasoning != "" {
			m["reasoning_content"] = r.Reasoning
		}
		choices = append(choices, map[string]any{"index": i, "finish_reason": finish, "message": m})
	}
	out := map[string]any{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model, "choices": choices}
	if in, o := r.Input, r.Output; in >= 0 {
		if in == 0 && o == 0 {
			in, o = 100, 10*int64(n)
		}
		out["usage"] = map[string]any{"prompt_tokens": in, "completion_tokens": o, "total_tokens": in + o}
	}
	body, _ := json.Marshal(out)
	r.Status, r.Body = http.StatusOK, string(body)
	return r
}

func write(w http.ResponseWriter, r Reply) {
	w.Header().Set("Content-Type", "application/json")
	for k, v := range r.Header {
		w.Header().Set(k, v)
	}
	if r.Break {
		w.Header().Set("Content-Length", fmt.Sprint(len(r.Body)+100))
		w.WriteHeader(r.Status)
		_, _ = io.WriteString(w, r.Body[:len(r.Body)/2])
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(r.Status)
	_, _ = io.WriteString(w, r.Body)
}

// parse reads a request.
func parse(body []byte) (Call, error) {
	var c Call
	var top struct {
		Messages []struct {
			Content json.RawMessage `json:"content"`
		} `json:"messages"`
		N           int      `json:"n"`
		Seed        *int64   `json:"seed"`
		Temperature *float64 `json:"temperature"`
		Old         int      `json:"max_tokens"`
		New         int      `json:"max_completion_tokens"`
	}
	if err := json.Unmarshal(body, &top); err != nil {
		return c, fmt.Errorf("the request is not JSON: %w", err)
	}
	if err := json.Unmarshal(body, &c.Fields); err != nil {
		return c, err
	}
	c.Body = body
	c.N, c.Seed, c.Temperature, c.MaxTokens = max(1, top.N), top.Seed, top.Temperature, max(top.Old, top.New)
	c.Schema = c.Fields["response_format"] != nil
	for _, m := range top.Messages {
		if json.Unmarshal(m.Content, &c.Text) == nil {
			continue
		}
		var parts []struct {
			Type, Text string
			Image      struct {
				URL string `json:"url"`
			} `json:"image_url"`
		}
		if err := json.Unmarshal(m.Content, &parts); err != nil {
			return c, fmt.Errorf("a message's content is neither text nor parts: %w", err)
		}
		for _, p := range parts {
			if p.Type == "text" {
				c.Text = p.Text
				continue
			}
			_, data, ok := strings.Cut(p.Image.URL, ";base64,")
			picture, err := base64.StdEncoding.DecodeString(data)
			if !ok || err != nil {
				return c, fmt.Errorf("a picture is no data URL")
			}
			c.Images = append(c.Images, picture)
		}
	}
	return c, nil
}
