package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// transport bounds replies and turns every status that is no success into an
// [Error], whatever the body looks like. It follows no redirection, which could
// take the pictures or the key elsewhere.
type transport struct {
	client *Client
	under  http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.under.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		resp.Body = &bounded{ReadCloser: resp.Body, left: maxReply}
		return resp, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return nil, t.client.status(resp, body)
}

// bounded fails where a reply goes on beyond its bound.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, &Error{Kind: Malformed, wait: -1, Message: fmt.Sprintf("the reply is longer than %d MiB", maxReply>>20)}
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// status words a reply that is no success.
func (c *Client) status(resp *http.Response, body []byte) *Error {
	e := &Error{Status: resp.StatusCode, wait: pause(resp.Header)}
	said, code := message(body)
	said = c.clean(said)
	with := func(text string) string {
		if said == "" {
			return text
		}
		return text + ": " + said
	}
	host := c.base.Host
	switch s := resp.StatusCode; {
	case s == 401 || s == 403:
		e.Kind = Unauthorised
		e.Message = fmt.Sprintf("%s refuses access (%d); %s", host, s, c.keyHint())
	case s == 402 || code == "insufficient_quota":
		e.Kind, e.Message = Spent, with(fmt.Sprintf("the account's quota at %s is used up (%d)", host, s))
	case s == 429:
		e.Kind, e.Message = Limited, with(host+" has had too many requests (429)")
	case s >= 300 && s < 400:
		e.Kind, e.Message = Refused, fmt.Sprintf("%s sends requests elsewhere (%d); give the final address as the base URL", host, s)
	case s == 404:
		e.Kind, e.Message = Refused, with(fmt.Sprintf("%s knows no such model or address (404)%s", host, c.pathHint()))
	case s == 408 || s == 409 || s == 425 || s >= 500 && s != 501:
		e.Kind, e.Message = Failed, with(fmt.Sprintf("%s failed (%d)", host, s))
	default:
		e.Kind, e.Message = Refused, with(fmt.Sprintf("%s refuses the request (%d)", host, s))
	}
	return e
}

func (c *Client) keyHint() string {
	if c.opts.KeyEnv == "" {
		return "name the environment variable that holds the key"
	}
	return "see whether the key in " + c.opts.KeyEnv + " is right"
}

// pathHint helps those who left out the version.
func (c *Client) pathHint() string {
	if strings.Trim(c.base.Path, "/") == "" {
		return "; most servers want a base URL that ends in /v1"
	}
	return ""
}

// message finds the server's words in an error's body: OpenAI's {"error":
// {"message", "code"}}, Ollama's {"error": "…"}, vLLM's {"message"}, FastAPI's
// {"detail"}, or plain text.
func message(body []byte) (text, code string) {
	var top struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Detail  json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &top) != nil {
		if s := strings.TrimSpace(string(body)); !strings.HasPrefix(s, "<") {
			return s, ""
		}
		return "", "" // a page in HTML
	}
	var inner struct {
		Message string `json:"message"`
		Code    any    `json:"code"`
		Param   any    `json:"param"`
	}
	if json.Unmarshal(top.Error, &inner) == nil && inner.Message != "" {
		code, _ = inner.Code.(string)
		if p, _ := inner.Param.(string); p != "" && !strings.Contains(inner.Message, p) {
			inner.Message += " (" + p + ")"
		}
		return inner.Message, code
	}
	if json.Unmarshal(top.Error, &text) == nil && text != "" {
		return text, ""
	}
	if top.Message != "" {
		return top.Message, ""
	}
	if json.Unmarshal(top.Detail, &text) == nil {
		return text, ""
	}
	return string(top.Detail), ""
}

// pause is what a reply asks for before the next attempt, negative for none.
func pause(h http.Header) time.Duration {
	for _, header := range []struct {
		name string
		unit time.Duration
	}{{"Retry-After-Ms", time.Millisecond}, {"Retry-After", time.Second}} {
		if f, err := strconv.ParseFloat(h.Get(header.name), 64); err == nil && f >= 0 && f < 1e6 {
			return time.Duration(f * float64(header.unit))
		}
	}
	if t, err := http.ParseTime(h.Get("Retry-After")); err == nil {
		return max(0, time.Until(t))
	}
	return -1
}

// classify words what came instead of a reply.
func (c *Client) classify(err error, attempt context.Context) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	host := c.base.Host
	var timeout net.Error
	if attempt.Err() != nil || errors.As(err, &timeout) && timeout.Timeout() {
		return &Error{Kind: TimedOut, wait: -1, Message: fmt.Sprintf("%s gave no answer within %v", host, c.opts.Timeout)}
	}
	var op *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return &Error{Kind: Unreachable, wait: -1, Message: "there is no server of the name " + c.base.Hostname()}
	case errors.As(err, &op) && op.Op == "dial":
		return &Error{Kind: Unreachable, wait: -1, Message: "no server answers at " + host + "; start it, or mend the base URL"}
	case errors.As(err, &op) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Kind: Unreachable, wait: -1, Message: host + " broke the connection"}
	}
	return &Error{Kind: Malformed, wait: -1, Message: host + " answered with what is no chat completion: " + c.clean(err.Error())}
}
