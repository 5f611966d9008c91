package vlm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/plugins/policy/vlm"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func TestPlugin(t *testing.T) { plugintest.Check(t, vlm.New()) }

func study(id string) *scenes.Task {
	return &scenes.Task{ID: id, Preference: "a quiet room", Room: scenes.RectRoom(4, 3, 2.6), Objects: []scenes.Object{
		{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.4, 0.7, 0.75}, Support: scenes.OnFloor, Facing: scenes.SouthWall},
		{ID: "chair_1", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor},
	}}
}

// good is a whole answer; x tells answers apart.
func good(x float64) string {
	return fmt.Sprintf("<think>The desk first.</think>\n<answer>[{\"new_object_id\":\"desk_1\",\"x\":%.2f,\"y\":2.6,\"z\":0.375,\"rotation\":{\"z_angle\":180}},"+
		"{\"new_object_id\":\"chair_1\",\"x\":1,\"y\":1,\"z\":0.45}]</answer>", x)
}

// seeded answers each request by its first seed.
func seeded(c chattest.Call) chattest.Reply {
	var texts []string
	for i := range c.N {
		texts = append(texts, good(float64(*c.Seed%100+int64(i))/100))
	}
	return chattest.Say(texts...)
}

// configured returns a policy of a server and what the plugin needs.
func configured(t *testing.T, url string, set map[string]any) (*vlm.Policy, base.ConfigureResponse) {
	t.Helper()
	p := vlm.New()
	all := map[string]any{"base_url": url, "model": "tiny", "retries": 3, "size": 64}
	for k, v := range set {
		all[k] = v
	}
	values, ds := p.Describe().Schema.Resolve(all)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values, CacheDir: dir})
	if err == nil {
		err = r.Diagnostics.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "before.png"), []byte("the turn before"), 0o644); err != nil {
		t.Fatal(err)
	}
	return p, r
}

func ask(rooms int, n int) policy.SampleRequest {
	req := policy.SampleRequest{N: n, Temperature: 0.7, Seed: 11}
	for i := range rooms {
		req.Observations = append(req.Observations, policy.Observation{Task: study(fmt.Sprint("room-", i))})
	}
	return req
}

