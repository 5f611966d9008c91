package stage

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/view/command"
)

func TestPresets(t *testing.T) {
	for i := range Presets {
		p := &Presets[i]
		t.Run(p.Name, func(t *testing.T) {
			if PresetNamed(p.Name) != p {
				t.Error("not found by its name")
			}
			seen := map[command.Chord]Action{}
			for _, a := range Actions {
				for _, c := range p.Chords(a.Action) {
					if b, ok := seen[c]; ok {
						t.Errorf("%s does both %s and %s", c, a.Action, b)
					}
					seen[c] = a.Action
				}
			}
			for _, b := range p.Binds {
				if c := command.Chords(b.Key)[0]; seen[c] != b.Action {
					t.Errorf("%s does %s, which no menu has", b.Key, b.Action)
				}
			}
			for _, a := range []Action{Focus, ViewTop, Ortho, Walk} {
				if len(p.Chords(a)) == 0 {
					t.Errorf("%s has no key", a)
				}
			}
			have := map[Motion]bool{}
			for j, d := range p.Drags {
				have[d.Motion] = true
				for _, e := range p.Drags[:j] {
					if d.Button == e.Button && d.Mods == e.Mods && d.Key == e.Key {
						t.Errorf("two drags are the same: %+v", d)
					}
				}
				// The plain left button selects.
				if d.Button == Left && d.Mods == 0 && d.Key == "" {
					t.Error("the left button is taken")
				}
			}
			for _, m := range []Motion{Orbit, Pan, Dolly} {
				if !have[m] && !(p.Name == "Unity" && m == Dolly) {
					t.Errorf("no drag does %d", m)
				}
			}
		})
	}
}

// What each program's users do without thinking.
func TestHabits(t *testing.T) {
	for _, c := range []struct {
		preset string
		button Button
		mods   command.Mods
		want   Motion
	}{
		{"Blender", Middle, 0, Orbit}, {"Blender", Middle, command.Shift, Pan}, {"Blender", Middle, command.Ctrl, Dolly}, {"Blender", Left, 0, Still},
		{"Unity", Left, command.Alt, Orbit}, {"Unity", Middle, 0, Pan}, {"Unity", Right, command.Alt, Dolly}, {"Unity", Right, 0, Look},
		{"Godot", Middle, 0, Orbit}, {"Godot", Middle, command.Shift, Pan}, {"Godot", Right, 0, Look},
		{"Maya", Left, command.Alt, Orbit}, {"Maya", Middle, command.Alt, Pan}, {"Maya", Right, command.Alt, Dolly}, {"Maya", Right, 0, Still},
	} {
		if got := PresetNamed(c.preset).motion(c.button, &Input{Mods: c.mods}); got != c.want {
			t.Errorf("%s: button %d with %d does %d, want %d", c.preset, c.button, c.mods, got, c.want)
		}
	}
	if got := PresetNamed("Blender").motion(Left, &Input{Keys: []command.Key{command.Space}}); got != Pan {
		t.Errorf("space and drag does %d", got)
	}
}
