package profile

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestServer(t *testing.T) {
	s, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.URL, "http://127.0.0.1:") {
		t.Errorf("it listens at %s", s.URL)
	}
	for _, c := range []struct {
		path, host string
		status     int
		holds      string
	}{
		{"goroutine?debug=1", "", http.StatusOK, "goroutine profile"},
		{"heap?debug=1", "localhost:1", http.StatusOK, "heap profile"},
		{"", "", http.StatusOK, "goroutine"},
		{"cmdline", "", http.StatusNotFound, ""},
		{"heap", "evil.example:80", http.StatusForbidden, "this machine only"},
		{"heap", "10.0.0.1", http.StatusForbidden, ""},
	} {
		req, err := http.NewRequest(http.MethodGet, s.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.host != "" {
			req.Host = c.host
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != c.status || !strings.Contains(string(body), c.holds) {
			t.Errorf("%q of host %q: status %d, %.60q", c.path, c.host, resp.StatusCode, body)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.URL); err == nil {
		t.Error("it serves after it was closed")
	}
	if _, err := Listen(-1); err == nil {
		t.Error("port -1 is served")
	}
}
