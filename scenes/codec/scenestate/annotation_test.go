package scenestate_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// All 500 rows, 3487 counts, 3245 attributes, 2624 relations between objects
// and 1109 to architecture, of which what is not understood is named.
func TestSceneEval500(t *testing.T) {
	list, err := scenestate.ReadAnnotations(bytes.NewReader(scenestest.Read(t, folder+"annotations_sceneeval500.csv")))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 500 {
		t.Fatalf("%d rows", len(list))
	}
	specs, attributes, unknown := 0, 0, 0
	words := map[string]int{}
	for _, a := range list {
		if a.ID == "" || a.Description == "" || len(a.Specs) == 0 || a.Scope == "" || a.Difficulty == "" {
			t.Errorf("row %q is not complete", a.ID)
		}
		specs, attributes, unknown = specs+len(a.Specs), attributes+len(a.Attributes), unknown+len(a.Unknown)
		for _, u := range a.Unknown {
			if _, word, ok := strings.Cut(u, "by the word "); ok {
				u = word
			}
			words[u]++
		}
		task := scenes.Task{ID: a.ID, Room: scenes.RectRoom(4, 4, 3), Specs: a.Specs,
			Objects: []scenes.Object{{ID: "x", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}}
		if err := task.Validate(); err != nil {
			t.Errorf("row %s: %v", a.ID, err)
		}
	}
	t.Logf("%d specs, %d attributes, %d not understood: %v", specs, attributes, unknown, words)
	if specs+attributes+unknown != 3487+3245+2624+1109 || attributes != 3244 {
		t.Errorf("%d specs, %d attributes, %d not understood", specs, attributes, unknown)
	}
	if unknown > 20 {
		t.Errorf("%d entries are not understood: %v", unknown, words)
	}
}

// The number after the word is the index of the anchor.
func TestAnchorIndex(t *testing.T) {
	const table = `ID,Description,ObjCount,ObjAttr,OORel,OARel
7,"A bed, a fridge","eq,1,bed; ge,2,chair","eq,2,armchair,blue; eq1,1,bed,red","eq,1,near,0,bed,fridge; eq,1,near,1,fridge,bed; eq,1,surround,0,table,chair:0,chair:1","eq,1,corner,bed,room; eq,1,dancing,bed,room"
`
	list, err := scenestate.ReadAnnotations(strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	type pair struct {
		subject string
		anchor  []string
	}
	var got []pair
	for _, s := range list[0].Specs {
		got = append(got, pair{s.Subject, s.Anchors})
	}
	want := []pair{{"bed", nil}, {"chair", nil}, {"fridge", []string{"bed"}}, {"fridge", []string{"bed"}},
		{"chair*2", []string{"table"}}, {"bed", []string{"room"}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pair{})); diff != "" {
		t.Error(diff)
	}
	attributes := []scenestate.Attribute{{Compare: scenes.Equal, Count: 2, Subject: "armchair", Value: "blue", Text: "eq,2,armchair,blue"}}
	if diff := cmp.Diff(attributes, list[0].Attributes); diff != "" {
		t.Error(diff)
	}
	if u := list[0].Unknown; len(u) != 2 || !strings.Contains(u[0], "dancing") || !strings.Contains(u[1], "eq1") {
		t.Errorf("%q", u)
	}
}

func TestBadAnnotations(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"empty":       {"", "names the columns"},
		"other table": {"a,b\n1,2\n", `no column "ID"`},
		"ragged":      {"ID,Description,ObjCount,ObjAttr,OORel,OARel\n1,2\n", "wrong number of fields"},
		"open quotes": {"ID,Description,ObjCount,ObjAttr,OORel,OARel\n1,\"2,,,,\n", "quote"},
	} {
		if _, err := scenestate.ReadAnnotations(strings.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v; want %q", name, err, c.want)
		}
	}
}

func FuzzAnnotations(f *testing.F) {
	f.Add("ID,Description,ObjCount,ObjAttr,OORel,OARel\n1,\"a, b\",\"eq,1,bed; \",\"eq,1,bed,red\",\"eq,1,near,0,bed,fridge\",\"eq,1,corner,bed,room\"\n")
	f.Add("ID,Description,ObjCount,ObjAttr,OORel,OARel\n,,\"eq,-1,;;gt,9e9,x\",\",,,\",\"eq,1,on,99,a,b\",\"le,2,on,a:1,b\"\n")
	f.Fuzz(func(t *testing.T, data string) {
		list, err := scenestate.ReadAnnotations(strings.NewReader(data))
		if err != nil {
			return
		}
		for _, a := range list {
			for _, s := range a.Specs {
				if s.Predicate == "" || s.Count < 0 {
					t.Fatalf("%+v", s)
				}
			}
		}
	})
}