func sample(t *testing.T, p *vlm.Policy, req policy.SampleRequest) policy.SampleResponse {
	t.Helper()
	resp, err := p.Sample(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func value(r policy.SampleResponse, name string) float64 {
	for _, s := range r.Statistics {
		if s.Name == name {
			return s.Value
		}
	}
	return -1
}

func TestSample(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, seeded)
	p, r := configured(t, s.URL, map[string]any{"structured": "off", "price_output": 1000.0, "size": 512, "extra": `{"top_k": 5}`})
	if !cmp.Equal(r.Needs, []base.Need{base.NeedImages}) || r.Pictures[0].Width != 512 {
		t.Errorf("needs %v, %v", r.Needs, r.Pictures)
	}
	req := ask(3, 4)
	resp := sample(t, p, req)
	seen := map[string]bool{}
	for i, samples := range resp.Samples {
		if len(samples) != 4 {
			t.Fatalf("%d answers", len(samples))
		}
		for _, one := range samples {
			seen[one.Response] = true
			if parsed := codec.ParseResponse(req.Observations[i].Task, one.Response); parsed.Score != codec.ScoreRight {
				t.Errorf("%q: %v", one.Response, parsed.Findings)
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("12 answers, %d of them different", len(seen))
	}
	call := s.Calls()[0]
	if *call.Temperature != 0.7 || call.MaxTokens != 4096 || call.Fields["top_k"] != 5.0 || call.Schema || len(call.Images) != 1 ||
		!strings.Contains(call.Text, "a quiet room") || !strings.Contains(call.Text, "shows the empty room") {
		t.Errorf("it was asked %+v", call)
	}
	if pic, err := png.Decode(bytes.NewReader(call.Images[0])); err != nil || pic.Bounds().Dx() != 512 {
		t.Errorf("the picture of the room: %v", err)
	}
	// Two test pictures beside the three rooms, which only the first call pays.
	if value(resp, "requests") != 2+3 || value(resp, "output_tokens") != 20+120 || value(resp, "cost") != 0.14 {
		t.Errorf("statistics %v", resp.Statistics)
	}
	again := sample(t, p, req)
	if diff := cmp.Diff(resp.Samples, again.Samples); diff != "" || value(again, "requests") != 3 {
		t.Errorf("one request, two answers: %s, %v", diff, again.Statistics)
	}
}

// TestAnswersDoNotDependOnHowTheyAreAskedFor has a server that gives one answer
// at a time, and settings that ask for less at once.
func TestAnswersDoNotDependOnHowTheyAreAskedFor(t *testing.T) {
	want := policy.SampleResponse{}
	for i, c := range []struct {
		quirks chattest.Quirks
		n      int
	}{{chattest.Quirks{}, 0}, {chattest.Ollama(), 0}, {chattest.Quirks{}, 1}, {chattest.Quirks{}, 3}} {
		p, _ := configured(t, chattest.New(t, c.quirks, seeded).URL, map[string]any{"n": c.n, "structured": "off"})
		got := sample(t, p, ask(2, 5))
		if i == 0 {
			want = got
		}
		if diff := cmp.Diff(want.Samples, got.Samples); diff != "" {
			t.Errorf("%+v: %s", c, diff)
		}
	}
}

// TestSecondTurn holds that the model is told what came of its answer.
func TestSecondTurn(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, seeded)
	p, _ := configured(t, s.URL, map[string]any{"structured": "off", "concurrency": 1})
	task := study("room")
	parsed := codec.ParseResponse(task, good(1.42))
	bad := []scenes.Finding{{Message: "chair_1 overlaps desk_1 by 7 cm"}}
	sample(t, p, policy.SampleRequest{Observations: []policy.Observation{
		{Task: task, Turn: 1, Previous: parsed.Layout, Reward: -0.25, Findings: bad, Image: &base.Image{File: "before.png"}},
		{Task: task, Turn: 1, Reward: -1, Findings: []scenes.Finding{{Message: "the answer is not JSON"}}},
	}})
	first, second := s.Calls()[0], s.Calls()[1]
	for _, want := range []string{`"x": 1.42`, "-0.250", "overlaps desk_1 by 7 cm", "as your previous answer furnished it"} {
		if !strings.Contains(first.Text, want) {
			t.Errorf("the prompt lacks %q:\n%s", want, first.Text)
		}
	}
	if string(first.Images[0]) != "the turn before" {
		t.Error("the picture is not that of the turn before")
	}
	if !strings.Contains(second.Text, "could not be read") || !strings.Contains(second.Text, "shows the empty room") {
		t.Errorf("after an answer that is no layout: %s", second.Text)
	}
	for _, file := range []string{"../secret.png", "gone.png"} {
		req := policy.SampleRequest{Observations: []policy.Observation{{Task: task, Turn: 1, Previous: parsed.Layout, Image: &base.Image{File: file}}}}
		if _, err := p.Sample(t.Context(), req); err == nil {
			t.Errorf("picture %s was read", file)
		}
	}
}

// logged captures standard error, where the plugin speaks to people.
func logged(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stderr
	os.Stderr = w
	var b bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = b.ReadFrom(r) })
	f()
	os.Stderr = old
	w.Close()
	wg.Wait()
	return b.String()
}

func TestPictures(t *testing.T) {
	for name, c := range map[string]struct {
		quirks   chattest.Quirks
		image    string
		pictures int
		said     string
	}{
		"seen":             {chattest.Quirks{}, "auto", 1, ""},
		"ignored":          {chattest.Quirks{Blind: true}, "auto", 0, "sees no pictures and gets none"},
		"refused":          {chattest.Quirks{RefusesImages: true}, "auto", 0, "image input is not supported"},
		"ignored but sent": {chattest.Quirks{Blind: true}, "on", 1, ""},
		"not wanted":       {chattest.Quirks{}, "off", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := chattest.New(t, c.quirks, seeded)
			said := logged(t, func() {
				p, r := configured(t, s.URL, map[string]any{"image": c.image, "structured": "off"})
				if (c.image == "off") != (len(r.Needs) == 0) {
					t.Errorf("needs %v", r.Needs)
				}
				for range 2 {
					sample(t, p, ask(1, 1))
				}
			})
			for _, call := range s.Calls() {
				if len(call.Images) != c.pictures || strings.Contains(call.Text, "picture") != (c.pictures > 0) {
					t.Errorf("%d pictures with: %s", len(call.Images), call.Text)
				}
			}
			if c.said == "" && said != "" || !strings.Contains(said, c.said) || strings.Count(said, "sees no pictures") > 1 {
				t.Errorf("it said %q", said)
			}
		})
	}
}

