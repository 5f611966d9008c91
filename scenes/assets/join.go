package assets

import "github.com/metaspatial/metaspatial/scenes/mesh"

// Join returns a library of all assets of several ones. Of assets with one ID
// the first library's is taken. Models are read by the libraries they came from.
func Join(libraries ...*Library) *Library {
	var list []Asset
	from := make(map[string]*Library)
	for _, l := range libraries {
		for _, a := range l.assets {
			if from[a.ID] == nil {
				from[a.ID], list = l, append(list, a)
			}
		}
	}
	out, err := New(list, func(a Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return from[a.ID].Read(a.ID) }
	})
	if err != nil {
		panic("assets: two assets of a joined library have one ID: " + err.Error())
	}
	return out
}
