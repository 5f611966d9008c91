package toproto

import (
	"fmt"
	"maps"
	"slices"

	"google.golang.org/protobuf/types/known/structpb"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Diagnostics returns the messages for ds.
func Diagnostics(ds diag.Diagnostics) []*pb.Diagnostic {
	var out []*pb.Diagnostic
	for _, d := range ds {
		severity := pb.Severity_SEVERITY_ERROR
		if d.Severity == diag.Warning {
			severity = pb.Severity_SEVERITY_WARNING
		}
		out = append(out, &pb.Diagnostic{Severity: severity, Summary: d.Summary, Detail: d.Detail, Path: d.Path})
	}
	return out
}

// Description returns the message for d. A default that is no number, flag or
// string is a mistake of the plugin.
func Description(d base.Description) (*pb.DescribeResponse, error) {
	m := &pb.DescribeResponse{
		Id: d.ID, Kind: string(d.Kind), Version: d.Version, SdkVersion: d.SDKVersion,
		Summary: d.Summary, Docs: d.Docs, Trainable: d.Trainable,
	}
	m.Needs, m.Pictures = Needs(d.Needs), Pictures(d.Pictures)
	for _, a := range d.Schema {
		p := &pb.Attribute{Name: a.Name, Type: string(a.Type), Min: a.Min, Max: a.Max, Enum: a.Enum, Unit: a.Unit, Doc: a.Doc}
		if a.Default != nil {
			v, err := structpb.NewValue(a.Default)
			if err != nil {
				return nil, fmt.Errorf("setting %q has a default that is no number, flag or string: %w", a.Name, err)
			}
			p.Default = v
		}
		m.Schema = append(m.Schema, p)
	}
	return m, nil
}

// Needs returns the names of ns.
func Needs(ns []base.Need) []string {
	var out []string
	for _, n := range ns {
		out = append(out, string(n))
	}
	return out
}

// Pictures returns the messages for ps.
func Pictures(ps []base.Picture) []*pb.Picture {
	var out []*pb.Picture
	for _, p := range ps {
		out = append(out, &pb.Picture{Camera: p.Camera, Output: p.Output, Width: int32(p.Width), Height: int32(p.Height), Quality: p.Quality})
	}
	return out
}

// Config returns the message for settings; what a message cannot hold becomes
// a diagnostic.
func Config(config map[string]any) (*structpb.Struct, diag.Diagnostics) {
	var ds diag.Diagnostics
	m := &structpb.Struct{Fields: make(map[string]*structpb.Value, len(config))}
	for _, name := range slices.Sorted(maps.Keys(config)) {
		v, err := structpb.NewValue(config[name])
		if err != nil {
			ds.Errorf("config."+name, "is a %T; use a number, true or false, or a string", config[name])
			continue
		}
		m.Fields[name] = v
	}
	return m, ds
}

// Image returns the message for i.
func Image(i *base.Image) *pb.Image {
	if i == nil {
		return nil
	}
	return &pb.Image{Hash: i.Hash, File: i.File, Camera: i.Camera, Output: i.Output, Width: int32(i.Width), Height: int32(i.Height), Quality: i.Quality, Data: i.Data}
}

func images(is []base.Image) []*pb.Image {
	if len(is) == 0 {
		return nil
	}
	out := make([]*pb.Image, len(is))
	for i := range is {
		out[i] = Image(&is[i])
	}
	return out
}
