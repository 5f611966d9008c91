// Package agreement compares a judge that was asked with the offline critic, on
// the rooms of a judge's record (package verdict): how far their grades rank
// rooms alike, how far they lie apart, and how far the judge agrees with
// itself.
package agreement

import (
	"fmt"

	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// Room is one room that both have graded.
type Room struct {
	// Task is the id of the task that the room answers.
	Task string
	// Judge are the means over the judge's gradings, Critic the critic's, both
	// in the order of [Scales].
	Judge, Critic [len(Scales)]float64
	// Gradings is how often the judge graded the room, and Spread the sample
	// standard deviation of its scores; 0 of one grading.
	Gradings int
	Spread   float64
}

// Scale is what is compared: the score or one aspect.
type Scale struct {
	Key, Name string
	// Low and High bound it.
	Low, High float64
}

// Scales are the score, between 0 and 1, and the five aspects, from 1 to 10.
var Scales = [1 + verdict.Count]Scale{
	{"score", "score", 0, 1},
	aspect(0), aspect(1), aspect(2), aspect(3), aspect(4),
}

func aspect(i int) Scale {
	return Scale{verdict.Aspects[i].Key, verdict.Aspects[i].Name, 1, verdict.Best}
}

// Judge is all that a record has of one model.
type Judge struct {
	Model string
	// Rooms are in the order in which they were first graded.
	Rooms []Room
	// Answers were given, Unread of them without grades that can be read.
	Answers, Unread int
	Usage           verdict.Usage
}

// Record is a judge's record as far as it can be compared.
type Record struct {
	// Judges are in the order in which they first answered.
	Judges []Judge
	// Fallbacks is the number of groups that the critic graded in the judge's
	// stead; they take no part.
	Fallbacks int
}

// reader gathers the lines of a record.
type reader struct {
	rooms  map[string]*verdict.Room
	keys   map[string]bool
	judges map[string]*asked
	models []string
	groups map[string]bool
}

// asked is what one model said.
type asked struct {
	Judge
	order    []string
	gradings map[string][]verdict.Grading
}

// Read reads the record at path.
func Read(path string) (*Record, error) {
	r := &reader{rooms: map[string]*verdict.Room{}, keys: map[string]bool{}, judges: map[string]*asked{}, groups: map[string]bool{}}
	if err := verdict.ReadFile(path, r.line); err != nil {
		return nil, err
	}
	out := &Record{Fallbacks: len(r.groups)}
	for _, m := range r.models {
		j := r.judges[m]
		for _, id := range j.order {
			j.Rooms = append(j.Rooms, compared(r.rooms[id], j.gradings[id]))
		}
		out.Judges = append(out.Judges, j.Judge)
	}
	return out, nil
}

func (r *reader) line(l verdict.Line) error {
	switch {
	case l.Room != nil:
		r.rooms[l.Room.ID] = l.Room
	case l.Fallback != nil:
		r.groups[l.Fallback.Group] = true
	case l.Answer != nil:
		return r.answer(l.Answer)
	}
	return nil
}

func (r *reader) answer(a *verdict.Answer) error {
	j := r.judges[a.Model]
	if j == nil {
		j = &asked{Judge: Judge{Model: a.Model}, gradings: map[string][]verdict.Grading{}}
		r.judges[a.Model] = j
		r.models = append(r.models, a.Model)
	}
	j.Usage.Add(a.Usage)
	if r.keys[a.Key] {
		return nil
	}
	r.keys[a.Key] = true
	j.Answers++
	g, err := a.Grading()
	if err != nil {
		j.Unread++
		return nil
	}
	if r.rooms[a.Room] == nil {
		return fmt.Errorf("answers about the room %.12s, which no line before describes", a.Room)
	}
	if len(j.gradings[a.Room]) == 0 {
		j.order = append(j.order, a.Room)
	}
	j.gradings[a.Room] = append(j.gradings[a.Room], g)
	return nil
}

// compared puts the two hands' grades of a room side by side.
func compared(room *verdict.Room, gradings []verdict.Grading) Room {
	out := Room{Task: room.Task, Gradings: len(gradings)}
	n := float64(len(gradings))
	scores := make([]float64, len(gradings))
	for i, g := range gradings {
		scores[i] = g.Score()
		for k, v := range g.Grades {
			out.Judge[1+k] += float64(v) / n
		}
	}
	for k, v := range room.Critic {
		out.Critic[1+k] = v
		out.Critic[0] += v / (verdict.Count * verdict.Best)
	}
	out.Judge[0], out.Spread = meanStd(scores)
	return out
}
