package gltfio

import (
	"bytes"
	"errors"
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
	if err == nil && cfg.Width <= maxPixels/max(cfg.Height, 1) {
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
