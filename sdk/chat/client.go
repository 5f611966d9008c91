package chat

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

// Client asks one model of one server. Its methods may be called from several
// goroutines.
type Client struct {
	opts     Options
	key      string
	base     *url.URL
	service  openai.ChatCompletionService
	models   openai.ModelService
	gate     *gate
	meter    meter
	features features
	// down says that a request has used up its retries and none was answered
	// since: then nobody waits through retries of their own.
	down atomic.Bool
}

var _ Completer = (*Client)(nil)

// New returns a client. It reads the key, and sends nothing yet.
func New(o Options) (*Client, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	base, err := o.endpoint()
	if err != nil {
		return nil, err
	}
	key, err := o.key()
	if err != nil {
		return nil, err
	}
	c := &Client{opts: o.withDefaults(), key: key, base: base}
	c.features.note = c.opts.Note
	if key != "" && base.Scheme == "http" && !local(base) {
		c.opts.Note("the key goes to " + base.Host + " without encryption; use https")
	}
	c.gate = newGate(c.opts.Concurrency, c.opts.RequestsPerMinute)
	under := c.opts.Transport
	if under == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = c.opts.Concurrency
		under = t
	}
	// The services are made without the library's client, which would send the
	// key of OPENAI_API_KEY to whatever server is named.
	with := []option.RequestOption{
		option.WithBaseURL(base.String()),
		option.WithHTTPClient(&http.Client{Transport: &transport{client: c, under: under}}),
		option.WithMaxRetries(0),
	}
	if key != "" {
		with = append(with, option.WithAPIKey(key))
	}
	c.service, c.models = openai.NewChatCompletionService(with...), openai.NewModelService(with...)
	return c, nil
}

// Model returns the model's name.
func (c *Client) Model() string { return c.opts.Model }

// Usage returns what all requests took so far.
func (c *Client) Usage() Usage { return c.meter.read() }

// Complete implements [Completer]. A [*Error] says why an answer is missing; it
// is the context's error where that has ended.
func (c *Client) Complete(ctx context.Context, req Request) (Response, error) {
	n := max(1, req.N)
	req.N = n
	resp, err := c.ask(ctx, req)
	if err != nil {
		return resp, err
	}
	if len(resp.Choices) < n {
		c.features.lacks(fieldN)
		err = c.rest(ctx, req, &resp)
	}
	resp.Choices = resp.Choices[:min(n, len(resp.Choices))]
	return resp, err
}

// rest asks for the answers that are missing, one by one and side by side. Those
// up to the first that fails are added to the response.
func (c *Client) rest(ctx context.Context, req Request, resp *Response) error {
	got := len(resp.Choices)
	more, errs := make([]Response, req.N-got), make([]error, req.N-got)
	var wg sync.WaitGroup
	for i := range more {
		one := req.from(got + i)
		one.N = 1
		wg.Go(func() { more[i], errs[i] = c.ask(ctx, one) })
	}
	wg.Wait()
	for i, m := range more {
		resp.Usage = resp.Usage.Add(m.Usage)
		if errs[i] != nil {
			return errs[i]
		}
		resp.Choices = append(resp.Choices, m.Choices[0])
	}
	return nil
}

// ask sends a request until it is answered, refused, or has failed too often.
// Fields that the server turns out not to take cost no attempt.
func (c *Client) ask(ctx context.Context, req Request) (Response, error) {
	for attempt := 1; ; {
		fitted := c.features.fit(req)
		resp, err := c.once(ctx, fitted)
		if err == nil {
			c.down.Store(false)
			resp.Usage.Failures = int64(attempt - 1)
			return resp, nil
		}
		if ctx.Err() != nil {
			return Response{}, ctx.Err()
		}
		var e *Error
		if !errors.As(err, &e) {
			return Response{}, err
		}
		if c.features.learn(e, &fitted) {
			continue
		}
		e.Attempts = attempt
		retries := c.opts.Retries
		if c.down.Load() {
			retries = 0
		}
		if !e.Temporary() {
			return Response{}, e
		}
		if attempt > retries {
			c.down.Store(true)
			return Response{}, e
		}
		if err := c.wait(ctx, e, attempt); err != nil {
			return Response{}, err
		}
		attempt++
	}
}

// once sends a request once.
func (c *Client) once(ctx context.Context, req sent) (Response, error) {
	if err := c.gate.enter(ctx); err != nil {
		return Response{}, err
	}
	defer c.gate.leave()
	if spent := c.Usage().Cost; c.opts.Budget > 0 && spent >= c.opts.Budget {
		return Response{}, &Error{Kind: Spent, Message: fmt.Sprintf("the budget of %v is spent (%.4f)", c.opts.Budget, spent)}
	}
	attempt, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	resp, err := c.send(attempt, req)
	switch {
	case err == nil:
		c.meter.add(resp.Usage)
		return resp, nil
	case ctx.Err() != nil: // nobody waits for it any more
		return resp, ctx.Err()
	}
	c.meter.add(Usage{Failures: 1})
	return resp, c.classify(err, attempt)
}

// wait pauses before the next attempt: as long as the server asks for, else
// twice as long as before, give or take a quarter so that clients that failed
// together do not come back together. Where the server asks for a pause, all
// requests of the client keep it.
func (c *Client) wait(ctx context.Context, e *Error, attempt int) error {
	d := min(c.opts.Backoff<<min(attempt-1, 20), c.opts.MaxWait)
	d += time.Duration((rand.Float64() - 0.5) / 2 * float64(d))
	if e.wait >= 0 {
		if d = e.wait; d > c.opts.MaxWait {
			e.Message += fmt.Sprintf("; it asks for a pause of %v, which is longer than %v", d.Round(time.Second), c.opts.MaxWait)
			return e
		}
		c.gate.hold(d)
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return e
	}
	return sleep(ctx, d)
}
