package chat_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
)

// notes gathers what a client says.
type notes struct {
	mu   sync.Mutex
	said []string
}

func (n *notes) add(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.said = append(n.said, s)
}

func (n *notes) all() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.said, "\n")
}

// client returns one that waits hardly at all.
func client(t *testing.T, o chat.Options) *chat.Client {
	t.Helper()
	if o.Model == "" {
		o.Model = "tiny"
	}
	if o.Backoff == 0 {
		o.Backoff = time.Millisecond
	}
	c, err := chat.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func user(text string, images ...chat.Image) []chat.Message {
	return []chat.Message{{Role: chat.User, Text: text, Images: images}}
}

func ptr[T any](v T) *T { return &v }

func TestComplete(t *testing.T) {
	t.Setenv("CHAT_TEST_KEY", "sesame-7")
	s := chattest.New(t, chattest.Quirks{Key: "sesame-7"}, chattest.Script(chattest.Reply{Texts: []string{"a", "b"}, Reasoning: "hm", Input: 1000, Output: 500}))
	c := client(t, chat.Options{BaseURL: s.URL, KeyEnv: "CHAT_TEST_KEY", Price: chat.Price{Input: 2, Output: 10}})
	resp, err := c.Complete(t.Context(), chat.Request{
		Messages: append([]chat.Message{{Role: chat.System, Text: "be brief"}}, user("hello", chat.Image{Data: []byte("one")}, chat.Image{Data: []byte("two"), MIME: "image/jpeg"})...),
		N:        2, Temperature: ptr(0.5), Seed: ptr(int64(7)), MaxTokens: 99, Extra: map[string]any{"top_k": 3},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Choices) != 2 || resp.Choices[1].Text != "b" || resp.Choices[0].Reasoning != "hm" || resp.Choices[0].Finish != "stop" || resp.Model != "tiny" {
		t.Errorf("got %+v", resp)
	}
	if u := c.Usage(); u.InputTokens != 1000 || u.OutputTokens != 500 || math.Abs(u.Cost-0.007) > 1e-12 || u.Requests != 1 || u != resp.Usage {
		t.Errorf("usage %+v", u)
	}
	call := s.Calls()[0]
	if call.Text != "hello" || len(call.Images) != 2 || string(call.Images[1]) != "two" || call.N != 2 || *call.Seed != 7 || *call.Temperature != 0.5 ||
		call.Fields["max_tokens"] != 99.0 || call.Fields["top_k"] != 3.0 {
		t.Errorf("the server was asked %+v", call)
	}
}

func TestChoicesComeInTheirOrder(t *testing.T) {
	body := `{"choices":[{"index":1,"message":{"content":"b"}},{"index":0,"message":{"content":"a"}},{"index":2,"message":{"content":"c"}}]}`
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Status: 200, Body: body}))
	resp, err := client(t, chat.Options{BaseURL: s.URL}).Complete(t.Context(), chat.Request{Messages: user("x"), N: 2})
	if err != nil || len(resp.Choices) != 2 || resp.Choices[0].Text != "a" || resp.Choices[1].Text != "b" || resp.Usage.Uncounted != 1 {
		t.Errorf("got %+v, %v", resp, err)
	}
}

// TestServerThatAnswersOnce has Ollama's habit of not reading n.
func TestServerThatAnswersOnce(t *testing.T) {
	s := chattest.New(t, chattest.Ollama(), func(c chattest.Call) chattest.Reply { return chattest.Say(fmt.Sprint("seed ", *c.Seed)) })
	var said notes
	c := client(t, chat.Options{BaseURL: s.URL, Note: said.add})
	for range 2 {
		resp, err := c.Complete(t.Context(), chat.Request{Messages: user("x"), N: 3, Seed: ptr(int64(40))})
		if err != nil {
			t.Fatal(err)
		}
		for i, ch := range resp.Choices {
			if want := fmt.Sprint("seed ", 40+i); ch.Text != want {
				t.Errorf("answer %d is %q, want %q", i, ch.Text, want)
			}
		}
		if len(resp.Choices) != 3 || resp.Usage.Requests != 3 {
			t.Errorf("got %d answers from %d requests", len(resp.Choices), resp.Usage.Requests)
		}
	}
	if n := strings.Count(said.all(), "one answer to a request"); n != 1 {
		t.Errorf("said %d times: %s", n, said.all())
	}
}

