package serve_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// response is a response that puts the boxes of a toy room into cells.
func response(cells ...int) string {
	var m struct{ Data struct{ Response string } }
	if err := json.Unmarshal([]byte(good(cells...)), &m); err != nil {
		panic(err)
	}
	return m.Data.Response
}

func text(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

// TestWhatOpenEnvValidates are the checks of "openenv validate --url".
func TestWhatOpenEnvValidates(t *testing.T) {
	s := start(t, options(t))
	read := func(path string) map[string]any {
		t.Helper()
		status, body := get(t, s.url+path)
		var v map[string]any
		if err := json.Unmarshal([]byte(body), &v); err != nil || status != http.StatusOK {
			t.Fatalf("%s: %d %v", path, status, err)
		}
		return v
	}
	openapi := read("/openapi.json")
	if v, _ := openapi["info"].(map[string]any)["version"].(string); !strings.HasPrefix(v, "1.") {
		t.Errorf("version %q", v)
	}
	paths := openapi["paths"].(map[string]any)
	for path, methods := range paths {
		for method := range methods.(map[string]any) {
			req, _ := http.NewRequest(strings.ToUpper(method), s.url+path, strings.NewReader("{}"))
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusMethodNotAllowed {
				t.Errorf("%s %s is described and answers %s", method, path, resp.Status)
			}
		}
	}
	if paths["/reset"] == nil || paths["/step"] == nil || paths["/state"] == nil {
		t.Error("a path of the simulation mode is missing")
	}
	if v := read("/health"); v["status"] != "healthy" {
		t.Errorf("health %v", v)
	}
	if v := read("/metadata"); v["name"] != "metaspatial" || v["description"] == "" {
		t.Errorf("metadata %v", v)
	}
	if status, v := browser(t)(s.url+"/mcp", "{}"); status != http.StatusOK || v["jsonrpc"] != "2.0" || v["error"] == nil {
		t.Errorf("mcp: %d %v", status, v)
	}
}

// TestMessagesKeepToTheSchemas holds every observation, with its reward and
// done, and every state against GET /schema.
func TestMessagesKeepToTheSchemas(t *testing.T) {
	s := start(t, options(t))
	_, body := get(t, s.url+"/schema")
	var all map[string]any
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatal(err)
	}
	compiled := map[string]*jsonschema.Schema{}
	for name, schema := range all {
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, schema); err != nil {
			t.Fatal(err)
		}
		var err error
		if compiled[name], err = c.Compile(name); err != nil {
			t.Fatal(err)
		}
	}
	c := dial(t, s.url+"/ws")
	for _, m := range []string{`{"type":"reset"}`, `{"type":"state"}`, good(0, 3), `{"type":"step","data":{"response":""}}`, good(0), `{"type":"state"}`} {
		_, raw := c.say(m)
		var got struct {
			Type string
			Data map[string]any
		}
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		v := got.Data
		if got.Type == "observation" {
			v = got.Data["observation"].(map[string]any)
			v["reward"], v["done"] = got.Data["reward"], got.Data["done"]
		}
		if err := compiled[got.Type].Validate(v); err != nil {
			t.Errorf("%.60s: %v", m, err)
		}
	}
	for action, want := range map[string]bool{`{"response":"x"}`: true, `{"layout":[]}`: true, `{"layout":[],"metadata":{}}`: true, `{}`: false, `{"response":"x","layout":[]}`: false, `{"x":1}`: false} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(action))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled["action"].Validate(v); (err == nil) != want {
			t.Errorf("action %s: %v", action, err)
		}
	}
}

