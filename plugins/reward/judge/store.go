package judge

import (
	"fmt"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// mostKept is how many answers are kept in memory, at some 1 kB each.
const mostKept = 1 << 17

// reading is an answer as it was read, or why it could not be.
type reading struct {
	verdict.Grading
	lost string
}

// store keeps answers by the key of their question, in memory and, where there
// is a record, in the file. Its methods may be called from several goroutines.
type store struct {
	mu        sync.Mutex
	answers   map[string]*reading
	age       []string // keys, oldest first
	rooms     map[string]bool
	fallbacks map[string]string // reasons by group
	recorder  *verdict.Recorder // nil writes nothing
	whole     bool              // nothing may be forgotten
}

func newStore() *store {
	return &store{answers: map[string]*reading{}, rooms: map[string]bool{}, fallbacks: map[string]string{}}
}

// load takes a line of a record.
func (s *store) load(l verdict.Line) error {
	switch {
	case l.Answer != nil:
		if s.answers[l.Answer.Key] == nil {
			s.keep(l.Answer.Key, read(l.Answer))
		}
		if s.whole && len(s.answers) > mostKept {
			return fmt.Errorf("the record holds more than %d answers; split it", mostKept)
		}
	case l.Room != nil:
		s.rooms[l.Room.ID] = true
	case l.Fallback != nil:
		s.fallbacks[l.Fallback.Group] = l.Fallback.Reason
	}
	return nil
}

// open makes the store of a record that is continued, a record that is replayed
// or none, and returns what its answers took. A record that is open already is
// continued by its recorder.
func open(record, replay string, recorder *verdict.Recorder) (verdict.Usage, *store, error) {
	var spent verdict.Usage
	s := newStore()
	s.whole = replay != ""
	take := func(l verdict.Line) error {
		if l.Answer != nil {
			spent.Add(l.Answer.Usage)
		}
		return s.load(l)
	}
	var err error
	switch {
	case replay != "":
		err = verdict.ReadFile(replay, take)
	case record != "" && recorder != nil:
		s.recorder, err = recorder, verdict.ReadFile(record, take)
	case record != "":
		s.recorder, err = verdict.Append(record, take)
	}
	return spent, s, err
}

func read(a *verdict.Answer) *reading {
	g, err := a.Grading()
	if err != nil {
		return &reading{lost: err.Error()}
	}
	return &reading{Grading: g}
}

// keep remembers an answer and forgets the oldest where there are too many.
func (s *store) keep(key string, r *reading) {
	if len(s.age) >= mostKept && !s.whole {
		delete(s.answers, s.age[0])
		s.age = s.age[1:]
	}
	s.answers[key] = r
	s.age = append(s.age, key)
}

// find returns the answer to a question, or nil.
func (s *store) find(key string) *reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answers[key]
}

// fallback returns the reason for which a group fell back, or "".
func (s *store) fallback(group string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fallbacks[group]
}

// answer keeps an answer and returns how it reads.
func (s *store) answer(a *verdict.Answer) (*reading, error) {
	r := read(a)
	s.mu.Lock()
	if known := s.answers[a.Key]; known != nil { // another group asked it too
		r = known
	} else {
		s.keep(a.Key, r)
	}
	s.mu.Unlock()
	return r, s.write(verdict.Line{Answer: a})
}

// knows reports whether the record has a room, or has no need of it.
func (s *store) knows(room string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.recorder == nil || s.rooms[room]
}

// room records a room once.
func (s *store) room(r *verdict.Room) error {
	s.mu.Lock()
	known := s.rooms[r.ID]
	s.rooms[r.ID] = true
	s.mu.Unlock()
	if known {
		return nil
	}
	return s.write(verdict.Line{Room: r})
}

// fell records that a group fell back.
func (s *store) fell(group, reason string) error {
	if s.recorder == nil {
		return nil
	}
	s.mu.Lock()
	known := s.fallbacks[group] == reason
	s.fallbacks[group] = reason
	s.mu.Unlock()
	if known {
		return nil
	}
	return s.write(verdict.Line{Fallback: &verdict.Fallback{Group: group, Reason: reason}})
}

func (s *store) write(l verdict.Line) error {
	if s.recorder == nil {
		return nil
	}
	return s.recorder.Write(l)
}

// close ends the record.
func (s *store) close() error {
	if s.recorder == nil {
		return nil
	}
	return s.recorder.Close()
}
