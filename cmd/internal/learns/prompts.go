package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// promptRooms is how many rooms of the prompts suite are asked, follows the share
// of their clauses that should hold.
const (
	promptRooms = 200
	follows     = 80
)

// prompts says in percent how many of the clauses that can be checked hold.
type prompts struct {
	Rooms int `json:"rooms"`
	// Text is with the preference text as it is, Blank with none shown to the
	// policy; the clauses are those of the text.
	Text       float64 `json:"text"`
	Blank      float64 `json:"blank"`
	Target     float64 `json:"target"`
	ValidText  float64 `json:"fully_valid_text"`
	ValidBlank float64 `json:"fully_valid_blank"`
	SHA256     string  `json:"sha256"`
}

func (w *workshop) prompts(ctx context.Context) (*prompts, error) {
	out := &prompts{Rooms: promptRooms, Target: follows}
	for _, how := range []struct {
		name         string
		flags        []string
		share, valid *float64
	}{{"text", nil, &out.Text, &out.ValidText}, {"blank", []string{"--mute"}, &out.Blank, &out.ValidBlank}} {
		m, err := w.eval(ctx, filepath.Join("prompts", how.name+".json"), "prompts", promptRooms, nil, w.flags, how.flags...)
		if err != nil {
			return nil, err
		}
		if m.SceneEval.SPEC == nil {
			return nil, errors.New("eval has found no clauses in the prompts")
		}
		*how.share, *how.valid, out.SHA256 = *m.SceneEval.SPEC, m.FullyValid, m.SHA256
	}
	return out, nil
}

func (p *prompts) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| the policy sees | clauses that hold, target %.0f %% | fully valid |\n|---|---:|---:|\n", p.Target)
	fmt.Fprintf(&b, "| the text | %.1f %% | %.1f %% |\n| no text | %.1f %% | %.1f %% |\n", p.Text, 100*p.ValidText, p.Blank, 100*p.ValidBlank)
	fmt.Fprintf(&b, "\n%d rooms of suite prompts (%.12s…).\n", p.Rooms, p.SHA256)
	return b.String()
}
