package compact

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// ordered returns the ids of a task's objects in placing order.
func ordered(t *scenes.Task, faulty map[string]bool) string {
	words := readText(t)
	var ids []string
	for _, i := range placingOrder(t, &words, faulty) {
		ids = append(ids, t.Objects[i].ID)
	}
	return strings.Join(ids, " ")
}

func TestPlacingOrder(t *testing.T) {
	at := func(target string) []scenes.Relation {
		return []scenes.Relation{{Kind: scenes.On, Target: target, Adjacent: true}}
	}
	by := func(kind scenes.RelationKind, target string) []scenes.Relation {
		return []scenes.Relation{{Kind: kind, Target: target, Adjacent: true}}
	}
	floor := func(id string, size scenes.Vec3, r []scenes.Relation) scenes.Object {
		return scenes.Object{ID: id, Category: id, Size: size, Support: scenes.OnFloor, Relations: r}
	}
	small, large := scenes.Vec3{0.5, 0.5, 1}, scenes.Vec3{2, 1, 1}
	task := func(preference string, objects ...scenes.Object) *scenes.Task {
		return &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.5), Preference: preference, Objects: objects}
	}
	dining := task("",
		floor("plant", small, nil),
		scenes.Object{ID: "lamp", Category: "lamp", Size: small, Support: scenes.OnObject, Parent: "table", Relations: by(scenes.On, "table")},
		scenes.Object{ID: "mirror", Category: "mirror", Size: small, Support: scenes.OnWall},
		floor("shelf", small, at(scenes.NorthWall)),
		floor("cabinet", large, at(scenes.SouthWall)),
		floor("chair", small, by(scenes.LeftOf, "table")),
		floor("seat", small, by(scenes.RightOf, "table")),
		floor("table", large, nil),
		floor("corner", small, append(at(scenes.NorthWall), at(scenes.WestWall)...)),
		floor("basket", small, by(scenes.RightOf, "shelf")))
	locked := task("", floor("table", large, nil), floor("plant", small, nil))
	locked.Locked = []scenes.Placement{{ID: "plant"}}
	for _, c := range []struct {
		name   string
		task   *scenes.Task
		faulty map[string]bool
		want   string
	}{
		{"children follow", dining, nil, "corner table chair seat cabinet shelf basket plant mirror lamp"},
		{"faults first, after what they refer to", dining, map[string]bool{"basket": true, "mirror": true},
			"shelf basket mirror corner table chair seat cabinet plant lamp"},
		{"locked before all", locked, nil, "plant table"},
		{"as the text says", task("The stool is next to the desk.", floor("stool", large, nil), floor("desk", small, nil)), nil, "desk stool"},
		{"without the text", task("", floor("stool", large, nil), floor("desk", small, nil)), nil, "stool desk"},
		{"a circle", task("", floor("a", small, by(scenes.LeftOf, "b")), floor("b", large, by(scenes.LeftOf, "a"))), nil, "b a"},
	} {
		if got := ordered(c.task, c.faulty); got != c.want {
			t.Errorf("%s:\n got  %s\n want %s", c.name, got, c.want)
		}
	}
}

func TestFaultyIn(t *testing.T) {
	got := faultyIn([]scenes.Finding{{Rule: scenes.RuleCollision, Object: "a", Other: "b"}, {Rule: scenes.RuleRelation, Object: "c", Other: "d"}})
	if len(got) != 3 || !got["a"] || !got["b"] || !got["c"] {
		t.Errorf("at fault are %v", got)
	}
	if faultyIn(nil) != nil {
		t.Error("somebody is at fault without findings")
	}
}
