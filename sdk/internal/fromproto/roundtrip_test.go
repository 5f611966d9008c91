package fromproto_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/internal/fromproto"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// fill sets every field that v reaches to something that is not zero, so that a
// field that a message forgets is missed.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.5)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64, reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Interface: // the default of a setting
		v.Set(reflect.ValueOf("default"))
	default:
		panic("fill does not know " + v.Type().String())
	}
}

// through sends m over the wire.
func through[M any, P interface {
	*M
	proto.Message
}](t *testing.T, m P) P {
	t.Helper()
	data, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	back := P(new(M))
	if err := proto.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	return back
}

// check fills an R, sends it, and compares what arrives.
func check[R any](t *testing.T, mend func(*R), send func(*testing.T, R) (R, error)) {
	t.Helper()
	var want R
	fill(reflect.ValueOf(&want).Elem(), new(int))
	if mend != nil {
		mend(&want)
	}
	got, err := send(t, want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func diagnostics(ds *diag.Diagnostics) {
	*ds = diag.Diagnostics{{Summary: "a", Detail: "b", Path: "c"}, {Severity: diag.Warning, Summary: "d"}}
}

func TestEveryFieldTravels(t *testing.T) {
	t.Run("evaluate request", func(t *testing.T) {
		check(t, nil, func(t *testing.T, r reward.EvaluateRequest) (reward.EvaluateRequest, error) {
			return fromproto.EvaluateRequest(through(t, toproto.EvaluateRequest(r)))
		})
	})
	t.Run("evaluate response", func(t *testing.T) {
		check(t, func(r *reward.EvaluateResponse) { diagnostics(&r.Diagnostics) }, func(t *testing.T, r reward.EvaluateResponse) (reward.EvaluateResponse, error) {
			return fromproto.EvaluateResponse(nil, through(t, toproto.EvaluateResponse(nil, r)))
		})
	})
	t.Run("sample request", func(t *testing.T) {
		check(t, nil, func(t *testing.T, r policy.SampleRequest) (policy.SampleRequest, error) {
			return fromproto.SampleRequest(through(t, toproto.SampleRequest(r)))
		})
	})
	t.Run("sample response", func(t *testing.T) {
		check(t, func(r *policy.SampleResponse) { diagnostics(&r.Diagnostics) }, func(t *testing.T, r policy.SampleResponse) (policy.SampleResponse, error) {
			return fromproto.SampleResponse(through(t, toproto.SampleResponse(r)))
		})
	})
	t.Run("update request", func(t *testing.T) {
		check(t, nil, func(t *testing.T, r policy.UpdateRequest) (policy.UpdateRequest, error) {
			return fromproto.UpdateRequest(through(t, toproto.UpdateRequest(r))), nil
		})
	})
	t.Run("update response", func(t *testing.T) {
		check(t, func(r *policy.UpdateResponse) { diagnostics(&r.Diagnostics) }, func(t *testing.T, r policy.UpdateResponse) (policy.UpdateResponse, error) {
			return fromproto.UpdateResponse(through(t, toproto.UpdateResponse(r))), nil
		})
	})
	t.Run("render request", func(t *testing.T) {
		check(t, nil, func(t *testing.T, r render.RenderRequest) (render.RenderRequest, error) {
			return fromproto.RenderRequest(through(t, toproto.RenderRequest(r)))
		})
	})
	t.Run("render response", func(t *testing.T) {
		check(t, func(r *render.RenderResponse) { diagnostics(&r.Diagnostics) }, func(t *testing.T, r render.RenderResponse) (render.RenderResponse, error) {
			return fromproto.RenderResponse(through(t, toproto.RenderResponse(r))), nil
		})
	})
	t.Run("description", func(t *testing.T) {
		mend := func(d *base.Description) {
			d.Schema[0] = schema.Attribute{Name: "count", Type: schema.Integer, Default: int64(3), Min: schema.Bound(0)}
		}
		check(t, mend, func(t *testing.T, d base.Description) (base.Description, error) {
			m, err := toproto.Description(d)
			if err != nil {
				return d, err
			}
			return fromproto.Description(through(t, m)), nil
		})
	})
}

func TestLayouts(t *testing.T) {
	task := &scenes.Task{Objects: []scenes.Object{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	place := func(ids ...string) *scenes.Layout {
		l := &scenes.Layout{Placements: []scenes.Placement{}}
		for i, id := range ids {
			l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{float64(i), math.Pi, -1}, Yaw: 90})
		}
		return l
	}
	for name, c := range map[string]struct {
		layout  *scenes.Layout
		objects int // indices that had to be sent
	}{
		"none":        {nil, 0},
		"empty":       {place(), 0},
		"all":         {place("a", "b", "c"), 0},
		"first two":   {place("a", "b"), 0},
		"last two":    {place("b", "c"), 2},
		"other order": {place("c", "a", "b"), 3},
		"twice":       {place("a", "a"), 2},
		"strangers":   {place("a", "x", "b", "y"), 4},
	} {
		t.Run(name, func(t *testing.T) {
			m := toproto.Layout(task, c.layout)
			if n := len(m.GetObjects()); n != c.objects {
				t.Errorf("%d indices were sent, want %d", n, c.objects)
			}
			got, err := fromproto.Layout(task, m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.layout, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTasksTravelOnce(t *testing.T) {
	task := &scenes.Task{ID: "shared"}
	r := render.RenderRequest{Scenes: []render.Scene{{Task: task}, {Task: task}}}
	m := toproto.RenderRequest(r)
	if len(m.Tasks) != 1 {
		t.Fatalf("%d tasks were sent, want 1", len(m.Tasks))
	}
	got, err := fromproto.RenderRequest(m)
	if err != nil || got.Scenes[0].Task != got.Scenes[1].Task {
		t.Errorf("scenes %v, error %v; want one task", got.Scenes, err)
	}
}

func TestMalformedMessagesAreErrors(t *testing.T) {
	for name, f := range map[string]func() error{
		"odd floor": func() error {
			_, err := fromproto.Task(&pb.Task{Room: &pb.Room{Floor: []float64{1}}})
			return err
		},
		"size": func() error {
			_, err := fromproto.Task(&pb.Task{Objects: []*pb.Object{{Size: []float64{1, 2}}}})
			return err
		},
		"layout values": func() error {
			_, err := fromproto.EvaluateRequest(&pb.EvaluateRequest{Candidates: []*pb.Candidate{{Layout: &pb.Layout{Values: []float64{1}}}}})
			return err
		},
		"layout object": func() error {
			_, err := fromproto.EvaluateRequest(&pb.EvaluateRequest{Task: &pb.Task{}, Candidates: []*pb.Candidate{{Layout: &pb.Layout{Values: make([]float64, 4)}}}})
			return err
		},
		"layout stranger": func() error {
			_, err := fromproto.Layout(nil, &pb.Layout{Values: make([]float64, 4), Objects: []int32{math.MinInt32}})
			return err
		},
		"part name": func() error {
			_, err := fromproto.EvaluateResponse(nil, &pb.EvaluateResponse{Results: []*pb.Result{{Parts: []float64{1}}}})
			return err
		},
		"part index": func() error {
			_, err := fromproto.EvaluateResponse(nil, &pb.EvaluateResponse{PartNames: []string{"a"}, Results: []*pb.Result{{Parts: []float64{1}, PartIndex: []uint32{math.MaxUint32}}}})
			return err
		},
		"observation's task": func() error {
			_, err := fromproto.SampleRequest(&pb.SampleRequest{Observations: []*pb.Observation{{Task: math.MaxUint32}}})
			return err
		},
		"actions": func() error {
			_, err := fromproto.SampleResponse(&pb.SampleResponse{Samples: []*pb.Samples{{Samples: []*pb.Sample{{LogProb: []float64{1}}}}}})
			return err
		},
		"coordinate": func() error {
			s := &pb.Sample{LogProb: []float64{1}, Object: []int32{0}, Coordinate: []uint32{1}}
			_, err := fromproto.SampleResponse(&pb.SampleResponse{Samples: []*pb.Samples{{Samples: []*pb.Sample{s}}}})
			return err
		},
		"reference log-probabilities": func() error {
			s := &pb.Sample{LogProb: []float64{1}, Object: []int32{0}, Coordinate: []uint32{0}}
			_, err := fromproto.SampleResponse(&pb.SampleResponse{Reference: true, Coordinates: []string{"yaw"}, Samples: []*pb.Samples{{Samples: []*pb.Sample{s}}}})
			return err
		},
		"scene's task": func() error {
			_, err := fromproto.RenderRequest(&pb.RenderRequest{Scenes: []*pb.Scene{{Task: 1}}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := f(); err == nil {
				t.Error("no error")
			}
		})
	}
}
