package export

import (
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
	"github.com/metaspatial/metaspatial/scenes/export/usd"
)

func (m *maker) usd(l *plan.Level) error {
	data, err := usd.Stage(l, usd.Options{Colliders: m.Colliders, Ceiling: m.Ceiling, Texture: newImages(m.Bundle, "").keep})
	if err != nil {
		return err
	}
	m.add(File{Name: l.File + USDA.Ending(), Data: data, Main: true})
	return nil
}
