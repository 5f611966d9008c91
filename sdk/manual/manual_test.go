package manual

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func TestPage(t *testing.T) {
	got := Page(base.Description{
		ID: "reward/view", Kind: base.Reward, Version: "1.2.0", Summary: "Keeps the view free.", Docs: "It looks\nout of windows.\n",
		Needs:    []base.Need{base.NeedImages, base.NeedMeshes},
		Pictures: []base.Picture{{Camera: "eye", Width: 64, Height: 64, Quality: "train"}},
		Schema: schema.Schema{
			{Name: "reach", Type: schema.Number, Unit: "m", Default: 0.5, Min: schema.Bound(0), Max: schema.Bound(2), Doc: "How far."},
			{Name: "mode", Type: schema.String, Default: "a", Enum: []string{"a", "b"}, Doc: "One | two."},
			{Name: "count", Type: schema.Integer, Min: schema.Bound(1), Doc: "How\nmany."},
		},
	})
	want := strings.ReplaceAll(`# reward/view

Keeps the view free.

It looks
out of windows.

| | |
|---|---|
| kind | reward term |
| version | 1.2.0 |
| reads | pictures of the layout |
| reads | the models of the task's assets |
| picture | color, eye, 64 × 64, train |

## Settings

| setting | type | default | allowed | meaning |
|---|---|---|---|---|
| 'reach' | number, m | 0.5 | 0 to 2 | How far. |
| 'mode' | string | '"a"' | a, b | One \| two. |
| 'count' | integer | required | at least 1 | How many. |

## In a run file

'''yaml
terms:
  - id: view
    plugin: reward/view
    weight: 1
    config:
      reach: 0.5
      mode: "a"
      count: … # integer, required
'''
`, "'", "`")
	want = strings.ReplaceAll(want, "task`s", "task's")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPageWithoutSettings(t *testing.T) {
	got := Page(base.Description{ID: "policy/wall", Kind: base.Policy, Version: "1.0.0", Summary: "Wall.", Docs: "Wall.", Trainable: true})
	for _, want := range []string{"It has none.", "| learns | yes, in training runs |", "policy:\n    plugin: policy/wall\n```"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	if strings.Count(got, "Wall.") != 1 {
		t.Errorf("the summary is told twice:\n%s", got)
	}
}
