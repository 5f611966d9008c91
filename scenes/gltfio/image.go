package gltfio

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"

	"github.com/qmuntal/gltf"
)

// imageData returns the encoded bytes of image i.
func (r *reader) imageData(i int) ([]byte, error) {
	src := r.doc.Images[i]
	if src.BufferView != nil {
		return r.view(*src.BufferView), nil
	}
	return r.resolve(item("images", i), src.URI, imageTypes)
}

// images are what the models of a file share of its images, and of what they
// may cost.
type images struct {
	known map[int]decoded
	means map[int]averaged
	baked map[*gltf.Material]*image.NRGBA
	// texels counts those decoded or made so far, bytes what was read beside
	// the file.
	texels, bytes int
}

// decoded and averaged are what an image was or why not: each model that uses a
// damaged one is told the same.
type decoded struct {
	*picture
	err error
}

type averaged struct {
	means
	err error
}

// afford counts an image against the limit for a whole file.
func (c *images) afford(w, h int) bool {
	if w < 1 || h < 1 || w > maxPixels/h || c.texels > maxPixels-w*h {
		return false
	}
	c.texels += w * h
	return true
}

// texture returns the decoded image of texture i.
func (r *reader) texture(i int) (*picture, error) {
	source, err := r.source(i)
	if err != nil {
		return nil, err
	}
	if p, ok := r.images.known[source]; ok {
		r.depend(source)
		return p.picture, p.err
	}
	data, err := r.encoded(source)
	var p *picture
	if err == nil {
		if p, err = r.opts.Textures.decode(data); err != nil {
			p, err = nil, fmt.Errorf("%s is a damaged %s", item("images", source), sniff(data))
		}
	}
	if r.images.known == nil {
		r.images.known = make(map[int]decoded)
	}
	r.images.known[source] = decoded{p, err}
	return p, err
}

// average returns the means of the image of texture i, which is not kept.
func (r *reader) average(i int) (means, error) {
	source, err := r.source(i)
	if err != nil {
		return means{}, err
	}
	if m, ok := r.images.means[source]; ok {
		r.depend(source)
		return m.means, m.err
	}
	var m means
	data, err := r.encoded(source)
	if err == nil {
		if m, err = r.opts.Textures.average(data); err != nil {
			err = fmt.Errorf("%s is a damaged %s", item("images", source), sniff(data))
		}
	}
	if r.images.means == nil {
		r.images.means = make(map[int]averaged)
	}
	r.images.means[source] = averaged{m, err}
	return m, err
}

// depend records the file of an image that another model of the file has read.
func (r *reader) depend(source int) {
	if name, err := localPath("", r.dir, r.doc.Images[source].URI); err == nil {
		r.info.Dependencies = append(r.info.Dependencies, name)
	}
}

// source is the image of texture i, preferring its WebP form. What the format
// itself refers to has been checked before; what extensions refer to has not.
func (r *reader) source(i int) (int, error) {
	if i < 0 || i >= len(r.doc.Textures) {
		return 0, fmt.Errorf("the file has no textures[%d]", i)
	}
	source, err := r.preferred(i)
	if err == nil && (source < 0 || source >= len(r.doc.Images)) {
		return 0, fmt.Errorf("textures[%d] is of images[%d], which the file does not have", i, source)
	}
	return source, err
}

func (r *reader) preferred(i int) (int, error) {
	t := r.doc.Textures[i]
	var webp, basis struct{ Source *int }
	switch {
	case extension(t.Extensions, "EXT_texture_webp", &webp) && webp.Source != nil:
		return *webp.Source, nil
	case t.Source != nil:
		return *t.Source, nil
	case extension(t.Extensions, "KHR_texture_basisu", &basis) && basis.Source != nil:
		return 0, r.basisError(*basis.Source)
	}
	return 0, fmt.Errorf("textures[%d] names no PNG, JPEG or WebP image", i)
}

// encoded returns the bytes of an image that can be decoded and whose size,
// which is judged before, the file can afford.
func (r *reader) encoded(source int) ([]byte, error) {
	data, err := r.imageData(source)
	if err != nil {
		return nil, err
	}
	switch kind := sniff(data); kind {
	case "":
		return nil, fmt.Errorf("%s is neither PNG, JPEG nor WebP", item("images", source))
	case "image/ktx2":
		return nil, r.basisError(source)
	default:
		cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%s is a damaged %s", item("images", source), kind)
		}
		if !r.images.afford(cfg.Width, cfg.Height) {
			return nil, fmt.Errorf("%s is %d×%d pixels, and a file's images may have %d together", item("images", source), cfg.Width, cfg.Height, maxPixels)
		}
		return data, nil
	}
}

func (r *reader) basisError(source int) error {
	return fmt.Errorf("%s is KTX2, which is not decoded; %s", item("images", source), conversion("ktxdecompress", r.name))
}

// imageType is the media type that the document gives an image, or nothing.
func imageType(m *gltf.Image) string {
	if rest, ok := strings.CutPrefix(m.URI, "data:"); ok {
		kind, _, _ := strings.Cut(rest, ";")
		return kind
	}
	return m.MimeType
}

// sniff is the media type that an image's first bytes tell, or nothing.
func sniff(data []byte) string {
	for _, k := range []struct{ magic, kind string }{
		{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {ktx2Magic, "image/ktx2"},
	} {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return k.kind
		}
	}
	if len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp"
	}
	return ""
}

// imageFault says what is wrong with image i, or nil. An image that a model
// draws with costs no more than a warning.
func (r *reader) imageFault(i int) *Error {
	where := item("images", i)
	data, err := r.imageData(i)
	var fault *Error
	if errors.As(err, &fault) {
		return fault
	}
	kind, said := sniff(data), r.doc.Images[i].MimeType
	switch {
	case kind == "":
		return nil
	case said != "" && kind != said:
		return broken("IMAGE_MIME_TYPE_INVALID", "%s is called %.30s but is %s", where, said, kind)
	case kind == "image/webp" && !slices.Contains(r.doc.ExtensionsUsed, "EXT_texture_webp"):
		return broken("IMAGE_NON_ENABLED_MIME_TYPE", "%s is a WebP, but EXT_texture_webp is not declared", where)
	case kind == "image/ktx2":
		return nil
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err == nil && r.images.afford(cfg.Width, cfg.Height) {
		_, _, err = image.Decode(bytes.NewReader(data))
	}
	switch {
	case kind == "image/png" && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)):
		return truncated("IMAGE_UNEXPECTED_EOS", "%s ends before it should", where)
	case err != nil:
		return broken("IMAGE_DATA_INVALID", "%s is a damaged %s", where, kind)
	}
	return nil
}
