package fromproto_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/proto"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/internal/fromproto"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// room has enough objects that findings out of their order are looked up.
var room = &scenes.Task{Objects: []scenes.Object{
	{ID: "bed"}, {ID: "lamp"}, {ID: "rug"}, {ID: "desk"}, {ID: "chair"}, {ID: "shelf"}, {ID: "plant"},
}}

func TestFindings(t *testing.T) {
	for name, c := range map[string]struct {
		findings []scenes.Finding
		// What has to be sent.
		rules, names             int
		other, depth, directions bool
	}{
		"one": {
			findings: []scenes.Finding{{Rule: "support", Object: "plant", Message: "plant hangs in the air"}},
			rules:    1,
		},
		"out of order": {
			findings: []scenes.Finding{
				{Rule: "a", Object: "plant"}, {Rule: "b", Object: "bed"}, {Rule: "a", Object: "lamp"}, {Rule: "a", Object: "plant"},
			},
			rules: 2,
		},
		"pairs": {
			findings: []scenes.Finding{
				{Rule: "collision", Object: "bed", Other: "plant", Depth: 0.25, Direction: scenes.Vec2{0, -1}},
				{Rule: "collision", Object: "chair", Other: "bed"},
			},
			rules: 1, other: true, depth: true, directions: true,
		},
		"names that are no objects": {
			findings: []scenes.Finding{
				{Rule: "relation", Object: "bed", Other: "north_wall"}, {Rule: "unplaced", Object: "stranger"},
				{Rule: "more"}, {Rule: "relation", Object: "rug", Other: "north_wall"},
			},
			rules: 3, names: 3, other: true,
		},
		"characters of several bytes": {
			findings: []scenes.Finding{{Object: "bed", Message: "30°"}, {Object: "bed"}, {Object: "bed", Message: "°é"}},
			rules:    1,
		},
		"numbers that are none": {
			findings: []scenes.Finding{{Object: "bed", Depth: math.Inf(1), Direction: scenes.Vec2{math.NaN(), math.Copysign(0, -1)}}},
			rules:    1, depth: true, directions: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := reward.EvaluateResponse{Results: []reward.Result{{Findings: c.findings}, {}, {Findings: c.findings}}}
			m := through(t, toproto.EvaluateResponse(room, want))
			fs := m.Results[2].Findings
			if len(m.Rules) != c.rules || len(m.Names) != c.names {
				t.Errorf("the tables have the rules %q and the names %q, want %d and %d", m.Rules, m.Names, c.rules, c.names)
			}
			if fs.Other != nil != c.other || fs.Depth != nil != c.depth || fs.Direction != nil != c.directions {
				t.Errorf("sent: %v", fs)
			}
			got, err := fromproto.EvaluateResponse(room, m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFindingsOfSeveralTasks sends observations of two tasks whose objects have
// the same names in another order.
func TestFindingsOfSeveralTasks(t *testing.T) {
	other := &scenes.Task{Objects: []scenes.Object{{ID: "plant"}, {ID: "bed"}}}
	fs := []scenes.Finding{{Rule: "collision", Object: "plant", Other: "bed"}, {Rule: "collision", Object: "rug", Other: "plant"}}
	var r policy.SampleRequest
	for _, task := range []*scenes.Task{room, other, room} {
		r.Observations = append(r.Observations, policy.Observation{Task: task, Findings: fs})
	}
	got, err := fromproto.SampleRequest(through(t, toproto.SampleRequest(r)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Observations {
		if diff := cmp.Diff(fs, got.Observations[i].Findings); diff != "" {
			t.Errorf("observation %d: %s", i, diff)
		}
	}
}

func TestMalformedFindings(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*pb.Findings)
		want   string
	}{
		"no object":        {func(f *pb.Findings) { f.Object = nil }, "2 rules, 0 objects and 2 lengths"},
		"no rules":         {func(f *pb.Findings) { f.Rule = nil }, "0 rules, 2 objects and 2 lengths"},
		"one length":       {func(f *pb.Findings) { f.Length = f.Length[:1] }, "2 rules, 2 objects and 1 lengths"},
		"one other":        {func(f *pb.Findings) { f.Other = []int32{0} }, "2 findings have 1 others"},
		"three depths":     {func(f *pb.Findings) { f.Depth = make([]float64, 3) }, "2 findings have 3 depths"},
		"two coordinates":  {func(f *pb.Findings) { f.Direction = make([]float64, 2) }, "2 findings have 2 coordinates"},
		"rule":             {func(f *pb.Findings) { f.Rule[1] = math.MaxUint32 }, "finding 1 is of rule 4294967295 of 1"},
		"object":           {func(f *pb.Findings) { f.Object[0] = 7 }, "finding 0 is about object 7"},
		"name":             {func(f *pb.Findings) { f.Object[0] = math.MinInt32 }, "finding 0 is about object -2147483648"},
		"other":            {func(f *pb.Findings) { f.Other = []int32{0, -2} }, "finding 1 has the other object -2"},
		"long message":     {func(f *pb.Findings) { f.Length[1] = math.MaxUint32 }, "4294967295 bytes, but only 4"},
		"short messages":   {func(f *pb.Findings) { f.Length[1] = 0 }, "4 bytes of the text belong to no finding"},
		"half a character": {func(f *pb.Findings) { f.Length[0], f.Length[1] = 1, 5 }, "ends within a character"},
		"text alone":       {func(f *pb.Findings) { f.Rule, f.Object, f.Length = nil, nil, nil }, `no finding has the text "°ab°"`},
	} {
		t.Run(name, func(t *testing.T) {
			f := &pb.Findings{Rule: []uint32{0, 0}, Object: []int32{6, -1}, Text: "°ab°", Length: []uint32{2, 4}}
			m := &pb.EvaluateResponse{Rules: []string{"r"}, Names: []string{"n"}, Results: []*pb.Result{{Findings: f}}}
			if _, err := fromproto.EvaluateResponse(room, m); err != nil {
				t.Fatal(err)
			}
			c.change(f)
			if _, err := fromproto.EvaluateResponse(room, m); err == nil || !strings.Contains(err.Error(), "results[0]: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v lacks %q", err, c.want)
			}
		})
	}
}

// FuzzEvaluateResponse reads what a plugin in any language may send: it is
// refused, or says the same when it is sent again.
func FuzzEvaluateResponse(f *testing.F) {
	for _, m := range []*pb.EvaluateResponse{
		{},
		toproto.EvaluateResponse(room, reward.EvaluateResponse{Results: []reward.Result{
			{Value: -1, Parts: []reward.Part{{Name: "p", Value: 1}}, Objects: []float64{-1, 0}, Findings: []scenes.Finding{
				{Rule: "collision", Object: "bed", Other: "north_wall", Depth: 0.1, Direction: scenes.Vec2{1, 0}, Message: "30°"},
				{Rule: "more", Message: "and so on"},
			}},
			{Invalid: true, Reason: "none"},
		}}),
		{Rules: []string{"r"}, Results: []*pb.Result{{Findings: &pb.Findings{Rule: []uint32{1}, Object: []int32{-9}, Text: "é", Length: []uint32{1}}}}},
		{Results: []*pb.Result{{Parts: []float64{1}, PartIndex: []uint32{math.MaxUint32}}}},
	} {
		data, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := new(pb.EvaluateResponse)
		if proto.Unmarshal(data, m) != nil {
			return
		}
		_, _ = fromproto.EvaluateResponse(nil, m) // no task has objects to index
		want, err := fromproto.EvaluateResponse(room, m)
		if err != nil {
			return
		}
		got, err := fromproto.EvaluateResponse(room, through(t, toproto.EvaluateResponse(room, want)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
			t.Error(diff)
		}
	})
}