func TestEpisodeOverHTTP(t *testing.T) {
	o := options(t)
	var now atomic.Int64
	o.Now = func() time.Time { return time.Unix(now.Load(), 0) }
	o.Idle = time.Minute
	s := start(t, o)
	post := browser(t)
	if status, v := post(s.url+"/step", `{"action":{"response":"x"}}`); status != http.StatusConflict || !strings.Contains(text(v), "POST /reset") {
		t.Errorf("a step without a session: %d %v", status, v)
	}
	if status, v := post(s.url+"/step", `{"action":{"answer":"x"}}`); status != http.StatusUnprocessableEntity || !strings.Contains(text(v["detail"]), `"loc":["body","action"]`) {
		t.Errorf("a wrong action: %d %v", status, v)
	}
	for _, body := range []string{`{`, `{"split":"no"}`, `[]`} {
		if status, v := post(s.url+"/reset", body); status != http.StatusUnprocessableEntity || v["code"] == nil {
			t.Errorf("reset %s: %d %v", body, status, v)
		}
	}
	if got := gauge(t, s.url, "metaspatial_sessions"); got != "0" {
		t.Errorf("%s sessions after resets that failed", got)
	}
	if status, v := post(s.url+"/reset", ``); status != http.StatusOK || v["done"] != false || v["reward"] != nil {
		t.Errorf("reset: %d %v", status, v)
	}
	for i := range 3 {
		if status, v := post(s.url+"/step", `{"action":`+text(map[string]string{"response": response(0, 1)})+`,"timeout_s":30,"request_id":"r"}`); status != http.StatusOK || v["reward"] != 1.0 || v["done"] != (i == 2) {
			t.Errorf("step %d: %d %v", i, status, v)
		}
	}
	if got := gauge(t, s.url, "metaspatial_sessions"); got != "1" {
		t.Errorf("%s sessions", got)
	}
	now.Store(61)
	waitFor(t, "the idle session's end", func() bool { return gauge(t, s.url, "metaspatial_sessions") == "0" })
}

func TestScore(t *testing.T) {
	s := start(t, options(t))
	post := browser(t)
	task := toy.Task("mine", 2)
	items := []map[string]any{
		{"task": task, "response": response(0, 1)},
		{"task": task, "response": response(0, 2)},
		{"task": text(task), "response": "nonsense"},
		{"split": "normal", "index": 2, "layout": []any{}},
	}
	status, v := post(s.url+"/score", text(map[string]any{"items": items, "images": true}))
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, v)
	}
	var got []float64
	for _, x := range v["scores"].([]any) {
		score := x.(map[string]any)
		got = append(got, score["reward"].(float64))
		if score["valid"] != (score["image"] != nil) {
			t.Errorf("valid and picture: %v", score)
		}
	}
	if !slices.Equal(got, []float64{1, 0.5, 0, 0}) {
		t.Errorf("rewards %v", got)
	}
	// A response is scored for itself: alone as in a batch.
	_, alone := post(s.url+"/score", text(map[string]any{"items": items[1:2], "images": false}))
	both := v["scores"].([]any)[1].(map[string]any)
	delete(both, "image")
	if text(alone["scores"].([]any)[0]) != text(both) {
		t.Errorf("alone %s, in a batch %s", text(alone), text(both))
	}
	if status, v := post(s.url+"/score", `{"items":[]}`); status != http.StatusOK || text(v) != `{"scores":[]}` {
		t.Errorf("nothing: %d %v", status, v)
	}
	for body, want := range map[string]string{
		`{"items":[{"response":"x"}]}`:                            `"loc":["body","items","0","task"]`,
		`{"items":[{"task":{},"response":"x"}]}`:                  `"loc":["body","items","0","task"]`,
		`{"items":[{"split":"normal","index":0}]}`:                "neither a response",
		`{"items":[{"split":"normal","response":""}]}`:            "no index",
		`{"items":[],"image":true}`:                               `unknown field`,
		`{"items":[{"split":"broken","index":0,"response":"x"}]}`: "its program has ended",
		// None of the rooms of too large a batch is looked for.
		`{"items":[` + strings.Repeat(`{"split":"nowhere","index":0,"response":""},`, 4096) + `{"split":"nowhere","index":0,"response":""}]}`: "at most 4096",
	} {
		if status, v := post(s.url+"/score", body); status == http.StatusOK || !strings.Contains(text(v), want) {
			t.Errorf("%.80s: %d %.300s", body, status, text(v))
		}
	}
}