func TestRefusedFieldsAreLeftOut(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{Refuses: []string{"max_tokens", "temperature", "seed", "response_format", "n"}}, chattest.Script(chattest.Say("fine")))
	var said notes
	c := client(t, chat.Options{BaseURL: s.URL, Note: said.add, Retries: -1})
	req := chat.Request{Messages: user("x"), N: 2, Temperature: ptr(0.0), Seed: ptr(int64(1)), MaxTokens: 5, Schema: &chat.Schema{Name: "s", JSON: map[string]any{"type": "object"}}}
	for range 2 {
		if resp, err := c.Complete(t.Context(), req); err != nil || len(resp.Choices) != 2 {
			t.Fatalf("got %+v, %v", resp, err)
		}
	}
	call := s.Calls()[0]
	if call.Fields["max_completion_tokens"] != 5.0 || call.Schema || call.Seed != nil || call.Temperature != nil || call.N != 1 {
		t.Errorf("it was asked %+v", call.Fields)
	}
	if n := len(strings.Split(said.all(), "\n")); n != 5 {
		t.Errorf("%d notes: %s", n, said.all())
	}
}

// TestWordsOfServers has refusals as servers word them: what is learned of each.
func TestWordsOfServers(t *testing.T) {
	for said, learned := range map[string]string{
		"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.":              "max_completion_tokens",
		"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.":           "temperature",
		"body -> seed: Extra inputs are not permitted":                                                                            "seed",
		"Only one completion choice is allowed":                                                                                   "one answer",
		"n_cmpl cannot be greater than the number of slots":                                                                       "one answer",
		"Invalid schema for response_format 'layout': too many enum values":                                                       "response_format",
		"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj":                          "no images",
		"At most 0 image(s) may be provided in one prompt.":                                                                       "no images",
		"tiny is not a multimodal model":                                                                                          "no images",
		"Invalid content type. image_url is only supported by certain models.":                                                    "no images",
		"this model is missing data required for image input":                                                                     "no images",
		"Failed to deserialize: messages[0]: unknown variant `image_url`, expected `text`":                                        "no images",
		"The image is broken: invalid PNG header":                                                                                 "",
		"the request exceeds the available context size":                                                                          "",
		"'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens; invalid": "",
	} {
		s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Fail(400, said), chattest.Say("fine")))
		var heard notes
		_, err := client(t, chat.Options{BaseURL: s.URL, Note: heard.add}).Complete(t.Context(), chat.Request{
			Messages: user("x", chat.Image{Data: []byte("png")}), N: 2, Temperature: ptr(0.0), Seed: ptr(int64(1)), MaxTokens: 5,
			Schema: &chat.Schema{Name: "layout", JSON: map[string]any{"type": "object"}},
		})
		var e *chat.Error
		switch got := heard.all(); {
		case learned == "no images":
			if !errors.As(err, &e) || e.Kind != chat.NoImages {
				t.Errorf("%s: %v", said, err)
			}
		case learned == "":
			if !errors.As(err, &e) || e.Kind != chat.Refused || got != "" {
				t.Errorf("%s: %v, %s", said, err, got)
			}
		case err != nil || !strings.Contains(got, learned):
			t.Errorf("%s: %v, %s", said, err, got)
		}
	}
}

func TestTooManyTokensIsNoRefusal(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Fail(400, "max_tokens is too large: 9000. This model's maximum context length is 4096; invalid request")))
	_, err := client(t, chat.Options{BaseURL: s.URL}).Complete(t.Context(), chat.Request{Messages: user("x"), MaxTokens: 9000})
	var e *chat.Error
	if !errors.As(err, &e) || e.Kind != chat.Refused || !strings.Contains(e.Error(), "context length") || len(s.Calls()) != 1 {
		t.Errorf("got %v after %d calls", err, len(s.Calls()))
	}
}

