package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/sdk/client"
)

// oversize is the size in bytes of a request that cannot be sent whole.
const oversize = 65 << 20

// same is what determinism is worth: nothing else can be learned from noise.
const same = "let the answer depend on the request alone: draw what is random from its seed, and do not go through maps in their own order"

// slow is what to do about a call that does not end.
const slow = "answer faster, or in smaller steps that look at the context"

// ask makes a request, in time.
func (x *examination) ask(ctx context.Context, r request) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, x.options.Patience)
	defer cancel()
	a, err := r.ask(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return a, &problem{Failed, fmt.Sprintf("%s: no answer within %v", r.name, x.options.Patience), slow}
		}
		return a, &callError{r.name, err}
	}
	if a.sound != nil {
		var p *problem
		if errors.As(a.sound, &p) {
			return a, &problem{p.status, r.name + ": " + p.text, p.remedy}
		}
	}
	return a, a.sound
}

// callError is a call that the plugin did not answer.
type callError struct {
	request string
	err     error
}

func (e *callError) Error() string { return e.request + ": " + e.err.Error() }
func (e *callError) Unwrap() error { return e.err }

// known returns the check that has told of the same error before, or nothing. A
// plugin whose every call fails has one fault and not eight.
func (x *examination) known(check string, err error) string {
	text := err.Error()
	var call *callError
	if errors.As(err, &call) {
		text = call.err.Error()
	}
	if before, ok := x.told[text]; ok {
		return before
	}
	if x.told == nil {
		x.told = map[string]string{}
	}
	x.told[text] = check
	return ""
}

// answers checks the answers to ordinary requests.
func (x *examination) answers(ctx context.Context) error { return x.each(ctx, x.asked.ordinary) }

// extremes checks the answers to requests that come once in a million.
func (x *examination) extremes(ctx context.Context) error { return x.each(ctx, x.asked.extreme) }

func (x *examination) each(ctx context.Context, requests []request) error {
	for _, r := range requests {
		if _, err := x.ask(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// deterministic checks that a request that comes again is answered alike.
func (x *examination) deterministic(ctx context.Context) error {
	for _, r := range x.asked.ordinary {
		first, err := x.answer(ctx, r)
		if err != nil {
			return err
		}
		second, err := x.answer(ctx, r)
		if err != nil {
			return err
		}
		if diff := Difference(first.parts, second.parts); diff != "" {
			return fail(same, "the same request has two answers: %s", diff)
		}
	}
	return nil
}

// answer makes a request for comparison: what is unsound was said already.
func (x *examination) answer(ctx context.Context, r request) (answer, error) {
	a, err := x.ask(ctx, r)
	var p *problem
	if errors.As(err, &p) && a.parts != nil {
		return a, nil
	}
	return a, err
}

// batch checks that the parts of a request are answered as if each came alone.
func (x *examination) batch(ctx context.Context) error {
	if !x.asked.alone {
		return skip("the responses of a policy may depend on their place in the request")
	}
	for _, r := range x.asked.ordinary {
		whole, err := x.answer(ctx, r)
		if err != nil {
			return err
		}
		for i, part := range whole.parts {
			single, err := r.single(ctx, i)
			if err != nil {
				return err
			}
			if len(single.parts) != 1 {
				return fail("return one result for each", "%d results for one", len(single.parts))
			}
			if diff := Difference(part, single.parts[0]); diff != "" {
				return fail("score each for itself, whatever it comes with: groups are the host's affair", "part %d is answered differently when it comes alone: %s", i, diff)
			}
		}
	}
	return nil
}

// concurrent checks that calls at once are answered like calls in turn.
func (x *examination) concurrent(ctx context.Context) error {
	want := make([]answer, len(x.asked.ordinary))
	for i, r := range x.asked.ordinary {
		var err error
		if want[i], err = x.answer(ctx, r); err != nil {
			return err
		}
	}
	const at = 4
	errs := make([]error, at*len(want))
	var wg sync.WaitGroup
	for n := range errs {
		wg.Go(func() {
			i := n % len(want)
			got, err := x.answer(ctx, x.asked.ordinary[i])
			if err == nil {
				if diff := Difference(want[i].parts, got.parts); diff != "" {
					err = fail("share nothing between calls, or guard it by a mutex", "calls at once are answered differently: %s", diff)
				}
			}
			errs[n] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// cancellation checks that a call that is given up neither breaks nor blocks
// the plugin.
func (x *examination) cancellation(ctx context.Context) error {
	return x.givenUp(ctx, func() (context.Context, context.CancelFunc) {
		one, cancel := context.WithCancel(ctx)
		time.AfterFunc(50*time.Millisecond, cancel)
		return one, cancel
	})
}

// deadline checks the same of a call whose time is up.
func (x *examination) deadline(ctx context.Context) error {
	return x.givenUp(ctx, func() (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, 50*time.Millisecond) })
}

func (x *examination) givenUp(ctx context.Context, limit func() (context.Context, context.CancelFunc)) error {
	one, cancel := limit()
	began := time.Now()
	_, err := x.asked.heavy.ask(one)
	cancel()
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if took := time.Since(began); took > x.options.Patience {
		return fail("look at the context, or at cancelled() in Python, now and then", "a call that was given up came back after %v", took.Round(time.Second))
	}
	if _, err := x.answer(ctx, x.asked.ordinary[0]); err != nil {
		return fmt.Errorf("the call after one that was given up: %w", err)
	}
	if took := time.Since(began); took > x.options.Patience/10 {
		return warn("look at the context, or at cancelled() in Python, now and then", "after a call that was given up the next one took %v", took.Round(time.Millisecond))
	}
	return nil
}

// oversize checks a request above the size of a message.
func (x *examination) oversize(ctx context.Context) error {
	if !x.options.Oversize {
		return skip("it was not asked for")
	}
	_, err := x.answer(ctx, x.asked.large)
	return err
}

// remedyOf is what to do about an error of the plugin's.
func remedyOf(err error) string {
	var panicked *client.PanicError
	switch {
	case errors.As(err, &panicked):
		return "mend the place that the message names; objects may be missing from a layout, and rooms may be empty"
	case client.Gone(err):
		return "the process ended; see what it printed"
	}
	return "return an error only where the run cannot go on; what is wrong with a candidate goes into its result"
}
