package session

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/metaspatial/metaspatial/scenes"
)

// remote is a [Client] of a run in another process.
type remote struct {
	address string
	base    string
	token   string
	http    *http.Client
}

var _ Client = (*remote)(nil)

// Dial connects to a run. The address is the run's folder, unix:PATH of its
// socket, or http://HOST:PORT. An empty token is read from the run's folder
// where one is given.
func Dial(ctx context.Context, address, token string) (Client, error) {
	c := &remote{address: address, token: token}
	if info, err := os.Stat(address); err == nil && info.IsDir() {
		a, err := readAddress(address)
		if err != nil {
			return nil, err
		}
		c.address = a.Address
		if c.token == "" {
			c.token = a.Token
		}
	}
	transport := &http.Transport{}
	switch {
	case strings.HasPrefix(c.address, unixPrefix):
		path := strings.TrimPrefix(c.address, unixPrefix)
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
		c.base = "http://run"
	case strings.HasPrefix(c.address, "http://"), strings.HasPrefix(c.address, "https://"):
		c.base = strings.TrimSuffix(c.address, "/")
	default:
		return nil, fmt.Errorf("cannot connect to %q: give the folder of a run, unix:PATH or http://HOST:PORT", address)
	}
	c.http = &http.Client{Transport: transport}
	// A first call, so that a wrong address or token is found here.
	if _, err := c.Snapshot(ctx); err != nil {
		return nil, fmt.Errorf("cannot attach to %s: %w", address, err)
	}
	return c, nil
}

// do makes a call and reads the answer into out.
func (c *remote) do(ctx context.Context, method, call string, in *request, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("the request cannot be written as JSON: %w", err)
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/v1/"+call, body)
	if err != nil {
		return err
	}
	req.Header = c.header()
	resp, err := c.http.Do(req)
	if err != nil {
		return c.unreachable(ctx, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return readError(resp.StatusCode, resp.Body)
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return fmt.Errorf("the answer of the run at %s cannot be read: %w", c.address, err)
	}
	return nil
}

func (c *remote) header() http.Header {
	h := http.Header{}
	if c.token != "" {
		h.Set("Authorization", "Bearer "+c.token)
	}
	return h
}

func (c *remote) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var call *url.Error
	if errors.As(err, &call) {
		err = call.Err // without the address, which has been said
	}
	return fmt.Errorf("no run answers at %s (%w); it may have ended", c.address, err)
}

func (c *remote) post(ctx context.Context, call string, in request, out any) error {
	return c.do(ctx, http.MethodPost, call, &in, out)
}

// Snapshot returns the whole present state.
func (c *remote) Snapshot(ctx context.Context) (*Snapshot, error) {
	var s Snapshot
	if err := c.do(ctx, http.MethodGet, "snapshot", nil, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// Watch streams events; when the connection is lost, the last one says so.
func (c *remote) Watch(ctx context.Context) (<-chan Event, error) {
	conn, _, err := websocket.Dial(ctx, c.base+"/v1/watch", c.socket())
	if err != nil {
		return nil, c.unreachable(ctx, err)
	}
	conn.SetReadLimit(maxBody)
	var ready Event
	if err := wsjson.Read(ctx, conn, &ready); err != nil {
		conn.CloseNow()
		return nil, c.unreachable(ctx, err)
	}
	out := make(chan Event)
	go func() {
		defer close(out)
		defer conn.CloseNow()
		for {
			var e Event
			err := wsjson.Read(ctx, conn, &e)
			if err != nil {
				if websocket.CloseStatus(err) == websocket.StatusNormalClosure || ctx.Err() != nil {
					return
				}
				e = Event{Error: "the connection to the run was lost"}
			}
			select {
			case out <- e:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return out, nil
}

// Pause takes effect at the end of the present iteration.
func (c *remote) Pause(ctx context.Context) error {
	return c.post(ctx, "pause", request{}, &struct{}{})
}

// Resume ends a pause.
func (c *remote) Resume(ctx context.Context) error {
	return c.post(ctx, "resume", request{}, &struct{}{})
}

// Stop ends the run after the present iteration.
func (c *remote) Stop(ctx context.Context) error {
	return c.post(ctx, "stop", request{}, &struct{}{})
}

// SetWeight changes a term's weight from the next iteration on.
func (c *remote) SetWeight(ctx context.Context, term string, weight float64) error {
	return c.post(ctx, "weight", request{Term: term, Weight: weight}, &struct{}{})
}

// Generate answers a task.
func (c *remote) Generate(ctx context.Context, req GenerateRequest) (*Generation, error) {
	return one[Generation](ctx, c, "generate", req.wire())
}

// Refine takes further turns from a layout.
func (c *remote) Refine(ctx context.Context, req RefineRequest) (*Generation, error) {
	in := req.wire()
	in.Layout, in.Turns = req.Layout, req.Turns
	return one[Generation](ctx, c, "refine", in)
}

// Score evaluates a layout.
func (c *remote) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*Generated, error) {
	return one[Generated](ctx, c, "score", request{Task: task, Layout: layout})
}

// Reset starts an episode.
func (c *remote) Reset(ctx context.Context, task *scenes.Task) (string, error) {
	var s started
	err := c.post(ctx, "reset", request{Task: task}, &s)
	return s.Episode, err
}

// Step answers an episode.
func (c *remote) Step(ctx context.Context, episode, response string) (*StepResult, error) {
	return one[StepResult](ctx, c, "step", request{Episode: episode, Response: response})
}

// one makes a call that answers with a single T.
func one[T any](ctx context.Context, c *remote, call string, in request) (*T, error) {
	var out T
	if err := c.post(ctx, call, in, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Close gives the connections free.
func (c *remote) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

func readAddress(dir string) (*Address, error) {
	data, err := os.ReadFile(addressPath(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no run is under way in %s: it has no %s; name the folder of a run that is training", dir, AddressFile)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot find the run in %s: %w", dir, err)
	}
	var a Address
	if err := json.Unmarshal(data, &a); err != nil || a.Address == "" {
		return nil, fmt.Errorf("%s does not say where the run listens; delete it if no run is under way there", addressPath(dir))
	}
	return &a, nil
}