func TestTasks(t *testing.T) {
	s := start(t, options(t))
	post := browser(t)
	if status, body := get(t, s.url+"/metaspatial/splits"); status != http.StatusOK || strings.TrimSpace(body) != `[{"name":"train","type":"train"},{"name":"normal","type":"test"},{"name":"slow","type":"test"},{"name":"broken","type":"test"}]` {
		t.Errorf("splits: %d %s", status, body)
	}
	for _, c := range []struct{ path, body, want string }{
		{"/metaspatial/num_tasks", `{"split":"normal"}`, `{"num_tasks":3}`},
		{"/num_tasks", `{"split":"train"}`, `{"num_tasks":1000}`},
		{"/metaspatial/task", `{"split":"normal","index":1}`, `"id":"normal-1"`},
		{"/metaspatial/task", `{"split":"normal","index":5}`, `0 to 2`},
		{"/metaspatial/task", `{"split":"normal"}`, `index is missing`},
		{"/metaspatial/task_range", `{"split":"train","start":998,"stop":2000}`, `"id":"train-999"`},
		{"/metaspatial/task_range", `{"split":"normal","start":2,"stop":1}`, `a range`},
		{"/metaspatial/tasks", `{"split":"normal"}`, `"id":"normal-2"`},
		{"/metaspatial/tasks", `{"split":"nrmal"}`, `did you mean`},
		{"/metaspatial/tasks", `{}`, `split is missing`},
	} {
		if _, v := post(s.url+c.path, c.body); !strings.Contains(text(v), c.want) {
			t.Errorf("%s %s: %s", c.path, c.body, text(v))
		}
	}
}

func TestRecord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "served")
	for round := range 2 {
		o := options(t)
		o.Record = &serve.Record{Dir: dir, Every: 2, Apart: time.Nanosecond}
		s := start(t, o)
		var client session.Client
		waitFor(t, "the folder", func() (ok bool) {
			var err error
			client, err = session.Dial(t.Context(), dir, "")
			return err == nil
		})
		remote, err := session.Dial(t.Context(), s.url, "")
		if err != nil {
			t.Fatal(err)
		}
		for seed := range 3 {
			play(t, s.url, seed)
		}
		waitFor(t, "the record", func() bool {
			snap, err := client.Snapshot(t.Context())
			return err == nil && len(snap.History) == 2*round+1 && len(snap.Samples) > 0
		})
		if g, err := remote.Score(t.Context(), toy.Task("x", 2), layoutOf(t, 0, 1)); err != nil || g.Reward != 1 {
			t.Errorf("score: %+v, %v", g, err)
		}
		if _, err := remote.Generate(t.Context(), session.GenerateRequest{Task: toy.Task("x", 2)}); err == nil || !strings.Contains(err.Error(), "no policy") {
			t.Errorf("generate: %v", err)
		}
		if err := remote.SetWeight(t.Context(), "target", 3); err != nil {
			t.Error(err)
		}
		waitFor(t, "the weight", func() bool { return o.Terms.Terms()[0].Weight == 3 })
		if err := client.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		waitFor(t, "the end", func() bool { _, err := http.Get(s.url + "/health"); return err != nil })
		if err := s.end(); err != nil {
			t.Error(err)
		}
		client.Close()
		remote.Close()
	}
	history, err := metrics.History(dir)
	if err != nil || len(history) != 4 {
		t.Fatalf("%d records, %v", len(history), err)
	}
	for i, rec := range history {
		if rec.Iteration != i || rec.Metrics["layout/parsed"] != 1 || rec.Metrics["reward/turn_2"] == 0 && i%2 == 0 {
			t.Errorf("record %d: %+v", i, rec)
		}
		for name := range rec.Metrics {
			if _, ok := metrics.Explain(name); !ok {
				t.Errorf("the metric %q is in no glossary", name)
			}
		}
	}
	if pictures, err := filepath.Glob(filepath.Join(dir, metrics.SamplesDir, "*.png")); err != nil || len(pictures) == 0 {
		t.Errorf("pictures %v, %v", pictures, err)
	}
}

