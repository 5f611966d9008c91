package chat

import (
	"regexp"
	"strings"
	"sync"
)

// The optional fields of a request that a server may refuse.
const (
	fieldMaxTokens   = "max_tokens"
	fieldN           = "n"
	fieldSeed        = "seed"
	fieldTemperature = "temperature"
	fieldSchema      = "response_format"
)

// features remembers what the server has turned out not to take.
type features struct {
	note func(string)

	mu   sync.Mutex
	lack map[string]bool
}

// lacks remembers a field that the server does not take, and notes it once.
func (f *features) lacks(field string) {
	f.mu.Lock()
	known := f.lack[field]
	if f.lack == nil {
		f.lack = map[string]bool{}
	}
	f.lack[field] = true
	f.mu.Unlock()
	if !known {
		f.note(sentences[field])
	}
}

// names are the words by which servers name a field in what they refuse.
var names = map[string]*regexp.Regexp{
	fieldMaxTokens:   regexp.MustCompile(`\bmax_tokens\b`),
	fieldN:           regexp.MustCompile("['\"`]n['\"`]|\\(n\\)|\\bn_cmpl\\b|\\bn (must|is|>)|one completion"),
	fieldSeed:        regexp.MustCompile(`\bseed\b`),
	fieldTemperature: regexp.MustCompile(`\btemperature\b`),
	fieldSchema:      regexp.MustCompile(`\bresponse_format\b|json_schema|guided|grammar|structured output`),
}

// refusal is how servers say that they do not know or allow something, against
// too much of it, as in "max_tokens is too large for the context length".
var refusal = regexp.MustCompile(`unsupported|not support|n't support|unrecogni|unknown|unexpected|not permitted|not allowed|not available|extra input|extra field|default|must be 1|is allowed|cannot be greater|not implement|invalid`)

// tooMuch is a bound that the request goes beyond; no field is to blame.
var tooMuch = regexp.MustCompile(`context length|context window|context size|too large|too long`)

// noImages is how servers and models without an eye say so.
var noImages = regexp.MustCompile(`mmproj|not (a |an )?(multimodal|multi-modal|vision)|at most 0 image|missing data required for image|unknown variant .?image_url|` +
	`image.*(not supported|unsupported|only supported)|(not support|n't support|unsupported|not accept|not allow).*(image|vision|multimodal)`)

// sent is a request as it goes out, without what the server does not take.
type sent struct {
	Request
	// completion says that the bound of tokens goes by its newer name.
	completion bool
}

// fit leaves out of a request what the server has refused before.
func (f *features) fit(req Request) sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := sent{Request: req, completion: f.lack[fieldMaxTokens]}
	if f.lack[fieldN] {
		s.N = 1
	}
	if f.lack[fieldSeed] {
		s.Seed = nil
	}
	if f.lack[fieldTemperature] {
		s.Temperature = nil
	}
	if f.lack[fieldSchema] {
		s.Schema = nil
	}
	return s
}

// has says whether a field is in a request as it was sent.
func (s *sent) has(field string) bool {
	switch field {
	case fieldMaxTokens:
		return s.MaxTokens > 0 && !s.completion
	case fieldN:
		return s.N > 1
	case fieldSeed:
		return s.Seed != nil
	case fieldTemperature:
		return s.Temperature != nil
	}
	return s.Schema != nil
}

// learn reads a refusal: it is true where a field that was sent is to blame and
// the request can go without it. Each time it is true a request loses a field,
// so that this comes to an end with any server.
func (f *features) learn(e *Error, req *sent) bool {
	said := strings.ToLower(e.Message)
	if e.Status < 400 || e.Status == 404 || e.Kind != Refused && e.Kind != Failed || tooMuch.MatchString(said) {
		return false
	}
	if pictures(req.Messages) > 0 && noImages.MatchString(said) {
		e.Kind = NoImages
		return false
	}
	if e.Kind != Refused || !refusal.MatchString(said) {
		return false
	}
	for _, field := range []string{fieldMaxTokens, fieldSchema, fieldTemperature, fieldSeed, fieldN} {
		if req.has(field) && names[field].MatchString(said) {
			f.lacks(field)
			return true
		}
	}
	return false
}

// sentences tell people what a server does not take.
var sentences = map[string]string{
	fieldMaxTokens:   `the server refuses "max_tokens"; it gets "max_completion_tokens" instead`,
	fieldN:           "the server gives one answer to a request; it is asked for each answer",
	fieldSeed:        `the server refuses "seed"; its answers cannot be had again`,
	fieldTemperature: `the server refuses the "temperature"; it uses its own`,
	fieldSchema:      `the server refuses "response_format"; answers are not held to a schema`,
}
