package raster

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Prop is a model that stands in layout space by itself. A whole glTF scene
// read with the file's own axes comes to stand as it was drawn with Yaw 180 and
// the centre of its bounding box, (x, -z, y) in the file's axes, as Position.
type Prop struct {
	Model *mesh.Model
	// Position is where the model's origin, the centre of its box, is.
	Position scenes.Vec3
	// Yaw is the compass heading of the model's front in degrees.
	Yaw float64
	// Scale multiplies the model's right, front and up; zero means 1.
	Scale scenes.Vec3
	// ID is what [Frame.ID] says of it; 0 means [RoomID].
	ID uint16
}

// bare is the task of a scene without a room.
var bare scenes.Task

func (r *Renderer) prop(p *Prop) {
	if p.Model != nil {
		r.stand(p, r.prepared(p.Model))
	}
}

// stand puts a prepared prop into the picture.
func (r *Renderer) stand(p *Prop, m *prepared) {
	o := scenes.Object{Size: scenes.Vec3{float64(m.size.x), float64(m.size.y), float64(m.size.z)}}
	for k, s := range p.Scale {
		if s > 0 {
			o.Size[k] *= s
		}
	}
	in, ok := place(&o, &scenes.Placement{Position: p.Position, Yaw: p.Yaw}, m.size)
	if !ok {
		return
	}
	in.id, in.lift = max(p.ID, RoomID), false
	number := int32(len(r.instances))
	r.instances = append(r.instances, in)
	for i := range m.parts {
		r.draw(&m.parts[i], number)
		r.cast(&m.parts[i], number)
	}
}