// TestStorms holds that faults which pass are ridden out, each kind.
func TestStorms(t *testing.T) {
	broken := chattest.Reply{Texts: []string{"half an answer"}, Break: true}
	for name, bad := range map[string]chattest.Reply{
		"429":        chattest.Fail(429, "slow down"),
		"500":        chattest.Fail(500, "oops"),
		"502 page":   {Status: 502, Body: "<html>bad gateway</html>", Header: map[string]string{"Content-Type": "text/html"}},
		"529":        chattest.Fail(529, "overloaded"),
		"no JSON":    {Status: 200, Body: "certainly!"},
		"cut JSON":   {Status: 200, Body: `{"choices":[{"mess`},
		"no choice":  {Status: 200, Body: `{"choices":[]}`},
		"200 error":  {Status: 200, Body: `{"error":{"message":"upstream is busy","code":502}}`},
		"an array":   {Status: 200, Body: `[]`},
		"other type": {Status: 200, Body: "hello", Header: map[string]string{"Content-Type": "text/plain"}},
		"breaks off": broken,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := chattest.New(t, chattest.Quirks{}, chattest.Script(bad, bad, bad, chattest.Say("at last")))
			c := client(t, chat.Options{BaseURL: s.URL})
			resp, err := c.Complete(t.Context(), chat.Request{Messages: user("x")})
			if err != nil || resp.Choices[0].Text != "at last" {
				t.Fatalf("got %+v, %v", resp, err)
			}
			if u := c.Usage(); u.Failures != 3 || u.Requests != 1 {
				t.Errorf("usage %+v", u)
			}
		})
	}
}

func TestGivingUp(t *testing.T) {
	for name, c := range map[string]struct {
		reply chattest.Reply
		kind  chat.Kind
		want  string
		calls int
	}{
		"storm":        {chattest.Fail(503, "loading\nmodel"), chat.Failed, "failed (503): loading model (after 3 attempts)", 3},
		"limited":      {chattest.Fail(429, "slow"), chat.Limited, "too many requests", 3},
		"long pause":   {chattest.Reply{Status: 429, Header: map[string]string{"Retry-After": "7200"}}, chat.Limited, "pause of 2h0m0s", 1},
		"quota":        {chattest.Reply{Status: 429, Body: `{"error":{"message":"no money","code":"insufficient_quota"}}`}, chat.Spent, "used up", 1},
		"bad request":  {chattest.Fail(400, "messages: too many"), chat.Refused, "messages: too many", 1},
		"model":        {chattest.Fail(404, "model tiny not found"), chat.Refused, "tiny not found", 1},
		"200 error":    {chattest.Reply{Status: 200, Body: `{"error":{"message":"upstream is busy"}}`}, chat.Malformed, "without any choice: upstream is busy", 3},
		"elsewhere":    {chattest.Reply{Status: 307, Header: map[string]string{"Location": "http://localhost:1/v1"}}, chat.Refused, "final address", 1},
		"plain Ollama": {chattest.Reply{Status: 400, Body: `{"error":"no such thing"}`}, chat.Refused, "no such thing", 1},
		"FastAPI":      {chattest.Reply{Status: 422, Body: `{"detail":[{"loc":["body"],"msg":"field required"}]}`}, chat.Refused, "field required", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := chattest.New(t, chattest.Quirks{}, chattest.Script(c.reply))
			_, err := client(t, chat.Options{BaseURL: s.URL, Retries: 2}).Complete(t.Context(), chat.Request{Messages: user("x")})
			var e *chat.Error
			if !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v", err)
			}
			if n := len(s.Calls()); n != c.calls {
				t.Errorf("%d calls, want %d", n, c.calls)
			}
		})
	}
}

