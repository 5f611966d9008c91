package vlm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/prompt"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// job is one request: some of the answers to one observation.
type job struct {
	observation, first int
	request            chat.Request
	response           chat.Response
	err                error
}

// Sample implements [policy.Policy]. The same request asks the server the same,
// with the same seeds; whether it answers alike is the server's.
func (p *Policy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	resp := policy.SampleResponse{Samples: make([][]policy.Sample, len(req.Observations))}
	if p.server == nil {
		return resp, errNoModel
	}
	can, err := p.probe(ctx)
	if err != nil {
		return resp, err
	}
	var jobs []job
	for i := range req.Observations {
		resp.Samples[i] = make([]policy.Sample, max(1, req.N))
		o := &req.Observations[i]
		if err := valid(o); err != nil {
			resp.Diagnostics.Errorf(fmt.Sprintf("observations[%d]", i), "%v", err)
			continue
		}
		one, err := p.request(o, can)
		if err != nil {
			return resp, err
		}
		one.Temperature = &req.Temperature
		jobs = append(jobs, p.split(one, i, max(1, req.N), seed(req.Seed^p.opts.seed, uint64(i)))...)
	}
	p.work(ctx, jobs)
	if err := ctx.Err(); err != nil {
		return resp, err
	}
	if err := p.failure(jobs); err != nil {
		return resp, err
	}
	used, replayed := p.owed(), 0.0
	for k := range jobs {
		j := &jobs[k]
		if j.response.Replayed {
			replayed++
		} else {
			used = used.Add(j.response.Usage)
		}
		for c, choice := range j.response.Choices {
			resp.Samples[j.observation][j.first+c].Response = response(choice, can.Schema)
		}
		if j.err != nil {
			resp.Diagnostics.Warnf(fmt.Sprintf("observations[%d]", j.observation), "%s counts as an empty answer: %v", j.request.Label, j.err)
		}
	}
	resp.Statistics = statistics(used, replayed)
	return resp, nil
}

func valid(o *policy.Observation) error {
	if o.Task == nil {
		return fmt.Errorf("there is no task; give every observation one")
	}
	return o.Task.Validate()
}

// request words an observation.
func (p *Policy) request(o *policy.Observation, can chat.Capabilities) (chat.Request, error) {
	told := prompt.Observation{Turn: o.Turn, Previous: o.Previous, Findings: o.Findings, Reward: o.Reward, Camera: p.opts.picture.Camera}
	message := chat.Message{Role: chat.User}
	req := chat.Request{MaxTokens: p.opts.maxTokens, Extra: p.opts.extra, Label: fmt.Sprintf("%s-turn-%d", o.Task.ID, o.Turn+1)}
	if can.Images {
		data, shows, err := p.picture(o)
		if err != nil {
			return req, err
		}
		told.Picture = shows
		message.Images = []chat.Image{{MIME: "image/png", Data: data}}
	}
	if can.Schema {
		told.Form = prompt.JSON
		req.Schema = &chat.Schema{Name: "layout", JSON: prompt.Schema(o.Task)}
	}
	message.Text = prompt.Chat(o.Task, told)
	req.Messages = []chat.Message{message}
	return req, nil
}

// split makes the requests for n answers. Answer k has the seed of the first
// plus k, however many a request asks for.
func (p *Policy) split(one chat.Request, observation, n int, seed int64) []job {
	most := p.opts.n
	if most == 0 {
		most = n
	}
	var jobs []job
	for first := 0; first < n; first += most {
		r := one
		s := seed + int64(first)
		r.Seed, r.N = &s, min(most, n-first)
		jobs = append(jobs, job{observation: observation, first: first, request: r})
	}
	return jobs
}

// errStopped is the error of requests that were not sent after another failed.
var errStopped = errors.New("not asked for")

// work asks for everything, several at once. After a fault that would meet every
// request nothing more is sent; what is under way is waited for, since it is
// paid.
func (p *Policy) work(ctx context.Context, jobs []job) {
	stop := make(chan struct{})
	var once sync.Once
	slots := make(chan struct{}, p.opts.concurrency)
	var wg sync.WaitGroup
	for k := range jobs {
		j := &jobs[k]
		slots <- struct{}{}
		select {
		case <-stop:
			j.err = errStopped
			<-slots
			continue
		case <-ctx.Done():
			j.err = ctx.Err()
			<-slots
			continue
		default:
		}
		wg.Go(func() {
			defer func() { <-slots }()
			if j.response, j.err = p.server.Complete(ctx, j.request); j.err == nil {
				p.answered.Store(true)
			} else if !refused(j.err) {
				once.Do(func() { close(stop) })
			}
		})
	}
	wg.Wait()
}

// refused says whether a fault is about one request only.
func refused(err error) bool {
	var e *chat.Error
	return errors.As(err, &e) && e.Kind == chat.Refused
}

// failure returns why the call cannot go on, and how far it came; nil where
// there are answers, or refusals by a server that has answered before.
func (p *Policy) failure(jobs []job) error {
	var why error
	done := 0
	for k := range jobs {
		switch err := jobs[k].err; {
		case err == nil:
			done++
		case err != errStopped && why == nil && !(refused(err) && p.answered.Load()):
			why = err
		}
	}
	switch {
	case why == nil:
		return nil
	case p.opts.transcripts != "" && p.answered.Load():
		return fmt.Errorf("%w; %d of %d requests were answered; what was answered is kept, and the same command goes on from there", why, done, len(jobs))
	case done > 0:
		return fmt.Errorf("%w; %d of %d requests were answered; the setting transcripts would keep them", why, done, len(jobs))
	}
	return why
}

// response is an answer as the environment reads it. What a thinking model
// thought beside its answer is its thought.
func response(c chat.Choice, structured bool) string {
	text := c.Text
	if text == "" {
		text = c.Refusal
	}
	if structured {
		text = prompt.Response(text)
	}
	if c.Reasoning != "" && !strings.Contains(text, "<think>") {
		return "<think>" + prompt.Thought(c.Reasoning) + "</think>\n" + text
	}
	return text
}

// seed spreads a request's seed over its observations (the finaliser of
// SplitMix64; Steele et al. 2014, section 3), within 30 bits: some servers read
// seeds into 32, and further answers count up from it.
func seed(request, observation uint64) int64 {
	z := request + 0x9e3779b97f4a7c15*(observation+1)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int64((z ^ z>>31) & (1<<30 - 1))
}

// statistics are a call's usage by name.
func statistics(u chat.Usage, replayed float64) []policy.Statistic {
	return []policy.Statistic{
		{Name: "requests", Value: float64(u.Requests)}, {Name: "replayed", Value: replayed}, {Name: "failed_attempts", Value: float64(u.Failures)},
		{Name: "input_tokens", Value: float64(u.InputTokens)}, {Name: "output_tokens", Value: float64(u.OutputTokens)},
		{Name: "truncated", Value: float64(u.Truncated)}, {Name: "cost", Value: u.Cost},
	}
}
