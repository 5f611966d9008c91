package sceneeval

// Summary is the scores over many scenes in percent, under the names of
// SceneEval's tables. Values of objects and openings are pooled over all
// scenes, those of scenes are means over scenes; a value is nil when no scene
// had anything to count.
type Summary struct {
	Scenes int `json:"scenes"`
	// Placed is the percentage of the tasks' objects that are placed; read the
	// others beside it.
	Placed *float64 `json:"placed"`
	// COLob and COLsc are the percentages of objects and scenes in collision.
	COLob *float64 `json:"col_ob"`
	COLsc *float64 `json:"col_sc"`
	// SUP is the percentage of objects that are supported.
	SUP *float64 `json:"sup"`
	// NAV is the mean navigability, ACC the mean accessibility of the objects
	// that have a functional side.
	NAV *float64 `json:"nav"`
	ACC *float64 `json:"acc"`
	// OOBob and OOBsc are the percentages of objects and scenes out of bounds.
	OOBob *float64 `json:"oob_ob"`
	OOBsc *float64 `json:"oob_sc"`
	// OPEN is the percentage of doors and windows with something before them,
	// OPENarea the mean percentage of their area that is covered.
	OPEN     *float64 `json:"open"`
	OPENarea *float64 `json:"open_area"`
	// SPEC is the percentage of counted relations that hold.
	SPEC *float64 `json:"spec"`
	// COLobBare, COLscBare and ACCbare do not count rugs; NAVreach is the floor
	// reached from the doors over rugs. They are not SceneEval's.
	COLobBare *float64 `json:"col_ob_bare"`
	COLscBare *float64 `json:"col_sc_bare"`
	ACCbare   *float64 `json:"acc_bare"`
	NAVreach  *float64 `json:"nav_reach"`
}

// Column is one named value of a [Summary].
type Column struct {
	// Name is the JSON name, Label the one in tables.
	Name, Label string
	// Value is in percent, nil when nothing was counted.
	Value *float64
	// Higher says whether more is better.
	Higher bool
}

// Columns returns the values in a fixed order.
func (s Summary) Columns() []Column {
	return []Column{
		{"placed", "placed", s.Placed, true},
		{"col_ob", "COL_ob", s.COLob, false},
		{"col_sc", "COL_sc", s.COLsc, false},
		{"sup", "SUP", s.SUP, true},
		{"nav", "NAV", s.NAV, true},
		{"acc", "ACC", s.ACC, true},
		{"oob_ob", "OOB_ob", s.OOBob, false},
		{"oob_sc", "OOB_sc", s.OOBsc, false},
		{"open", "OPEN", s.OPEN, false},
		{"open_area", "OPEN_area", s.OPENarea, false},
		{"spec", "SPEC", s.SPEC, true},
		{"col_ob_bare", "COL_ob bare", s.COLobBare, false},
		{"col_sc_bare", "COL_sc bare", s.COLscBare, false},
		{"acc_bare", "ACC bare", s.ACCbare, true},
		{"nav_reach", "NAV reach", s.NAVreach, true},
	}
}

// mean is a running mean.
type mean struct{ sum, n float64 }

func (m *mean) add(sum float64, n int) { m.sum, m.n = m.sum+sum, m.n+float64(n) }

func (m *mean) flag(b bool) {
	if b {
		m.sum++
	}
	m.n++
}

func (m *mean) percent() *float64 {
	if m.n == 0 {
		return nil
	}
	v := 100 * m.sum / m.n
	return &v
}

// Tally gathers reports one by one. The zero value is empty and ready.
type Tally struct {
	scenes                                  int
	placed, colOb, colSc, sup, nav, acc     mean
	oobOb, oobSc, open, area, spec          mean
	colObBare, colScBare, accBare, navReach mean
}

// Add counts one scene.
func (t *Tally) Add(r Report) {
	t.scenes++
	t.placed.add(float64(len(r.Objects)), r.Wanted)
	if c := r.Collision; c != nil {
		t.colOb.add(float64(c.Count), c.Of)
		t.colSc.flag(c.Scene)
		t.colObBare.add(c.Bare*float64(c.Of), c.Of)
		t.colScBare.flag(c.BareScene)
	}
	if s := r.Support; s != nil {
		t.sup.add(float64(s.Count), s.Of)
	}
	if n := r.Navigability; n != nil {
		t.nav.add(n.Score, 1)
		if n.Reach != nil {
			t.navReach.add(*n.Reach, 1)
		}
	}
	if a := r.Accessibility; a != nil {
		t.acc.add(a.Score*float64(a.Of), a.Of)
		t.accBare.add(a.Bare*float64(a.Of), a.Of)
	}
	if o := r.OutOfBounds; o != nil {
		t.oobOb.add(float64(o.Count), o.Of)
		t.oobSc.flag(o.Scene)
	}
	if o := r.Openings; o != nil {
		t.open.add(float64(o.Occluded), o.Of)
		t.area.add(o.Area*float64(o.Of), o.Of)
	}
	if s := r.Specs; s != nil {
		t.spec.add(float64(s.Satisfied), s.Of)
	}
}

// Summary returns the values so far.
func (t *Tally) Summary() Summary {
	return Summary{
		Scenes: t.scenes, Placed: t.placed.percent(),
		COLob: t.colOb.percent(), COLsc: t.colSc.percent(), SUP: t.sup.percent(),
		NAV: t.nav.percent(), ACC: t.acc.percent(),
		OOBob: t.oobOb.percent(), OOBsc: t.oobSc.percent(),
		OPEN: t.open.percent(), OPENarea: t.area.percent(), SPEC: t.spec.percent(),
		COLobBare: t.colObBare.percent(), COLscBare: t.colScBare.percent(),
		ACCbare: t.accBare.percent(), NAVreach: t.navReach.percent(),
	}
}

// Summarise is a [Tally] of all the reports.
func Summarise(reports []Report) Summary {
	var t Tally
	for _, r := range reports {
		t.Add(r)
	}
	return t.Summary()
}
