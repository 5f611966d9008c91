package serve_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/internal/toy"
)

func TestOpenRLHF(t *testing.T) {
	s := start(t, options(t))
	post := browser(t)
	label := text(toy.Task("mine", 2))
	prompt := "<|im_start|>user\nplace <answer>…</answer><|im_end|>\n<|im_start|>assistant\n"
	status, v := post(s.url+"/openrlhf", text(map[string]any{"query": []string{prompt + response(0, 1) + "<|im_end|>"}, "prompts": []string{prompt}, "labels": []string{label}}))
	if status != http.StatusOK || v["rewards"] != 1.0 || v["scores"] != 1.0 || text(v["extra_logs"]) != `{"target":1,"valid":1}` {
		t.Errorf("one: %d %v", status, v)
	}
	expanded := strings.Replace(prompt, "place", "<|image_pad|><|image_pad|>place", 1)
	status, v = post(s.url+"/openrlhf", text(map[string]any{
		"query":   []string{expanded + response(0, 2), prompt + "no</s>", prompt + response(0, 1)},
		"prompts": []string{prompt, prompt, prompt},
		"labels":  []any{label, `{"split":"normal","index":1}`, map[string]any{"task": toy.Task("mine", 2)}},
	}))
	if status != http.StatusOK || text(v["rewards"]) != `[0.5,0,1]` || text(v["extra_logs"]) != `{"target":[0.5,0,1],"valid":[1,0,1]}` {
		t.Errorf("several: %d %v", status, v)
	}
	for _, body := range []string{`{}`, `{"query":["x"],"labels":[]}`, `{"query":["x"],"labels":["bedroom"]}`, `{"query":["x"],"labels":[null]}`, `{"query":["x"],"prompts":["a","b"],"labels":["{}"]}`} {
		if status, v := post(s.url+"/openrlhf", body); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", body, status, v)
		}
	}
}

func TestNeMoGym(t *testing.T) {
	s := start(t, options(t))
	base := s.url + "/nemo-gym"
	message := func(cells ...int) map[string]any {
		return map[string]any{"id": "r", "output": []any{
			map[string]any{"type": "reasoning"},
			map[string]any{"type": "message", "role": "assistant", "content": []any{map[string]any{"type": "output_text", "text": response(cells...)}}},
		}}
	}
	params := map[string]any{"input": []any{map[string]any{"role": "user", "content": "furnish"}}}
	post := browser(t)
	if status, v := post(base+"/verify", text(map[string]any{"responses_create_params": params, "response": message(0, 1)})); status == http.StatusOK {
		t.Errorf("verify without a room: %v", v)
	}
	if status, v := post(base+"/seed_session", text(map[string]any{"verifier_metadata": map[string]any{"task": text(toy.Task("mine", 2))}})); status != http.StatusOK || len(v) != 0 {
		t.Errorf("seed_session: %d %v", status, v)
	}
	status, v := post(base+"/verify", text(map[string]any{"responses_create_params": params, "response": message(0, 2), "row": 7}))
	if status != http.StatusOK || v["reward"] != 0.5 || v["row"] != 7.0 || v["responses_create_params"] == nil {
		t.Errorf("verify: %d %v", status, v)
	}
	// A row that names its room needs no session.
	status, v = browser(t)(base+"/verify", text(map[string]any{"split": "normal", "index": 0, "responses_create_params": params, "response": message(0, 1)}))
	if status != http.StatusOK || v["reward"] != 1.0 {
		t.Errorf("verify by the row: %d %v", status, v)
	}
	status, v = post(base+"/reset", text(map[string]any{"seed": 3, "responses_create_params": map[string]any{"input": []any{}}}))
	if observation, _ := v["observation"].(string); status != http.StatusOK || !strings.Contains(observation, "box_1") {
		t.Errorf("reset: %d %v", status, v)
	}
	if _, v := browser(t)(base+"/reset", text(map[string]any{"seed": 3, "responses_create_params": params})); v["observation"] != nil {
		t.Errorf("a row with a prompt of its own got another: %v", v)
	}
	for i := range 3 {
		status, v = post(base+"/step", text(map[string]any{"responses_create_params": params, "response": message(0, 1)}))
		if status != http.StatusOK || v["reward"] != 1.0 || v["terminated"] != (i == 2) || (v["observation"] == nil) != (i == 2) || v["truncated"] != false {
			t.Errorf("step %d: %d %v", i, status, v)
		}
	}
	if status, _ := post(base+"/close", `{}`); status != http.StatusOK {
		t.Errorf("close: %d", status)
	}
	if status, v := post(base+"/step", text(map[string]any{"response": message(0, 1)})); status == http.StatusOK {
		t.Errorf("a step after close: %v", v)
	}
	if _, v := post(base+"/aggregate_metrics", `{"verify_responses":[{"reward":0.5},{"reward":1}]}`); text(v["agent_metrics"]) != `{"mean/reward":0.75}` {
		t.Errorf("aggregate: %v", v)
	}
}

