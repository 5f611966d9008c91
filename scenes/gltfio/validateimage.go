package gltfio

// images checks what images say of themselves.
func (c *checker) images() {
	for i, m := range c.doc.Images {
		if m.BufferView != nil {
			c.use(*m.BufferView, forImages, item("images", i))
		}
	}
}

// textures checks that a texture's plain source is an image that every reader
// knows, and its WebP source a WebP, as far as the document tells.
func (c *checker) textures() {
	for i, t := range c.doc.Textures {
		if t.Source != nil {
			if kind := imageType(c.doc.Images[*t.Source]); kind == "image/webp" || kind == "image/ktx2" {
				c.note("TEXTURE_INVALID_IMAGE_MIME_TYPE", "textures[%d].source is of type %s, but must be PNG or JPEG", i, kind)
			}
		}
		var webp struct{ Source *int }
		if extension(t.Extensions, "EXT_texture_webp", &webp) && webp.Source != nil {
			if kind := imageType(c.doc.Images[*webp.Source]); kind != "" && kind != "image/webp" {
				c.note("TEXTURE_INVALID_IMAGE_MIME_TYPE", "textures[%d] has a WebP source of type %.30s", i, kind)
			}
		}
	}
}
