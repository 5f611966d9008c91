package choose_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/scenes/solve"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// prompt is a room in words; has are the classes that it names, from outside
// where annotated, else as scenes/preference reads them.
type prompt struct {
	text string
	size scenes.Vec3
	has  []string
	// odd is how many annotated things are of no class of scenes/taxonomy.
	odd int
}

// file opens a file of the data that lies beside the repository.
func file(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(scenestest.Shared(t, "scenes/"+name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// metaspatial returns every n-th of MetaSpatial's room prompts.
func metaspatial(t *testing.T, count int) []prompt {
	var all []struct {
		Description string
		Size        struct{ X, Y, Z float64 }
	}
	if err := json.NewDecoder(file(t, "metaspatial/generated_room_descriptions.json")).Decode(&all); err != nil {
		t.Fatal(err)
	}
	var out []prompt
	for i := range count {
		r := all[i*len(all)/count]
		p := prompt{text: r.Description, size: scenes.Vec3{r.Size.X, r.Size.Y, r.Size.Z}}
		for _, th := range preference.Things(r.Description) {
			p.has = append(p.has, th.Category)
		}
		out = append(out, p)
	}
	return out
}

// sceneeval returns every n-th of SceneEval's descriptions of single rooms with
// the classes of its annotations, in a room of 5 by 4.5 m.
func sceneeval(t *testing.T, count int) []prompt {
	rows, err := csv.NewReader(file(t, "sceneeval/annotations_sceneeval500.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []prompt
	for _, row := range rows[1:] {
		if row[7] != "single_room" {
			continue
		}
		p := prompt{text: row[1], size: scenes.Vec3{5, 4.5, 2.8}}
		for _, spec := range strings.Split(row[2], ";") {
			f := strings.Split(strings.TrimSpace(spec), ",")
			if c, ok := taxonomy.Lookup(strings.ReplaceAll(f[len(f)-1], "_", " ")); ok {
				p.has = append(p.has, c.Name)
			} else {
				p.odd++
			}
		}
		all = append(all, p)
	}
	out := make([]prompt, count)
	for i := range out {
		out[i] = all[i*len(all)/count]
	}
	return out
}

// rooms is how many prompts of each kind are tried: all of docs/generate.md take
// half a minute.
var rooms = flag.Int("rooms", 6, "prompts of each kind to furnish")

// tally is how rooms came out.
type tally struct {
	rooms, refused, recognised, named, held, available, heldAvailable, valid, objects, odd int
}

// measured furnishes rooms from prompts by the chooser and the solver.
func measured(t *testing.T, prompts []prompt) tally {
	var out tally
	lib := assets.Starter()
	stock := map[string]bool{}
	for _, a := range lib.Assets() {
		stock[a.Category] = true
	}
	for i, p := range prompts {
		out.rooms++
		// The smallest rooms in the data are 2 m; nothing lower than a door.
		size := scenes.Vec3{max(p.size[0], 2), max(p.size[1], 2), max(p.size[2], 2.1)}
		res, err := choose.Furnish(context.Background(), choose.Words{}, choose.Request{
			Room: scenes.RectRoom(size[0], size[1], size[2]), Text: p.text, Library: lib.Assets(), Item: item, Seed: uint64(i)})
		if err != nil {
			out.refused++
			continue
		}
		if res.Program != "" {
			out.recognised++
		}
		out.objects, out.odd = out.objects+len(res.Task.Objects), out.odd+p.odd
		for _, name := range p.has {
			out.named++
			held := holds(res.Task, name)
			if held {
				out.held++
			}
			if stock[name] {
				out.available++
				if held {
					out.heldAvailable++
				}
			}
		}
		l, _ := solve.Solve(context.Background(), res.Task, solve.Options{Seed: uint64(i), Wishes: true})
		if r := measure.Check(res.Task, l); r.FullyValid() {
			out.valid++
		}
	}
	return out
}

// holds reports whether a task has something of a class, or of one that is
// called after it or plays its first role.
func holds(t *scenes.Task, name string) bool {
	want, _ := taxonomy.ByName(name)
	for i := range t.Objects {
		c := t.Objects[i].Category
		class := taxonomy.Find(c)
		if c == name || strings.HasSuffix(c, "_"+name) || strings.HasSuffix(name, "_"+c) || len(want.Roles) > 0 && want.Roles[0] != taxonomy.Tabletop && class.Plays(want.Roles[0]) {
			return true
		}
	}
	return false
}

func (c tally) String() string {
	share := func(n, of int) string {
		return fmt.Sprintf("%.1f %% (%d of %d)", 100*float64(n)/float64(max(1, of)), n, of)
	}
	done := c.rooms - c.refused
	return fmt.Sprintf("rooms furnished %s, kind recognised %s, named things chosen %s, of those that the library has %s, fully valid by solver %s, %.1f objects a room, %d things of no known class",
		share(done, c.rooms), share(c.recognised, c.rooms), share(c.held, c.named), share(c.heldAvailable, c.available), share(c.valid, done), float64(c.objects)/float64(max(1, done)), c.odd)
}

// docs/generate.md quotes what this logs with -rooms 100.
func TestPrompts(t *testing.T) {
	for name, c := range map[string]struct {
		prompts []prompt
		// The least shares in percent: of rooms furnished, of kinds recognised, of
		// named things that the library has chosen.
		furnished, recognised, chosen int
	}{
		"metaspatial": {metaspatial(t, *rooms), 80, 65, 85},
		"sceneeval":   {sceneeval(t, *rooms), 95, 80, 85},
	} {
		t.Run(name, func(t *testing.T) {
			got := measured(t, c.prompts)
			t.Log(got)
			done := got.rooms - got.refused
			if 100*done < c.furnished*got.rooms || 100*got.recognised < c.recognised*got.rooms || 100*got.heldAvailable < c.chosen*got.available || 100*got.valid < 98*done {
				t.Errorf("%+v falls behind what was measured before", got)
			}
		})
	}
}

func item(a assets.Asset) roomgen.Item {
	n := len(a.SupportHeights)
	return roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat, NoTop: n == 0 || a.SupportHeights[n-1] < a.Size[2]-0.01}
}
