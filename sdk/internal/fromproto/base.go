package fromproto

import (
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Diagnostics returns the diagnostics of ms.
func Diagnostics(ms []*pb.Diagnostic) diag.Diagnostics {
	var ds diag.Diagnostics
	for _, m := range ms {
		severity := diag.Error
		if m.Severity == pb.Severity_SEVERITY_WARNING {
			severity = diag.Warning
		}
		ds = append(ds, diag.Diagnostic{Severity: severity, Summary: m.Summary, Detail: m.Detail, Path: m.Path})
	}
	return ds
}

// Description returns the description of m.
func Description(m *pb.DescribeResponse) base.Description {
	d := base.Description{
		ID: m.Id, Kind: base.Kind(m.Kind), Version: m.Version, SDKVersion: m.SdkVersion,
		Summary: m.Summary, Docs: m.Docs, Trainable: m.Trainable,
	}
	d.Needs, d.Pictures = Needs(m.Needs), Pictures(m.Pictures)
	for _, p := range m.Schema {
		a := schema.Attribute{Name: p.Name, Type: schema.Type(p.Type), Min: p.Min, Max: p.Max, Enum: p.Enum, Unit: p.Unit, Doc: p.Doc}
		if p.Default != nil {
			a.Default = p.Default.AsInterface()
			if f, ok := a.Default.(float64); ok && a.Type == schema.Integer {
				a.Default = int64(f)
			}
		}
		d.Schema = append(d.Schema, a)
	}
	return d
}

// Config returns the settings of m.
func Config(m *structpb.Struct) map[string]any { return m.AsMap() }

// Image returns the image of m, or nil for nil.
func Image(m *pb.Image) *base.Image {
	if m == nil {
		return nil
	}
	return &base.Image{Hash: m.Hash, File: m.File, Camera: m.Camera, Output: m.Output, Width: int(m.Width), Height: int(m.Height), Quality: m.Quality, Data: m.Data}
}

func images(ms []*pb.Image) []base.Image {
	if len(ms) == 0 {
		return nil
	}
	out := make([]base.Image, len(ms))
	for i, m := range ms {
		out[i] = *Image(m)
	}
	return out
}

// Pictures returns the pictures of ms.
func Pictures(ms []*pb.Picture) []base.Picture {
	var out []base.Picture
	for _, p := range ms {
		out = append(out, base.Picture{Camera: p.Camera, Output: p.Output, Width: int(p.Width), Height: int(p.Height), Quality: p.Quality})
	}
	return out
}

// Needs returns the needs of those names.
func Needs(names []string) []base.Need {
	var out []base.Need
	for _, n := range names {
		out = append(out, base.Need(n))
	}
	return out
}