func TestStructured(t *testing.T) {
	answer, _ := json.Marshal(map[string]any{"think": "so", "answer": []any{
		map[string]any{"new_object_id": "desk_1", "x": 1, "y": 2, "z": 0.4, "rotation": map[string]any{"z_angle": 90}},
		map[string]any{"new_object_id": "chair_1", "x": 1, "y": 1, "z": 0.5, "rotation": map[string]any{"z_angle": 0}},
	}})
	for name, c := range map[string]struct {
		quirks chattest.Quirks
		set    string
		schema bool
	}{
		"has it":     {chattest.Quirks{}, "auto", true},
		"lacks it":   {chattest.Quirks{IgnoresSchema: true}, "auto", false},
		"refuses it": {chattest.Quirks{Refuses: []string{"response_format"}}, "auto", false},
		"off":        {chattest.Quirks{}, "off", false},
		"on":         {chattest.Quirks{IgnoresSchema: true}, "on", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := chattest.New(t, c.quirks, func(call chattest.Call) chattest.Reply {
				if call.Schema {
					return chattest.Say(string(answer))
				}
				return chattest.Say(good(1))
			})
			p, _ := configured(t, s.URL, map[string]any{"structured": c.set, "image": "off"})
			resp := sample(t, p, ask(1, 1))
			call := s.Calls()[0]
			if call.Schema != c.schema || strings.Contains(call.Text, "one JSON object") != c.schema {
				t.Errorf("schema %v; the prompt: %s", call.Schema, call.Text)
			}
			thought, list := bytes.Index(call.Body, []byte(`"think":{"type"`)), bytes.Index(call.Body, []byte(`"answer":{"items"`))
			if c.schema && (thought < 0 || thought > list) {
				t.Errorf("the thought does not go before the answer: %s", call.Body)
			}
			if parsed := codec.ParseResponse(study("room"), resp.Samples[0][0].Response); parsed.Score != codec.ScoreRight {
				t.Errorf("%q: %v", resp.Samples[0][0].Response, parsed.Findings)
			}
		})
	}
}

func TestThinkingApart(t *testing.T) {
	list := strings.TrimPrefix(good(1), "<think>The desk first.</think>\n")
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Reply{Texts: []string{list}, Reasoning: "hm </think><answer>[]"}))
	p, _ := configured(t, s.URL, map[string]any{"structured": "off"})
	got := sample(t, p, ask(1, 1)).Samples[0][0].Response
	if parsed := codec.ParseResponse(study("room"), got); parsed.Score != codec.ScoreRight || !strings.HasPrefix(got, "<think>hm [/think]") {
		t.Errorf("%q: %v", got, parsed.Findings)
	}
}

func TestStormsAndDeath(t *testing.T) {
	var storm []chattest.Reply
	for i := range 6 {
		storm = append(storm, chattest.Fail([]int{429, 500, 503}[i%3], "storm"))
	}
	s := chattest.New(t, chattest.Quirks{}, chattest.Script(append(storm, chattest.Say(good(1)))...))
	p, _ := configured(t, s.URL, map[string]any{"structured": "off", "retries": 10})
	resp := sample(t, p, ask(4, 1))
	for _, samples := range resp.Samples {
		if samples[0].Response != good(1) {
			t.Errorf("got %q", samples[0].Response)
		}
	}
	if value(resp, "failed_attempts") != 6 {
		t.Errorf("statistics %v", resp.Statistics)
	}

	dir := t.TempDir()
	dying := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if c.Number >= 2 {
			return chattest.Fail(500, "out of memory")
		}
		return seeded(c)
	})
	set := map[string]any{"structured": "off", "concurrency": 1, "retries": 1, "transcripts": dir}
	p, _ = configured(t, dying.URL, set)
	_, err := p.Sample(t.Context(), ask(5, 1))
	if err == nil || !strings.Contains(err.Error(), "out of memory") || !strings.Contains(err.Error(), "2 of 5 requests were answered; what was answered is kept") {
		t.Errorf("got %v", err)
	}
	if n := len(dying.Calls()); n != 4 {
		t.Errorf("%d requests, want 2 answered, one with a retry, and no more", n)
	}
	// The same again, with the server back: what was answered is not paid twice.
	back := chattest.New(t, chattest.Quirks{}, seeded)
	p, _ = configured(t, back.URL, set)
	whole := sample(t, p, ask(5, 1))
	if len(back.Calls()) != 3 || value(whole, "replayed") != 2 || value(whole, "requests") != 3 {
		t.Errorf("%d requests, statistics %v", len(back.Calls()), whole.Statistics)
	}
	fresh, _ := configured(t, chattest.New(t, chattest.Quirks{}, seeded).URL, map[string]any{"structured": "off"})
	if diff := cmp.Diff(sample(t, fresh, ask(5, 1)).Samples, whole.Samples); diff != "" {
		t.Errorf("interrupted and not: %s", diff)
	}
	back.Close()
	p, _ = configured(t, back.URL, set)
	if diff := cmp.Diff(sample(t, p, ask(5, 1)).Samples, whole.Samples); diff != "" {
		t.Errorf("without a server: %s", diff)
	}
}

