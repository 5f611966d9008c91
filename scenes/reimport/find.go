package reimport

import (
	"math"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// sameAsset is how far in metres the sizes of a mesh without a telling name and
// of an asset may differ along each axis.
const sameAsset = 0.001

// Finder is an [Options.Find] that knows the assets of a library: by name, of
// several the one nearest in size, or by size alone where one asset only has it.
// Names are compared by their letters and digits, which is what programs leave
// of them.
func Finder(lib *assets.Library) func(string, scenes.Vec3) (scenes.Object, bool) {
	list, named := lib.Assets(), make(map[string][]int)
	for i, a := range list {
		for _, key := range []string{letters(a.ID), letters(a.Name)} {
			named[key] = append(named[key], i)
		}
	}
	return func(name string, size scenes.Vec3) (scenes.Object, bool) {
		best, off := -1, math.Inf(1)
		for _, i := range named[letters(name)] {
			if d := list[i].Size.Sub(size).Len(); d < off {
				best, off = i, d
			}
		}
		if best < 0 {
			same := 0
			for i := range list {
				d := list[i].Size.Sub(size)
				if max(math.Abs(d[0]), math.Abs(d[1]), math.Abs(d[2])) <= sameAsset {
					best, same = i, same+1
				}
			}
			if same != 1 {
				return scenes.Object{}, false
			}
		}
		a := list[best]
		return scenes.Object{Asset: a.ID, Category: a.Category, Support: a.Mount, Flat: a.Flat, Size: a.Size}, true
	}
}

// letters keeps what programs leave of a name.
func letters(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, name)
}
