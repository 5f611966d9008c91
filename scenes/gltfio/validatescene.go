package gltfio

import "math"

// cameras checks what is looked through; models have no use for it.
func (c *checker) cameras() {
	for i, cam := range c.doc.Cameras {
		if o := cam.Orthographic; o != nil {
			if o.Xmag == 0 || o.Ymag == 0 {
				c.note("CAMERA_XMAG_YMAG_ZERO", "cameras[%d] has no extent", i)
			}
			if o.Zfar <= o.Znear {
				c.note("CAMERA_ZFAR_LEQUAL_ZNEAR", "cameras[%d] has its far plane before its near one", i)
			}
		}
		if p := cam.Perspective; p != nil && p.Zfar != nil && *p.Zfar <= p.Znear {
			c.note("CAMERA_ZFAR_LEQUAL_ZNEAR", "cameras[%d] has its far plane before its near one", i)
		}
	}
}

// lights checks KHR_lights_punctual.
func (c *checker) lights() {
	var ext struct {
		Lights []struct {
			Type string
			Spot *struct{ InnerConeAngle, OuterConeAngle *float64 }
		}
	}
	if !extension(c.doc.Extensions, "KHR_lights_punctual", &ext) {
		return
	}
	for i, l := range ext.Lights {
		if l.Type != "spot" {
			continue
		}
		if l.Spot == nil {
			c.note("UNDEFINED_PROPERTY", "light %d of KHR_lights_punctual is a spot without its cone", i)
			continue
		}
		inner, outer := 0.0, math.Pi/4
		if l.Spot.InnerConeAngle != nil {
			inner = *l.Spot.InnerConeAngle
		}
		if l.Spot.OuterConeAngle != nil {
			outer = *l.Spot.OuterConeAngle
		}
		if outer <= inner {
			c.note("KHR_LIGHTS_PUNCTUAL_LIGHT_SPOT_ANGLES", "light %d of KHR_lights_punctual has a cone that is wider inside than outside", i)
		}
	}
}
