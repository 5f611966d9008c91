package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// patience is how long the slowest machine may take for what takes a moment.
const patience = 2 * time.Minute

// rooms are toy rooms with two boxes.
func rooms(name string, n int) serve.Split {
	return serve.Split{Name: name, Size: n, Task: func(_ context.Context, i int) (*scenes.Task, error) {
		return toy.Task(fmt.Sprintf("%s-%d", name, i), 2), nil
	}}
}

// term is a toy term that is slow, or fails, where the room's id says so.
func term() *toy.Term {
	target := toy.Target()
	return &toy.Term{ID: "target", Value: func(task *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		if strings.HasPrefix(task.ID, "slow") {
			time.Sleep(300 * time.Millisecond)
		}
		return target.Value(task, c)
	}}
}

// broken is a term that ends the evaluation of some rooms with an error.
type broken struct{ *toy.Term }

func (b broken) Evaluate(ctx context.Context, req sdkreward.EvaluateRequest) (sdkreward.EvaluateResponse, error) {
	if strings.HasPrefix(req.Task.ID, "broken") {
		return sdkreward.EvaluateResponse{}, errors.New("its program has ended")
	}
	return b.Term.Evaluate(ctx, req)
}

// served is a running server.
type served struct {
	*serve.Server
	url string
	// end ends the server and returns what Serve did.
	end func() error
}

func options(t *testing.T) serve.Options {
	t.Helper()
	dir := t.TempDir()
	terms, err := reward.New([]reward.Term{{Name: "target", Weight: 2, Plugin: broken{term()}}})
	if err != nil {
		t.Fatal(err)
	}
	return serve.Options{
		Terms: terms, Splits: []serve.Split{rooms("train", 1000), rooms("normal", 3), rooms("slow", 10), rooms("broken", 3)},
		Renderer: &toy.Renderer{Dir: dir}, CacheDir: dir, Picture: &base.Picture{},
		Drain: 200 * time.Millisecond,
	}
}

func start(t *testing.T, o serve.Options) *served {
	t.Helper()
	s, err := serve.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l, nil) }()
	end := sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(patience):
			return errors.New("the server does not end")
		}
	})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return &served{s, "http://" + l.Addr().String(), end}
}

// conn is a WebSocket connection of a test.
type conn struct {
	t *testing.T
	*websocket.Conn
}

func dial(t *testing.T, url string) *conn {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.SetReadLimit(1 << 20)
	t.Cleanup(func() { c.CloseNow() })
	return &conn{t, c}
}

// answer is any message of the server.
type answer struct {
	Type string
	Data struct {
		Observation struct {
			Prompt, Text, Mime string
			Image              []byte
			Turn, Turns        int
			Valid              bool
			Findings           []scenes.Finding
			Layout             []codec.AnswerItem
			Parts              map[string]float64
			Task               *scenes.Task
		}
		Reward        *float64
		Done          bool
		Message, Code string
		Errors        []struct{ Msg string }
		EpisodeID     *string `json:"episode_id"`
		StepCount     *int    `json:"step_count"`
		Active        *int    `json:"active_sessions"`
		Max           *int    `json:"max_sessions"`
	}
}

// say sends a text and returns the answer and its bytes.
func (c *conn) say(text string) (answer, []byte) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatalf("%.80s: %v", text, err)
	}
	return c.hear()
}

func (c *conn) hear() (answer, []byte) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	kind, data, err := c.Read(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil || kind != websocket.MessageText {
		c.t.Fatalf("%v %v: %.200s", kind, err, data)
	}
	return a, data
}

// good is a step that puts the boxes of a toy room into the given cells.
func good(cells ...int) string {
	task := toy.Task("any", len(cells))
	l := &scenes.Layout{}
	for i, c := range cells {
		l.Placements = append(l.Placements, toy.Place(task, i, c))
	}
	data, _ := json.Marshal(map[string]any{"type": "step", "data": map[string]string{"response": codec.FormatResponse(task, l, "")}})
	return string(data)
}