// TestDeadServer holds that only the first request waits through its retries.
func TestDeadServer(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Fail(500, "dead")))
	c := client(t, chat.Options{BaseURL: s.URL, Retries: 4})
	for range 3 {
		if _, err := c.Complete(t.Context(), chat.Request{Messages: user("x")}); err == nil {
			t.Fatal("answered")
		}
	}
	if n := len(s.Calls()); n != 5+1+1 {
		t.Errorf("%d calls, want 5 and then 1 each", n)
	}
	s.Close()
	_, err := c.Complete(t.Context(), chat.Request{Messages: user("x")})
	var e *chat.Error
	if !errors.As(err, &e) || e.Kind != chat.Unreachable {
		t.Errorf("got %v", err)
	}
	gone := client(t, chat.Options{BaseURL: s.URL, Retries: -1})
	if _, err = gone.Complete(t.Context(), chat.Request{Messages: user("x")}); err == nil || !strings.Contains(err.Error(), "no server answers at") {
		t.Errorf("got %v", err)
	}
}

func TestSlowServer(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Texts: []string{"late"}, Delay: time.Minute}, chattest.Say("in time")))
	resp, err := client(t, chat.Options{BaseURL: s.URL, Timeout: 50 * time.Millisecond}).Complete(t.Context(), chat.Request{Messages: user("x")})
	if err != nil || resp.Choices[0].Text != "in time" {
		t.Errorf("got %+v, %v", resp, err)
	}
	slow := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Delay: time.Minute}))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	c := client(t, chat.Options{BaseURL: slow.URL})
	if _, err := c.Complete(ctx, chat.Request{Messages: user("x")}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if u := c.Usage(); u != (chat.Usage{}) {
		t.Errorf("giving up counts as %+v", u)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v to give up", d)
	}
}

func TestEnormousReply(t *testing.T) {
	huge := `{"choices":[{"message":{"content":"` + strings.Repeat("x", 17<<20) + `"}}]}`
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Status: 200, Body: huge}))
	_, err := client(t, chat.Options{BaseURL: s.URL, Retries: -1}).Complete(t.Context(), chat.Request{Messages: user("x")})
	if err == nil || !strings.Contains(err.Error(), "longer than 16 MiB") {
		t.Errorf("got %v", err)
	}
}

// TestSecrets holds that a key is sent where it belongs and shows nowhere else.
func TestSecrets(t *testing.T) {
	const key = "sk-very-secret-42"
	t.Setenv("CHAT_TEST_KEY", key)
	t.Setenv("OPENAI_API_KEY", "sk-somebody-elses")
	echo := chattest.Fail(400, "bad key "+key+" in header")
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(echo))
	var said notes
	_, err := client(t, chat.Options{BaseURL: s.URL, KeyEnv: "CHAT_TEST_KEY", Note: said.add}).Complete(t.Context(), chat.Request{Messages: user("x")})
	if err == nil || strings.Contains(err.Error()+said.all(), key) || s.Authorizations()[0] != "Bearer "+key {
		t.Errorf("got %v, %s, %v", err, said.all(), s.Authorizations())
	}
	if _, err := client(t, chat.Options{BaseURL: s.URL}).Complete(t.Context(), chat.Request{Messages: user("x")}); err == nil || slices.Contains(s.Authorizations(), "Bearer sk-somebody-elses") {
		t.Errorf("a key that nobody named was sent: %v", s.Authorizations())
	}
	locked := chattest.New(t, chattest.Quirks{Key: "other"}, chattest.Script(chattest.Say("in")))
	_, err = client(t, chat.Options{BaseURL: locked.URL, KeyEnv: "CHAT_TEST_KEY"}).Complete(t.Context(), chat.Request{Messages: user("x")})
	var e *chat.Error
	if !errors.As(err, &e) || e.Kind != chat.Unauthorised || strings.Contains(err.Error(), key) || !strings.Contains(err.Error(), "CHAT_TEST_KEY") {
		t.Errorf("got %v", err)
	}
}

func TestBudget(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Texts: []string{"x"}, Input: 1e6, Output: 1}))
	c := client(t, chat.Options{BaseURL: s.URL, Price: chat.Price{Input: 3}, Budget: 5})
	var err error
	for range 3 {
		_, err = c.Complete(t.Context(), chat.Request{Messages: user("x")})
	}
	var e *chat.Error
	if !errors.As(err, &e) || e.Kind != chat.Spent || len(s.Calls()) != 2 {
		t.Errorf("got %v after %d calls", err, len(s.Calls()))
	}
}