func TestMCP(t *testing.T) {
	s := start(t, options(t))
	post := browser(t)
	call := func(method string, params any) map[string]any {
		t.Helper()
		status, v := post(s.url+"/mcp", text(map[string]any{"jsonrpc": "2.0", "id": 7, "method": method, "params": params}))
		if status != http.StatusOK || v["id"] != 7.0 {
			t.Fatalf("%s: %d %v", method, status, v)
		}
		return v
	}
	if v := call("tools/list", map[string]any{}); !strings.Contains(text(v), `"inputSchema"`) || !strings.Contains(text(v), `"furnish"`) {
		t.Errorf("tools: %v", v)
	}
	id := call("openenv/session/create", nil)["result"].(map[string]any)["session_id"]
	if v := call("tools/call", map[string]any{"session_id": id, "name": "furnish", "arguments": map[string]any{"layout": []any{}}}); !strings.Contains(text(v), `"isError":true`) {
		t.Errorf("furnishing no room: %v", v)
	}
	if v := call("tools/call", map[string]any{"session_id": id, "name": "begin_room", "arguments": map[string]any{"split": "normal", "index": 1}}); !strings.Contains(text(v), `"type":"image"`) {
		t.Errorf("begin_room: %v", v)
	}
	v := call("tools/call", map[string]any{"session_id": id, "name": "furnish", "arguments": map[string]any{"response": response(0, 1)}})
	if got := v["result"].(map[string]any)["structuredContent"].(map[string]any); got["reward"] != 1.0 || got["turn"] != 1.0 {
		t.Errorf("furnish: %v", v)
	}
	for name, c := range map[string]struct {
		method string
		params any
		code   float64
	}{
		"method":   {"tools/dance", nil, -32601},
		"params":   {"tools/call", []int{1}, -32602},
		"tool":     {"tools/call", map[string]any{"session_id": id, "name": "reset"}, -32602},
		"session":  {"tools/call", map[string]any{"session_id": "x", "name": "furnish"}, -32602},
		"none":     {"tools/call", map[string]any{"name": "furnish"}, -32602},
		"unclosed": {"openenv/session/close", map[string]any{"session_id": "x"}, -32602},
	} {
		if v := call(c.method, c.params); v["error"] == nil || v["error"].(map[string]any)["code"] != c.code {
			t.Errorf("%s: %v", name, v)
		}
	}
	shared := dial(t, s.url+"/ws?session_id="+id.(string))
	if a, _ := shared.say(`{"type":"state"}`); *a.Data.StepCount != 1 {
		t.Errorf("a connection to the session: %+v", a)
	}
	if v := call("openenv/session/close", map[string]any{"session_id": id}); !strings.Contains(text(v), `"closing":true`) {
		t.Errorf("close while connected: %v", v)
	}
	shared.CloseNow()
	waitFor(t, "the session's end", func() bool { return gauge(t, s.url, "metaspatial_sessions") == "0" })
	if a, _ := dial(t, s.url+"/ws?session_id=x").hear(); a.Data.Code != "SESSION_ERROR" {
		t.Errorf("a connection to no session: %+v", a)
	}
	id = call("openenv/session/create", nil)["result"].(map[string]any)["session_id"]
	if v := call("openenv/session/close", map[string]any{"session_id": id}); text(v["result"]) != `{"closed":true,"session_id":"`+id.(string)+`"}` {
		t.Errorf("close: %v", v)
	}
	if _, v := post(s.url+"/mcp", `{"jsonrpc"`); v["error"].(map[string]any)["code"] != -32700.0 {
		t.Errorf("no JSON: %v", v)
	}
	// An MCP client: initialize gives the session's id in a header.
	resp, err := http.Post(s.url+"/mcp", "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}`))
	if err != nil || resp.Header.Get("Mcp-Session-Id") == "" {
		t.Fatalf("initialize: %v %v", resp, err)
	}
	resp.Body.Close()
	req, _ := http.NewRequest(http.MethodDelete, s.url+"/mcp", nil)
	req.Header.Set("Mcp-Session-Id", resp.Header.Get("Mcp-Session-Id"))
	if resp, err := http.DefaultClient.Do(req); err != nil || resp.StatusCode != http.StatusNoContent {
		t.Errorf("delete: %v %v", resp, err)
	}
	// Over a WebSocket, and within OpenEnv's session.
	c := dial(t, s.url+"/mcp")
	if _, raw := c.say(`{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"begin_room","arguments":{}}}`); !strings.Contains(string(raw), `"isError":false`) {
		t.Errorf("over /mcp: %s", raw)
	}
	if _, raw := c.say(`nonsense`); !strings.Contains(string(raw), "-32700") {
		t.Errorf("over /mcp: %s", raw)
	}
	d := dial(t, s.url+"/ws")
	if a, raw := d.say(`{"type":"mcp","data":{"jsonrpc":"2.0","id":1,"method":"tools/list"}}`); a.Type != "mcp" || !strings.Contains(string(raw), "begin_room") {
		t.Errorf("over /ws: %s", raw)
	}
	if a, raw := d.say(`{"type":"mcp"}`); a.Type != "mcp" || !strings.Contains(string(raw), "-32600") {
		t.Errorf("over /ws: %s", raw)
	}
}
