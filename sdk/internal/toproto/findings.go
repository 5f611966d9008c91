package toproto

import (
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// findings turns the findings of several layouts into columns, and gathers the
// two tables that these share. The columns of all layouts are cut from one
// array each: bad layouts have dozens of findings, and they are most of what
// travels.
type findings struct {
	rules, names names

	layouts, total, bytes int // what is expected
	store                 []pb.Findings
	numbers               []float64
	indices               []int32
	counts                []uint32
	text                  strings.Builder

	task  *scenes.Task // the one that index is of
	index map[string]int32
	last  int   // the object at fault in the finding before
	none  int32 // the index of no name
}

// expect counts what the arrays must hold. It comes once for the findings of
// every layout, before the first add.
func (c *findings) expect(fs []scenes.Finding) {
	if len(fs) > 0 {
		c.layouts++
	}
	c.total += len(fs)
	for i := range fs {
		c.bytes += len(fs[i].Message)
	}
}

// add returns the message for the findings of a layout of task, or nil for
// none.
func (c *findings) add(task *scenes.Task, fs []scenes.Finding) *pb.Findings {
	n := len(fs)
	if n == 0 {
		return nil
	}
	if c.store == nil {
		c.store, c.numbers = make([]pb.Findings, c.layouts), make([]float64, 3*c.total)
		c.indices, c.counts = make([]int32, 2*c.total), make([]uint32, 2*c.total)
		c.text.Grow(c.bytes)
	}
	m := &cut(&c.store, 1)[0]
	m.Rule, m.Length = cut(&c.counts, n), cut(&c.counts, n)
	m.Object, m.Other = cut(&c.indices, n), cut(&c.indices, n)
	m.Depth, m.Direction = cut(&c.numbers, n), cut(&c.numbers, 2*n)
	if c.task != task {
		c.task, c.index = task, nil
	}
	c.last = 0
	if !slices.ContainsFunc(fs, func(f scenes.Finding) bool { return f.Other != "" }) {
		m.Other = nil
	}
	var depths, directions uint64 // stay 0 when all numbers are
	from := c.text.Len()
	for i := range fs {
		f := &fs[i]
		if i > 0 && f.Rule == fs[i-1].Rule {
			m.Rule[i] = m.Rule[i-1]
		} else {
			m.Rule[i] = c.rules.add(string(f.Rule))
		}
		m.Object[i] = c.name(f.Object)
		c.last = max(int(m.Object[i]), 0)
		if m.Other != nil {
			m.Other[i] = c.name(f.Other)
		}
		m.Depth[i], m.Direction[2*i], m.Direction[2*i+1] = f.Depth, f.Direction[0], f.Direction[1]
		depths |= math.Float64bits(f.Depth)
		directions |= math.Float64bits(f.Direction[0]) | math.Float64bits(f.Direction[1])
		m.Length[i] = uint32(len(f.Message))
		c.text.WriteString(f.Message)
	}
	m.Text = c.text.String()[from:]
	if depths == 0 {
		m.Depth = nil
	}
	if directions == 0 {
		m.Direction = nil
	}
	return m
}

// cut takes n elements off the front of s.
func cut[E any](s *[]E, n int) []E {
	head := (*s)[:n:n]
	*s = (*s)[n:]
	return head
}

// near is how many objects are compared before the index is asked: findings
// mostly come in the order of their objects.
const near = 4

// name returns the index of the task's object with that id, or -1-k for the
// name at k.
func (c *findings) name(id string) int32 {
	if id == "" {
		if c.none == 0 {
			c.none = -1 - int32(c.names.add(id))
		}
		return c.none
	}
	var objects []scenes.Object
	if c.task != nil {
		objects = c.task.Objects
	}
	for i := c.last; i < min(c.last+near, len(objects)); i++ {
		if objects[i].ID == id {
			return int32(i)
		}
	}
	if c.index == nil {
		c.index = make(map[string]int32, len(objects))
		for i := range objects {
			c.index[objects[i].ID] = int32(i)
		}
	}
	if i, ok := c.index[id]; ok {
		return i
	}
	return -1 - int32(c.names.add(id))
}