func TestEpisode(t *testing.T) {
	s := start(t, options(t))
	c := dial(t, s.url+"/ws")
	a, _ := c.say(`{"type":"reset","data":{"seed":42,"episode_id":"e-1","split":"normal","difficulty":"hard"}}`)
	o := a.Data.Observation
	if a.Type != "observation" || a.Data.Reward != nil || a.Data.Done || o.Turn != 0 || o.Turns != 3 || o.Task.ID != "normal-0" || len(o.Image) == 0 || o.Findings == nil {
		t.Fatalf("reset: %+v", a)
	}
	if !strings.Contains(o.Prompt, "box_1") || !strings.Contains(o.Prompt, "empty room") {
		t.Errorf("prompt: %s", o.Prompt)
	}
	for i, step := range []struct {
		text   string
		reward float64
		valid  bool
		faults int
	}{
		{good(0, 3), 0.5, true, 1},
		{`{"type":"step","data":{"response":"a sofa"}}`, 0, false, 0},
		{`{"type":"step","data":{"layout":[{"new_object_id":"box_0","x":0.5,"y":0.5,"z":0.25},{"new_object_id":"box_1","x":1.5,"y":1.5,"z":0.25}],"metadata":{}}}`, 1, true, 0},
	} {
		if a, _ := c.say(`{"type":"state"}`); a.Type != "state" || *a.Data.StepCount != i || *a.Data.EpisodeID != "e-1" {
			t.Errorf("state before step %d: %+v", i, a)
		}
		a, _ := c.say(step.text)
		o := a.Data.Observation
		if *a.Data.Reward != step.reward || o.Valid != step.valid || len(o.Findings) != step.faults || (len(o.Image) > 0) != step.valid || a.Data.Done != (i == 2) || o.Turn != i+1 {
			t.Errorf("step %d: %+v", i, a)
		}
		if (o.Prompt == "") != a.Data.Done || !strings.HasPrefix(o.Text, fmt.Sprintf("Reward %.3f.", step.reward)) {
			t.Errorf("step %d: text %q, prompt %q", i, o.Text, o.Prompt)
		}
		if i == 0 && (!strings.Contains(o.Prompt, "wrong cell") || !strings.Contains(o.Prompt, "0.500") || !strings.Contains(o.Prompt, "previous answer furnished")) {
			t.Errorf("the prompt does not tell of the turn before: %s", o.Prompt)
		}
	}
	if a, _ := c.say(good(0, 1)); a.Data.Code != "EXECUTION_ERROR" || !strings.Contains(a.Data.Message, "over after 3 turns") {
		t.Errorf("a fourth step: %+v", a)
	}
	// In the middle of an episode another begins, with a task of the client's.
	c.say(`{"type":"reset"}`)
	c.say(good(0, 0))
	own, _ := json.Marshal(toy.Task("mine", 2))
	a, _ = c.say(fmt.Sprintf(`{"type":"reset","data":{"task":%s,"episode_id":null,"seed":null}}`, own))
	if a.Data.Observation.Task.ID != "mine" || a.Data.Observation.Turn != 0 {
		t.Errorf("reset in the middle: %+v", a)
	}
	if a, _ := c.say(`{"type":"state"}`); *a.Data.StepCount != 0 || *a.Data.EpisodeID != "task-mine" {
		t.Errorf("state after it: %+v", a)
	}
	if err := c.Write(t.Context(), websocket.MessageText, []byte(`{"type":"close"}`)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Errorf("after close: %v", err)
	}
}

// TestPromptTellsTheCamera holds that the words beside a picture say from where it
// was taken, and that a note of a term is no fault to the model.
func TestPromptTellsTheCamera(t *testing.T) {
	o := options(t)
	o.Picture = &base.Picture{Camera: "top"}
	target := toy.Target()
	noting := &toy.Term{ID: "target", Value: func(task *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		r := target.Value(task, c)
		r.Findings = append(r.Findings, scenes.Finding{Rule: scenes.RuleNote, Message: "The critic grades."})
		return r
	}}
	var err error
	if o.Terms, err = reward.New([]reward.Term{{Name: "target", Weight: 1, Plugin: noting}}); err != nil {
		t.Fatal(err)
	}
	c := dial(t, start(t, o).url+"/ws")
	first, _ := c.say(`{"type":"reset"}`)
	second, _ := c.say(good(0, 1))
	for _, prompt := range []string{first.Data.Observation.Prompt, second.Data.Observation.Prompt} {
		if !strings.Contains(prompt, ", from straight above, north at the top.") || strings.Contains(prompt, "critic") {
			t.Errorf("prompt: %s", prompt)
		}
	}
	if got := second.Data.Observation; got.Text != "Reward 1.000. No faults." || len(got.Findings) != 1 {
		t.Errorf("%q with findings %v", got.Text, got.Findings)
	}
}

