package codec

import (
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes"
)

// The format ladder (MetaSpatial, arXiv 2503.18470, section 3.2; the steps are
// its public code's). In this, the default mode, a
// wrong id or coordinate ranks with a wrong number of objects, as in version 2
// of the paper.
const (
	// ScoreTags: the tags are wrong.
	ScoreTags = 0.0
	// ScoreJSON: the tags are right, the answer is no JSON.
	ScoreJSON = 0.1
	// ScoreObjects: the answer is JSON, but its objects are wrong.
	ScoreObjects = 0.5
	// ScoreRight: every object of the task is placed once.
	ScoreRight = 1.0
)

// Parsed is what a response says.
type Parsed struct {
	// Layout holds the objects that could be read, or is nil when there is no
	// readable answer.
	Layout *scenes.Layout
	// Score is the response's place on the format ladder.
	Score float64
	// Reason is one sentence on why Layout is nil, or empty.
	Reason string
	// Findings are the faults, each of rule "format".
	Findings []scenes.Finding
}

func (p *Parsed) fault(object, message string) {
	p.Findings = append(p.Findings, scenes.Finding{Rule: scenes.RuleFormat, Object: object, Message: message})
}

// ParseResponse reads <think>…</think><answer>JSON</answer>. The answer is a
// list of {"new_object_id","x","y","z"} with an optional
// "rotation":{"z_angle"}; without one the object takes the heading that its
// facing asks for. An answer without a thought is read, but scores as wrong
// tags.
func ParseResponse(task *scenes.Task, text string) Parsed {
	var p Parsed
	answer, tagged, found := split(text)
	if !found {
		p.Reason = "the response has no <answer>…</answer>"
		p.fault("", p.Reason)
		return p
	}
	score := ScoreRight
	if !tagged {
		score = ScoreTags
		p.fault("", "the response must be <think>…</think><answer>…</answer> with nothing else around it")
	}
	a := reader{task: task, scan: scanner{s: unfence(answer)}, parsed: &p}
	if kind := a.scan.next(); kind != shapeList {
		a.scan.skip()
		if a.scan.end(); a.scan.err == nil {
			p.Score = min(score, ScoreObjects)
			p.Reason = "the answer is " + string(kind) + "; write a list of objects"
			p.fault("", p.Reason)
			return p
		}
	} else {
		a.list()
	}
	if err := a.scan.err; err != nil {
		p.Score = min(score, ScoreJSON)
		p.Reason = "the answer is not JSON: " + err.Error()
		p.fault("", p.Reason)
		return p
	}
	if !a.finish() {
		score = min(score, ScoreObjects)
	}
	p.Score = score
	return p
}

// split finds the answer: the one that follows a thought, or else the first.
// tagged tells whether the whole text is a thought and an answer.
func split(text string) (answer string, tagged, found bool) {
	text = strings.TrimFunc(text, unicode.IsSpace)
	body, thought := strings.CutPrefix(text, "<think>")
	for rest := body; thought; {
		_, after, ok := strings.Cut(rest, "</think>")
		if !ok {
			break
		}
		if open, ok := strings.CutPrefix(strings.TrimLeftFunc(after, unicode.IsSpace), "<answer>"); ok {
			inner, tail, closed := strings.Cut(open, "</answer>")
			return inner, closed && tail == "", closed
		}
		rest = after
	}
	_, after, ok := strings.Cut(text, "<answer>")
	inner, _, closed := strings.Cut(after, "</answer>")
	return inner, false, ok && closed
}

// unfence takes a code fence off an answer.
func unfence(s string) string {
	s = strings.TrimFunc(s, unicode.IsSpace)
	inner, ok := strings.CutPrefix(s, "```")
	if !ok {
		return s
	}
	inner = strings.TrimSuffix(inner, "```")
	if line, rest, ok := strings.Cut(inner, "\n"); ok && !strings.ContainsAny(line, "[{") {
		inner = rest
	} else {
		inner = strings.TrimPrefix(inner, "json")
	}
	return strings.TrimFunc(inner, unicode.IsSpace)
}
