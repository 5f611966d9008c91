// Package vlm is the policy that asks a vision-language model behind an
// OpenAI-compatible endpoint.
package vlm

import (
	"context"
	"errors"
	"log"
	"os"
	"sync"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

const docs = `Furnishes rooms with any vision-language model that a server offers in the form
of OpenAI's chat completions: vLLM, SGLang, llama.cpp, Ollama and hosted ones. The
model gets MetaSpatial's prompt (room, wish, objects with their rules) with a
picture of the empty room, and from the second turn on its own layout with its
picture, reward and faults. Its answer goes to the environment as it is: nothing
is mended.

Before the first answer it is found out what the server can do. A model that does
not name the figures in two test pictures gets none (image: auto), which is said
once; image: on sends pictures unasked. With structured the server holds answers to
a JSON schema; they always have the right form then, so that their format says
nothing of the model. Fields that a server refuses are left out, and said.

Faults that pass (429, 5xx, broken connections, replies that are none) are retried
with growing pauses, which all requests share. A server that stays away ends the
call with an error; with transcripts the same call goes on where it ended, and pays
nothing twice. A single request that the server refuses, such as one that is too
long for the model, counts as an empty answer.

The key is read from the environment variable that key_env names. It is in no
setting, log, error or file. docs/vlm.md has the whole story.
`

// Policy asks a model. Use [New].
type Policy struct {
	opts   options
	cache  string
	server chat.Completer // nil where no model is named
	client *chat.Client
	// log is for people; it is standard error, which the host passes on.
	log *log.Logger
	// answered says that the server has answered, so that the settings are right
	// and a refusal is about the one request.
	answered atomic.Bool

	probing sync.Mutex
	probed  bool
	can     chat.Capabilities
	probes  chat.Usage // what probing took, until a call has told of it
}

var (
	_ policy.Policy = (*Policy)(nil)
	_ base.Stopper  = (*Policy)(nil)
)

// New returns a policy that wants to be configured.
func New() *Policy { return &Policy{log: log.New(os.Stderr, "", 0)} }

// Describe implements [base.Plugin].
func (*Policy) Describe() base.Description {
	return base.Description{
		ID: "policy/vlm", Kind: base.Policy, Version: "0.1.0",
		Summary: "Asks a vision-language model behind an OpenAI-compatible endpoint.",
		Docs:    docs,
		Schema:  settings,
	}
}

// errNoModel is a warning of the settings, so that the policy can be started and
// described like every plugin, and an error where an answer is wanted.
var errNoModel = errors.New("no model is named; set model to the name under which the server knows it")

// Configure implements [base.Plugin]. It asks the server nothing yet.
func (p *Policy) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var resp base.ConfigureResponse
	o := parse(req.Values, func(said string) { p.log.Print(said) }, &resp.Diagnostics)
	var client *chat.Client
	var server chat.Completer
	if o.client.Model == "" {
		resp.Diagnostics.Warnf("config.model", "%v", errNoModel)
	} else {
		c, err := chat.New(o.client)
		if err != nil {
			resp.Diagnostics.Errorf("config", "%v", err)
			return resp, nil
		}
		client, server = c, c
	}
	if o.transcripts != "" && server != nil {
		kept, err := chat.OpenTranscripts(o.transcripts, o.client.Model, server)
		if err != nil {
			resp.Diagnostics.Errorf("config.transcripts", "%v", err)
			return resp, nil
		}
		server = kept
	}
	if resp.Diagnostics.HasError() {
		return resp, nil
	}
	p.opts, p.cache, p.client, p.server = o, req.CacheDir, client, server
	p.probed, p.can, p.probes = false, chat.Capabilities{}, chat.Usage{}
	p.answered.Store(false)
	if o.image != off {
		resp.Needs, resp.Pictures = []base.Need{base.NeedImages}, []base.Picture{o.picture}
	}
	return resp, nil
}

// Stop says what was asked for and what it took.
func (p *Policy) Stop(context.Context) error {
	if p.client == nil {
		return nil
	}
	if u := p.client.Usage(); u != (chat.Usage{}) {
		p.log.Printf("%s: %s", p.opts.client.Model, u)
	}
	return nil
}

// probe finds out once what the server can do. A fault is not remembered: the
// next call tries again.
func (p *Policy) probe(ctx context.Context) (chat.Capabilities, error) {
	p.probing.Lock()
	defer p.probing.Unlock()
	if p.probed {
		return p.can, nil
	}
	can, err := chat.Probe(ctx, p.server, chat.Ask{Images: p.opts.image == auto, Schema: p.opts.structured == auto})
	if err != nil {
		if refused(err) {
			if unknown := p.client.Known(ctx); unknown != nil && ctx.Err() == nil {
				err = unknown
			}
		}
		return can, err
	}
	switch p.opts.image {
	case on:
		can.Images = true
	case auto:
		if !can.Images {
			p.log.Printf("%s sees no pictures and gets none: %s (image: on sends them all the same)", p.opts.client.Model, can.Why)
		}
	}
	if can.Schema {
		p.log.Printf("%s: the server holds answers to a JSON schema; their form is the server's merit (structured: off leaves it to the model)", p.opts.client.Model)
	}
	can.Schema = can.Schema || p.opts.structured == on
	if p.opts.image == auto || p.opts.structured == auto {
		p.answered.Store(true)
	}
	p.can, p.probed, p.probes = can, true, p.client.Usage()
	return can, nil
}

// owed returns what probing took, once.
func (p *Policy) owed() chat.Usage {
	p.probing.Lock()
	defer p.probing.Unlock()
	u := p.probes
	p.probes = chat.Usage{}
	return u
}
