package chat

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

// Options of a client. BaseURL and Model are required; the rest is good as it
// is.
type Options struct {
	// BaseURL is the endpoint's address up to the part before
	// "/chat/completions", such as "http://localhost:8000/v1".
	BaseURL string
	// Model is the name under which the server knows the model.
	Model string
	// KeyEnv names the environment variable with the key; empty sends none.
	KeyEnv string
	// Timeout bounds one attempt; 0 means 3 minutes.
	Timeout time.Duration
	// Retries after a fault that may pass; 0 means 5, negative none.
	Retries int
	// Backoff is the pause before the first retry; it doubles up to MaxWait. 0
	// means half a second. A pause that the server asks for takes its place.
	Backoff time.Duration
	// MaxWait is the longest pause; 0 means 1 minute. A server that asks for a
	// longer one has failed.
	MaxWait time.Duration
	// Concurrency is how many requests are under way at once; 0 means 8.
	Concurrency int
	// RequestsPerMinute bounds the pace, where positive.
	RequestsPerMinute float64
	// Price is what tokens cost.
	Price Price
	// Budget ends a client's work: once that much is spent, in the currency of
	// Price, no further request is sent. Those under way may go beyond it. 0
	// means no bound.
	Budget float64
	// Note gets what the client found out about the server, each thing once: a
	// sentence for people. It may be called from several goroutines. Nil drops
	// it.
	Note func(sentence string)
	// Transport carries the requests; nil means one of the client's own.
	Transport http.RoundTripper
}

// Price is what a million tokens cost, in a currency of the user's.
type Price struct {
	Input, Output float64
	// Cached is the price of input that the server had in its cache; 0 means
	// that of Input.
	Cached float64
}

// maxReply bounds the bytes of one reply.
const maxReply = 16 << 20

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	set(&o.Timeout, 3*time.Minute)
	set(&o.Backoff, 500*time.Millisecond)
	set(&o.MaxWait, time.Minute)
	if o.Retries == 0 {
		o.Retries = 5
	}
	o.Retries = max(0, o.Retries)
	if o.Concurrency <= 0 {
		o.Concurrency = 8
	}
	if o.Note == nil {
		o.Note = func(string) {}
	}
	if o.Price.Cached == 0 {
		o.Price.Cached = o.Price.Input
	}
	return o
}

// key reads the key out of the environment.
func (o *Options) key() (string, error) {
	if o.KeyEnv == "" {
		return "", nil
	}
	key := strings.TrimSpace(os.Getenv(o.KeyEnv))
	switch {
	case key != "":
		return key, nil
	case variable.MatchString(o.KeyEnv):
		return "", fmt.Errorf("the environment variable %s, which should hold the key, is not set", o.KeyEnv)
	}
	// It may be the key itself, which must not be repeated.
	return "", fmt.Errorf("the key is to be named by an environment variable that holds it, such as OPENAI_API_KEY, and no variable of the given name is set")
}

// variable is how environment variables are mostly called, and keys never.
var variable = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$`)

// endpoint checks the base URL.
func (o *Options) endpoint() (*url.URL, error) {
	u, err := url.Parse(o.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("the base URL is not an http or https address; write one such as http://localhost:8000/v1")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("the base URL %s://%s must have no user, query or fragment; a key belongs in an environment variable", u.Scheme, u.Host)
	}
	return u, nil
}

func (o *Options) check() error {
	for _, n := range []struct {
		name  string
		value float64
	}{{"price of input", o.Price.Input}, {"price of output", o.Price.Output}, {"price of cached input", o.Price.Cached}, {"budget", o.Budget}, {"rate", o.RequestsPerMinute}} {
		if !(n.value >= 0) || math.IsInf(n.value, 0) {
			return fmt.Errorf("the %s is %v; it must be 0 or more", n.name, n.value)
		}
	}
	if o.Model == "" {
		return fmt.Errorf("no model is named; give the name under which the server knows it")
	}
	if o.Budget > 0 && o.Price.Input == 0 && o.Price.Output == 0 {
		return fmt.Errorf("a budget needs the prices of input and output tokens")
	}
	return nil
}

// local says whether an address is of this machine.
func local(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
