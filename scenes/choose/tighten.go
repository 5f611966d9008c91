package choose

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// tighten adds what a composition shows and its relations leave open: what stands
// beside something at a wall stands at that wall too, as nightstands do beside
// the head of a bed. A relation is kept only where the composition obeys it.
func tighten(t *scenes.Task, l *scenes.Layout) {
	for i := range t.Objects {
		o := &t.Objects[i]
		if len(o.Relations) != 1 || o.Relations[0].Kind != scenes.LeftOf && o.Relations[0].Kind != scenes.RightOf {
			continue
		}
		anchor, _ := t.Find(o.Relations[0].Target)
		if anchor == nil || o.Support != scenes.OnFloor {
			continue
		}
		k := slices.IndexFunc(anchor.Relations, func(r scenes.Relation) bool {
			return r.Kind == scenes.On && r.Adjacent && r.Target != scenes.Middle && scenes.IsLayoutElement(r.Target)
		})
		if k < 0 {
			continue
		}
		was := o.Relations
		o.Relations = append(slices.Clone(was), anchor.Relations[k])
		if !measure.NewChecker(t).Measure(l).FullyValid() {
			o.Relations = was
		}
	}
}
