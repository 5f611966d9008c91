package relations

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// maxWarnings bounds the warnings of one request.
const maxWarnings = 16

// asked is everything asked for of one task.
type asked struct {
	task       *scenes.Task
	set        *predicate.Set
	from       []source
	understood float64
}

// gather collects the specs of all sources and warns of what cannot be scored.
func (t *Term) gather(task *scenes.Task, ds *diag.Diagnostics) *asked {
	a := &asked{task: task, understood: 1}
	var specs []scenes.Spec
	add := func(s source, more []scenes.Spec) {
		for range more {
			a.from = append(a.from, s)
		}
		specs = append(specs, more...)
	}
	if t.explicit {
		add(fromTask, predicate.Explicit(task))
	}
	add(fromSpecs, task.Specs)
	warnings := 0
	warn := func(at, format string, args ...any) {
		if warnings++; warnings <= maxWarnings {
			ds.Warnf(at, format, args...)
		}
	}
	if t.preference && task.Preference != "" {
		p := preference.Parse(task.Preference, task)
		a.understood = p.UnderstoodShare()
		add(fromText, p.Specs)
		for i := range p.Clauses {
			if c := &p.Clauses[i]; !c.Understood {
				warn("preference", "%q is not understood and not scored: %s", c.Text, c.Why)
			}
		}
	}
	a.set = predicate.Compile(task, specs)
	for i, problem := range a.set.Problems() {
		if problem != "" {
			warn(sourceNames[a.from[i]], "%s is not scored: %s", words(specs[i]), problem)
		}
	}
	return a
}

// score is the value of one layout.
func (a *asked) score(w *world.World, silent bool) reward.Result {
	results := a.set.Evaluate(w)
	objects := make([]float64, len(a.task.Objects))
	var held, all [sources]float64
	sum, n, met := 0.0, 0.0, 0.0
	out := reward.Result{Objects: objects}
	for i := range results {
		r := &results[i]
		if r.Unknown != "" {
			continue
		}
		n++
		all[a.from[i]]++
		if r.Holds {
			sum++
			met++
			held[a.from[i]]++
			continue
		}
		sum += r.Score / 2
		for _, k := range r.AtFault {
			objects[k] -= 1 - r.Score/2
		}
		if !silent {
			out.Findings = append(out.Findings, r.Findings...)
		}
	}
	placed := 1.0
	if k := len(a.task.Objects); k > 0 {
		placed = float64(len(w.Bodies)) / float64(k)
	}
	for i := range objects {
		if w.Body(i) == nil {
			objects[i]--
		}
	}
	out.Value = placed * share(sum, n)
	out.Parts = append(out.Parts, reward.Part{Name: "satisfied", Value: share(met, n)})
	for s := range sources {
		out.Parts = append(out.Parts, reward.Part{Name: sourceNames[s] + "_satisfied", Value: share(held[s], all[s])})
	}
	out.Parts = append(out.Parts, reward.Part{Name: "specs", Value: n}, reward.Part{Name: "understood", Value: a.understood},
		reward.Part{Name: "placed", Value: placed})
	return out
}

// share is 1 of nothing.
func share(part, of float64) float64 {
	if of == 0 {
		return 1
	}
	return part / of
}