func TestBadMessages(t *testing.T) {
	s := start(t, options(t))
	c := dial(t, s.url+"/ws")
	if a, _ := c.say(good(0, 1)); a.Data.Code != "EXECUTION_ERROR" || !strings.Contains(a.Data.Message, "reset first") {
		t.Errorf("a step before the reset: %+v", a)
	}
	huge := `{"type":"step","data":{"response":"` + strings.Repeat("x", 2<<20) + `"}}`
	for _, m := range []struct{ text, code, want string }{
		{`{"type":"reset"`, "INVALID_JSON", "not JSON"},
		{``, "INVALID_JSON", "not JSON"},
		{"\xff\xfe", "INVALID_JSON", "not JSON"},
		{`{"type":"state"} {"type":"state"}`, "INVALID_JSON", "behind the JSON"},
		{`[]`, "VALIDATION_ERROR", "an object, not array"},
		{`null`, "UNKNOWN_TYPE", ""},
		{`{}`, "UNKNOWN_TYPE", ""},
		{`{"type":"dance"}`, "UNKNOWN_TYPE", `"dance"`},
		{`{"type":7}`, "VALIDATION_ERROR", `"type" must be a string`},
		{`{"type":"state","extra":1}`, "VALIDATION_ERROR", `unknown field "extra"`},
		{`{"type":"reset","data":{"seed":1.5}}`, "VALIDATION_ERROR", "whole number"},
		{`{"type":"reset","data":{"seed":"x"}}`, "VALIDATION_ERROR", ""},
		{`{"type":"reset","data":{"split":"nomal"}}`, "VALIDATION_ERROR", `did you mean "normal"?`},
		{`{"type":"reset","data":{"split":"normal","index":3}}`, "VALIDATION_ERROR", "0 to 2"},
		{`{"type":"reset","data":{"split":"normal","index":-1}}`, "VALIDATION_ERROR", "0 to 2"},
		{`{"type":"reset","data":{"task":{"rom":{}}}}`, "VALIDATION_ERROR", `did you mean "room"?`},
		{`{"type":"reset","data":{"task":{},"index":1}}`, "VALIDATION_ERROR", "do one of them"},
		{`{"type":"reset","data":{"episode_id":"` + strings.Repeat("e", 300) + `"}}`, "VALIDATION_ERROR", "300 characters"},
		{`{"type":"step"}`, "VALIDATION_ERROR", "action is missing"},
		{`{"type":"step","data":{}}`, "VALIDATION_ERROR", "neither a response nor a layout"},
		{`{"type":"step","data":{"response":"a","layout":[]}}`, "VALIDATION_ERROR", "one of them"},
		{`{"type":"step","data":{"action":{"response":"a"}}}`, "VALIDATION_ERROR", `unknown field "action"`},
		{`{"type":"step","data":{"response":7}}`, "VALIDATION_ERROR", "a string, not number"},
		{huge, "VALIDATION_ERROR", "larger than 1048576 bytes"},
	} {
		a, raw := c.say(m.text)
		if a.Type != "error" || a.Data.Code != m.code || !strings.Contains(a.Data.Message, m.want) {
			t.Errorf("%.100s: %s", m.text, raw)
		}
		if len(raw) > 2000 || m.code == "VALIDATION_ERROR" && len(a.Data.Errors) != 1 {
			t.Errorf("%.100s: answered with %d bytes: %.300s", m.text, len(raw), raw)
		}
	}
	if err := c.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"state"}`)); err != nil {
		t.Fatal(err)
	}
	if a, _ := c.hear(); a.Data.Code != "INVALID_JSON" || !strings.Contains(a.Data.Message, "text frames") {
		t.Errorf("a binary frame: %+v", a)
	}
	// After all of this the session is as good as new.
	c.say(`{"type":"reset","data":{"seed":18446744073709551615}}`)
	if a, _ := c.say(good(0, 1)); a.Data.Reward == nil || *a.Data.Reward != 1 {
		t.Errorf("a good step: %+v", a)
	}
	// What is beyond all bounds ends the connection, and nothing else.
	if err := c.Write(t.Context(), websocket.MessageText, bytes.Repeat([]byte("x"), 9<<20)); err == nil {
		if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
			t.Errorf("after 9 MiB: %v", err)
		}
	}
	dial(t, s.url+"/ws").say(`{"type":"state"}`)
}

// play plays a whole episode and returns everything that was said.
func play(t *testing.T, url string, seed int) string {
	c := dial(t, url+"/ws")
	defer c.CloseNow()
	var b strings.Builder
	for _, m := range []string{fmt.Sprintf(`{"type":"reset","data":{"seed":%d}}`, seed), good(0, seed%4), `{"type":"state"}`, good(seed%3, 1), good(0, 1)} {
		_, raw := c.say(m)
		b.Write(raw)
	}
	return b.String()
}

func waitFor(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ready(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited for %s in vain", what)
		}
	}
}

// gauge reads one number of the server's metrics.
func gauge(t *testing.T, url, name string) string {
	t.Helper()
	_, text := get(t, url+"/metrics")
	for line := range strings.Lines(text) {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(v)
		}
	}
	return "none"
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// browser is an HTTP client with cookies.
func browser(t *testing.T) func(url, body string) (int, map[string]any) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	return func(url, body string) (int, map[string]any) {
		t.Helper()
		resp, err := client.Post(url, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var v map[string]any
		if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
			t.Fatalf("%s: %s: %v", url, resp.Status, err)
		}
		return resp.StatusCode, v
	}
}

// constant is a term with one value.
func constant(id string, v float64) *toy.Term {
	return &toy.Term{ID: id, Value: func(*scenes.Task, sdkreward.Candidate) sdkreward.Result { return sdkreward.Result{Value: v} }}
}
