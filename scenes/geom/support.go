package geom

import "github.com/metaspatial/metaspatial/scenes"

// EyeHeight is where the centre of something on a wall goes, in metres.
const EyeHeight = 1.6

// AboveGap is the clearance, in metres, that an object above another one is
// given when it is placed.
const AboveGap = 0.25

// SupportZ returns the height of o's centre that its support asks for: resting
// on the floor or on its parent, hanging from the ceiling, or on a wall at
// [EyeHeight], above its "above" target with [AboveGap], in any case between
// floor and ceiling. It is false when the height depends on an object that is
// not placed; the height is then the best guess without it.
func SupportZ(t *scenes.Task, o *scenes.Object, l *scenes.Layout) (z float64, ok bool) {
	half := o.Size[2] / 2
	switch o.Support {
	case scenes.OnCeiling:
		return t.Room.Height - half, true
	case scenes.OnObject:
		top, ok := topOf(t, l, o.Parent)
		return top + half, ok
	case scenes.OnWall:
		z, ok = EyeHeight, true
		for _, r := range o.Relations {
			if r.Kind != scenes.Above || scenes.IsLayoutElement(r.Target) {
				continue
			}
			var top float64
			if top, ok = topOf(t, l, r.Target); ok {
				z = top + AboveGap + half
			}
			break
		}
		return max(half, min(z, t.Room.Height-half)), ok
	}
	return half, true
}

func topOf(t *scenes.Task, l *scenes.Layout, id string) (float64, bool) {
	o, _ := t.Find(id)
	p := l.Find(id)
	if o == nil || p == nil {
		return 0, false
	}
	return p.Position[2] + o.Size[2]/2, true
}
