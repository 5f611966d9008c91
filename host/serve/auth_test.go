package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

func TestToken(t *testing.T) {
	o := options(t)
	o.Token = "geheim"
	s := start(t, o)
	for _, c := range []struct {
		path, header string
		want         int
	}{
		{"/health", "", 200},
		{"/metadata", "", 401},
		{"/metrics", "", 401},
		{"/v1/snapshot", "", 401},
		{"/metadata", "Bearer geheimer", 401},
		{"/metadata", "Bearer ", 401},
		{"/metadata", "geheim", 401},
		{"/metadata", "Bearer geheim", 200},
		{"/metadata", "Basic YW55OmdlaGVpbQ==", 200},
		{"/metadata", "Basic YW55OmZhbHNjaA==", 401},
	} {
		req, _ := http.NewRequest(http.MethodGet, s.url+c.path, nil)
		if c.header != "" {
			req.Header.Set("Authorization", c.header)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != c.want || bytes.Contains(text, []byte("geheim")) {
			t.Errorf("%s with %q: %d %s", c.path, c.header, resp.StatusCode, text)
		}
	}
	if _, _, err := websocket.Dial(t.Context(), s.url+"/ws", nil); err == nil {
		t.Error("a WebSocket without a token")
	}
	header := http.Header{"Authorization": {"Bearer geheim"}}
	c, _, err := websocket.Dial(t.Context(), s.url+"/ws", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		t.Fatal(err)
	}
	c.CloseNow()
}

// TestPagesOfOtherSites holds that a web page somebody looks at on the server's
// machine cannot use it: neither from its own site nor under a name of its own
// that means this machine.
func TestPagesOfOtherSites(t *testing.T) {
	s := start(t, options(t))
	for name, c := range map[string]struct {
		host   string
		header http.Header
		want   int
	}{
		"a program":               {"", nil, 200},
		"localhost":               {"localhost:1", nil, 200},
		"the newest protocol":     {"[::1]:1", nil, 200},
		"a page of this server":   {"", http.Header{"Sec-Fetch-Site": {"same-origin"}}, 200},
		"a page of another site":  {"", http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		"one in an older browser": {"", http.Header{"Origin": {"https://rooms.example"}}, 403},
		"a name for this machine": {"rooms.example:80", http.Header{"Sec-Fetch-Site": {"same-origin"}}, 421},
	} {
		req, err := http.NewRequest(http.MethodPost, s.url+"/score", strings.NewReader(`{"items":[]}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = c.host
		for key, v := range c.header {
			req.Header[key] = v
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.want)
		}
	}
	header := http.Header{"Origin": {"https://rooms.example"}}
	if _, _, err := websocket.Dial(t.Context(), s.url+"/ws", &websocket.DialOptions{HTTPHeader: header}); err == nil {
		t.Error("a page of another site has a WebSocket")
	}
}