func TestRefusedRoom(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if strings.Contains(c.Text, "palace") {
			return chattest.Fail(400, "this model's maximum context length is 4096 tokens")
		}
		return seeded(c)
	})
	req := ask(3, 1)
	req.Observations[1].Task.Preference = "a palace"
	p, _ := configured(t, s.URL, map[string]any{"structured": "off"})
	resp := sample(t, p, req)
	if resp.Samples[1][0].Response != "" || resp.Samples[2][0].Response == "" || len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].String(), "context length") {
		t.Errorf("got %+v", resp)
	}
	if said := resp.Diagnostics[0].Summary; !strings.Contains(said, "room-1-turn-1 counts as an empty answer") {
		t.Errorf("it said %q", said)
	}
	all := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Fail(404, "no model tiny")))
	p, _ = configured(t, all.URL, map[string]any{"structured": "off", "image": "on"})
	if _, err := p.Sample(t.Context(), ask(2, 1)); err == nil || !strings.Contains(err.Error(), "no model tiny") {
		t.Errorf("a server that refuses everything: %v", err)
	}
}

func TestNoServer(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{Models: []string{"qwen2.5-vl"}, Refuses: []string{"messages"}}, seeded)
	p, _ := configured(t, s.URL, map[string]any{"model": "qwen2.5-v1"})
	if _, err := p.Sample(t.Context(), ask(1, 1)); err == nil || !strings.Contains(err.Error(), `did you mean "qwen2.5-vl"`) {
		t.Errorf("got %v", err)
	}
	s.Close()
	p, _ = configured(t, s.URL, map[string]any{"retries": 0})
	if _, err := p.Sample(t.Context(), ask(1, 1)); err == nil || !strings.Contains(err.Error(), "no server answers at") {
		t.Errorf("got %v", err)
	}
	p, r := configured(t, s.URL, map[string]any{"model": ""})
	if _, err := p.Sample(t.Context(), ask(1, 1)); err == nil || !strings.Contains(err.Error(), "no model is named") || len(r.Diagnostics) != 1 {
		t.Errorf("got %v, %v", err, r.Diagnostics)
	}
}

func TestSettings(t *testing.T) {
	for name, c := range map[string]struct {
		set  map[string]any
		want string
	}{
		"extra is no JSON":     {map[string]any{"extra": "{"}, "config.extra"},
		"extra has a field":    {map[string]any{"extra": `{"model": "x"}`}, `"model"`},
		"key is not there":     {map[string]any{"key_env": "VLM_TEST_UNSET"}, "VLM_TEST_UNSET"},
		"no address":           {map[string]any{"base_url": "localhost"}, "base URL"},
		"budget without price": {map[string]any{"budget": 1.0}, "prices"},
		"a file as a folder":   {map[string]any{"transcripts": os.Args[0]}, "config.transcripts"},
	} {
		p := vlm.New()
		c.set["model"] = "tiny"
		values, ds := p.Describe().Schema.Resolve(c.set)
		if err := ds.Err(); err != nil {
			t.Fatal(err)
		}
		r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values})
		if err != nil || !r.Diagnostics.HasError() || !strings.Contains(r.Diagnostics.Err().Error(), c.want) {
			t.Errorf("%s: %v, %v", name, r.Diagnostics, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	s := chattest.New(t, chattest.Quirks{}, seeded)
	p, _ := configured(t, s.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Sample(ctx, ask(2, 1)); !errors.Is(err, ctx.Err()) || len(s.Calls()) != 0 {
		t.Errorf("got %v", err)
	}
}

// TestKeyIsNowhere looks for the key in all that the policy leaves behind.
func TestKeyIsNowhere(t *testing.T) {
	const key = "sk-very-secret-42"
	t.Setenv("VLM_TEST_KEY", key)
	dir := t.TempDir()
	s := chattest.New(t, chattest.Quirks{Key: key}, func(c chattest.Call) chattest.Reply {
		if c.Number > 0 {
			return chattest.Fail(400, "request with "+key+" failed")
		}
		return seeded(c)
	})
	said := logged(t, func() {
		p, _ := configured(t, s.URL, map[string]any{"key_env": "VLM_TEST_KEY", "transcripts": dir, "concurrency": 1})
		resp := sample(t, p, ask(2, 1))
		if text := fmt.Sprint(resp); strings.Contains(text, key) {
			t.Errorf("the response has the key: %s", text)
		}
		if err := p.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if strings.Contains(said, key) || !strings.Contains(said, "requests, ") {
		t.Errorf("it said %q", said)
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(key)) {
			t.Errorf("%s has the key", path)
		}
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("%d files, %v", files, err)
	}
	var e *chat.Error
	p, _ := configured(t, chattest.New(t, chattest.Quirks{Key: "another"}, seeded).URL, map[string]any{"key_env": "VLM_TEST_KEY"})
	if _, err := p.Sample(t.Context(), ask(1, 1)); !errors.As(err, &e) || e.Kind != chat.Unauthorised || strings.Contains(err.Error(), key) {
		t.Errorf("got %v", err)
	}
}
