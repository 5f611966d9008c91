// Package judge is the reward term that shows pictures of a layout to a
// vision-language model and takes the five grades of MetaSpatial's judge from
// its answer.
package judge

import (
	"context"
	"log"
	"os"
	"sync"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

const docs = `value = mean over the gradings of Σ of five grades / 50, between 0.1 and 1, as
MetaSpatial takes it from GPT-4o (arXiv 2503.18470, section 3.2). The model sees
the layout from several cameras, with the rubric, the wish and the list of
pieces, and answers with a JSON object of five whole grades from 1 to 10:
realism and 3D geometric consistency; functionality and activity-based
alignment; layout and furniture; colour scheme and material choices; overall
aesthetic and atmosphere. Each layout is graded "repeats" times, with the seeds
seed, seed + 1 and so on. An answer that is not that JSON is asked for once
more; what cannot be read then does not count.

Parts: the mean of each grade; spread, the standard deviation of the gradings'
values; gradings, how many count; judge_fallback, 1 where the offline critic
graded instead. The findings are the judge's comments on grades below 7.

Where the judge is down, its budget used up or none of its answers can be read,
the critic grades the whole group of layouts, because its grades do not compare
with the judge's: parts, findings and a warning say so. With fallback: none that
is an error.

The same question (model, words, pictures, seed, sampling) is asked once only.
With record every answer is appended to a file, which answers the same questions
in later runs; with replay nothing is ever sent, and an answer that the file does
not have is an error. docs/judge.md has the whole story.`

// Term asks a judge. Make one with [New].
type Term struct {
	options
	cache  string
	views  []base.Picture
	server chat.Completer // nil in a replay, and without a model
	store  *store
	// log is for people; it is standard error, which the host passes on.
	log *log.Logger

	budget   budget
	patience patience
	// answered says that the judge has answered, so that its settings are right.
	answered atomic.Bool

	probing sync.Mutex
	seen    bool // the judge sees pictures

	mu    sync.Mutex
	state string // why the critic stands in at present, or ""
}

var (
	_ reward.Term  = (*Term)(nil)
	_ base.Stopper = (*Term)(nil)
)

// New returns a term that wants to be configured.
func New() *Term { return &Term{log: log.New(os.Stderr, "", 0), store: newStore()} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/judge", Kind: base.Reward, Version: "0.1.0",
		Summary: "Shows pictures of every layout to a vision-language model and takes its five grades.",
		Docs:    docs,
		Needs:   []base.Need{base.NeedImages},
		Schema:  settings,
	}
}

// Configure takes the settings, opens the record and asks nothing yet.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var resp base.ConfigureResponse
	o, views := parse(req.Values, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return resp, nil
	}
	var server chat.Completer
	if o.replayFile == "" && o.model != "" {
		c, err := chat.New(o.client(req.Values, func(said string) { t.log.Print(said) }))
		if err != nil {
			resp.Diagnostics.Errorf("config", "%v", err)
			return resp, nil
		}
		server = c
	}
	kept := t.store.recorder
	if o.recordFile != t.recordFile || o.replayFile != "" {
		kept = nil
	}
	spent, s, err := open(o.recordFile, o.replayFile, kept)
	if err != nil {
		path := "config.record"
		if o.replayFile != "" {
			path = "config.replay"
		}
		resp.Diagnostics.Errorf(path, "%v", err)
		return resp, nil
	}
	if kept == nil {
		if err := t.store.close(); err != nil {
			return resp, err
		}
	}
	t.options, t.views, t.cache, t.server, t.store = o, views, req.CacheDir, server, s
	t.budget = budget{calls: int64(req.Values.Int("budget_calls")), tokens: int64(req.Values.Int("budget_tokens")), cost: req.Values.Number("budget_cost")}
	t.budget.owe(spent)
	t.patience, t.state = patience{}, ""
	t.answered.Store(false)
	t.seen = false
	resp.Pictures = views
	if o.fallback || o.recordFile != "" { // what the critic looks at
		resp.Pictures = append(resp.Pictures[:len(views):len(views)], base.Picture{}.Complete())
	}
	return resp, nil
}

// Stop closes the record.
func (t *Term) Stop(context.Context) error { return t.store.close() }

// tell says on standard error when the critic steps in for the judge, why, and
// when the judge is back; each change once.
func (t *Term) tell(state string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if state == t.state {
		return
	}
	t.state = state
	switch {
	case state == "":
		t.log.Print("the judge grades again")
	case t.fallback:
		t.log.Printf("the critic stands in for the judge: %v", err)
	}
}