func TestConcurrencyAndPace(t *testing.T) {
	var now, most atomic.Int32
	s := chattest.New(t, chattest.Quirks{}, func(chattest.Call) chattest.Reply {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(2 * time.Millisecond)
		return chattest.Say("x")
	})
	c := client(t, chat.Options{BaseURL: s.URL, Concurrency: 3, RequestsPerMinute: 60 * 100})
	start := time.Now()
	var wg sync.WaitGroup
	for range 21 {
		wg.Go(func() {
			if _, err := c.Complete(t.Context(), chat.Request{Messages: user("x")}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 {
		t.Errorf("%d requests at once, 3 allowed", most.Load())
	}
	if d := time.Since(start); d < 190*time.Millisecond {
		t.Errorf("21 requests in %v, at 100 a second", d)
	}
}

// TestStormPausesEverybody holds that a pause the server asks for is kept by
// requests that it was not said to.
func TestStormPausesEverybody(t *testing.T) {
	var last atomic.Int64
	s := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if c.Number == 0 {
			return chattest.Reply{Status: 429, Header: map[string]string{"Retry-After-Ms": "300"}}
		}
		last.CompareAndSwap(0, time.Now().UnixNano())
		return chattest.Say("x")
	})
	c := client(t, chat.Options{BaseURL: s.URL, Concurrency: 1})
	start := time.Now()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { _, _ = c.Complete(t.Context(), chat.Request{Messages: user("x")}) })
	}
	wg.Wait()
	if d := time.Duration(last.Load() - start.UnixNano()); d < 290*time.Millisecond {
		t.Errorf("somebody asked again after %v", d)
	}
}

func TestOptions(t *testing.T) {
	good := chat.Options{BaseURL: "http://localhost:8000/v1", Model: "m"}
	for name, c := range map[string]struct {
		change func(*chat.Options)
		want   string
	}{
		"no model":     {func(o *chat.Options) { o.Model = "" }, "no model"},
		"no address":   {func(o *chat.Options) { o.BaseURL = "" }, "base URL"},
		"other scheme": {func(o *chat.Options) { o.BaseURL = "file:///etc/passwd" }, "base URL"},
		"key in URL":   {func(o *chat.Options) { o.BaseURL = "https://me:pa55word@host/v1" }, "no user"},
		"query":        {func(o *chat.Options) { o.BaseURL = "https://host/v1?key=pa55word" }, "no user"},
		"unset key":    {func(o *chat.Options) { o.KeyEnv = "CHAT_TEST_UNSET" }, "CHAT_TEST_UNSET"},
		"key as name":  {func(o *chat.Options) { o.KeyEnv = "sk-pa55word" }, "no variable of the given name"},
		"bare key":     {func(o *chat.Options) { o.KeyEnv = "pa55word" }, "no variable of the given name"},
		"NaN price":    {func(o *chat.Options) { o.Price.Input = math.NaN() }, "price"},
		"budget alone": {func(o *chat.Options) { o.Budget = 1 }, "needs the prices"},
	} {
		o := good
		c.change(&o)
		if _, err := chat.New(o); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "pa55word") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := chat.New(good); err != nil {
		t.Error(err)
	}
}

func TestKnownModels(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{Models: []string{"qwen2.5-vl-3b", "llava:latest"}}, nil)
	for model, want := range map[string]string{"qwen2.5-vl-3b": "", "llava": "", "qwen2.5-vl-3B": "did you mean", "gpt": "it has qwen"} {
		err := client(t, chat.Options{BaseURL: s.URL, Model: model}).Known(t.Context())
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v", model, err)
		}
	}
	bare := httptest.NewServer(http.NotFoundHandler())
	defer bare.Close()
	if err := client(t, chat.Options{BaseURL: bare.URL}).Known(t.Context()); err != nil {
		t.Errorf("a server without a list of models: %v", err)
	}
	bare.Close()
	if err := client(t, chat.Options{BaseURL: bare.URL}).Known(t.Context()); err == nil {
		t.Error("a server that is not there knows the model")
	}
}
