package compact

import (
	"hash/fnv"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// An object's kind, style and material are seen as random codes: near enough
// orthogonal that a linear layer can tell any of them apart, and the same for the
// same word in every run. The roles say what unlike kinds have in common.
const (
	kindCode  = 10
	styleCode = 4
	stuffCode = 4
	traits    = kindCode + styleCode + stuffCode + roleFlags
)

// roles are the uses that bear on where things go.
var roles = [...]taxonomy.Role{
	taxonomy.Seat, taxonomy.Bed, taxonomy.Table, taxonomy.Desk, taxonomy.Storage,
	taxonomy.Lamp, taxonomy.Screen, taxonomy.Plant, taxonomy.Decor, taxonomy.Sanitary,
}

const roleFlags = len(roles)

// describeTraits writes what an object is, whatever its place.
func describeTraits(o *scenes.Object, f *writer) {
	f.code(o.Category, kindCode)
	f.code(o.Style, styleCode)
	f.code(o.Material, stuffCode)
	class := taxonomy.Find(o.Category)
	for _, r := range roles {
		f.flag(class != nil && class.Has(r))
	}
}

// code writes n signs drawn from a word; none for the empty word.
func (w *writer) code(word string, n int) {
	if word == "" {
		w.at += n
		return
	}
	h := fnv.New64a()
	h.Write([]byte(word))
	// The last bits of FNV are those that mix best after a further round.
	bits := h.Sum64() * 0x9e3779b97f4a7c15
	for range n {
		w.row[w.at] = 1 - 2*float32(bits>>63)
		bits <<= 1
		w.at++
	}
}
