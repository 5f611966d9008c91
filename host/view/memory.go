package view

import (
	"encoding/json"
	"slices"
)

// memory is what the window keeps from start to start. Fields that make no
// sense any more are put right by its readers.
type memory struct {
	Width, Height int
	// Where the window stood on its monitor, once it was placed.
	Placed      bool
	X, Y        int
	Maximized   bool
	Recent      []string
	Preset      string
	Theme       string
	Left, Right float64
	GridOff     bool
}

// maxRecent is how many files are remembered.
const maxRecent = 12

// remember reads the memory; one that is missing or damaged is empty.
func remember(h Home) memory {
	var m memory
	if h != nil {
		if data, err := h.Load(); err == nil && len(data) < 1<<20 {
			if json.Unmarshal(data, &m) != nil {
				m = memory{}
			}
		}
	}
	m.Recent = m.Recent[:min(len(m.Recent), maxRecent)]
	if m.Width < 320 || m.Height < 240 || m.Width > 16384 || m.Height > 16384 {
		m.Width, m.Height = 1440, 900
	}
	if !(m.Left >= minPanel && m.Left <= maxPanel) {
		m.Left = 236
	}
	if !(m.Right >= minPanel && m.Right <= maxPanel) {
		m.Right = 320
	}
	return m
}

func (m *memory) opened(path string) {
	m.Recent = slices.DeleteFunc(m.Recent, func(p string) bool { return p == path })
	m.Recent = slices.Insert(m.Recent, 0, path)
	m.Recent = m.Recent[:min(len(m.Recent), maxRecent)]
}

// keep writes the memory; that it cannot be kept stops nobody from working.
func (s *shell) keep() {
	if s.opts.Home == nil {
		return
	}
	s.mem.Theme = s.u.Theme.Name
	s.mem.Preset = s.stage.Preset().Name
	data, err := json.Marshal(s.mem)
	if err == nil {
		err = s.opts.Home.Save(data)
	}
	if err != nil {
		s.toast(warning, "The window could not be remembered: "+err.Error())
	}
}