func layoutOf(t *testing.T, cells ...int) *scenes.Layout {
	t.Helper()
	return codec.ParseResponse(toy.Task("any", len(cells)), response(cells...)).Layout
}

func TestTLS(t *testing.T) {
	made := httptest.NewTLSServer(nil) // for its certificate
	defer made.Close()
	s, err := serve.New(options(t))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- s.Serve(ctx, l, &tls.Config{Certificates: made.TLS.Certificates, NextProtos: []string{"http/1.1"}})
	}()
	c, _, err := websocket.Dial(t.Context(), "wss://"+l.Addr().String()+"/ws", &websocket.DialOptions{HTTPClient: made.Client()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	if a, _ := (&conn{t, c}).say(`{"type":"state"}`); a.Type != "state" {
		t.Errorf("over TLS: %+v", a)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestOptionsThatDoNotFit(t *testing.T) {
	for want, change := range map[string]func(*serve.Options){
		"no reward terms":    func(o *serve.Options) { o.Terms = nil },
		"no rooms":           func(o *serve.Options) { o.Splits = nil },
		"which there is not": func(o *serve.Options) { o.Ranges = map[string]serve.Range{"other": {Low: 0, High: 1}} },
		"the lower first":    func(o *serve.Options) { o.Ranges = map[string]serve.Range{"target": {Low: 1, High: 0}} },
		"no reward term has a weight": func(o *serve.Options) {
			if err := o.Terms.SetWeight("target", 0); err != nil {
				t.Fatal(err)
			}
		},
		"cannot be negative": func(o *serve.Options) { o.MaxSessions = -1 },
	} {
		o := options(t)
		change(&o)
		if _, err := serve.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestRewardsLieWithinTheRange has terms of all signs and ranges.
func TestRewardsLieWithinTheRange(t *testing.T) {
	value := func(id string, v float64) reward.Term {
		return reward.Term{Name: id, Plugin: constant(id, v)}
	}
	for name, c := range map[string]struct {
		terms  []reward.Term
		weight []float64
		want   float64
	}{
		"one":        {[]reward.Term{value("a", 0.25)}, []float64{2}, 0.25},
		"two":        {[]reward.Term{value("a", 1), value("b", 0)}, []float64{1, 3}, 0.25},
		"beyond":     {[]reward.Term{value("a", 1e300)}, []float64{1}, 1},
		"below":      {[]reward.Term{value("a", -5)}, []float64{1}, 0},
		"negative":   {[]reward.Term{value("a", 0.25)}, []float64{-1}, 0.75},
		"own range":  {[]reward.Term{value("own", -10)}, []float64{1}, 0.5},
		"weightless": {[]reward.Term{value("a", 0.5), value("b", 1)}, []float64{1, 0}, 0.5},
	} {
		for i := range c.terms {
			c.terms[i].Weight = c.weight[i]
		}
		o := options(t)
		var err error
		if o.Terms, err = reward.New(c.terms); err != nil {
			t.Fatal(err)
		}
		if name == "own range" {
			o.Ranges = map[string]serve.Range{"own": {Low: -20, High: 0}}
		}
		s := start(t, o)
		_, v := browser(t)(s.url+"/score", fmt.Sprintf(`{"items":[{"split":"normal","index":0,"response":%s}]}`, text(response(0, 1))))
		if got := v["scores"].([]any)[0].(map[string]any)["reward"]; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
