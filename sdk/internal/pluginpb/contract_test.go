package pluginpb

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
)

var freeze = flag.String("freeze", "", "write the contract as it is now to this file, for a new major version")

// TestContractOnlyGrows holds the promise of version 1: whatever its first
// release sent still means the same, so that plugins built then go on working.
func TestContractOnlyGrows(t *testing.T) {
	now := contract()
	if *freeze != "" {
		if err := os.WriteFile(*freeze, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile("testdata/v1-first-release.txt")
	if err != nil {
		t.Fatal(err)
	}
	frozen := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(frozen) < 100 {
		t.Fatalf("only %d lines are frozen", len(frozen))
	}
	for _, line := range frozen {
		if !slices.Contains(now, line) {
			t.Errorf("version 1 no longer has\n  %s\nadd fields and methods, but never change, remove or number them anew", line)
		}
	}
	// A number that was free in the first release may be used once.
	seen := map[string]string{}
	for _, line := range now {
		f := strings.Fields(line)
		if at := f[0] + " " + f[2]; f[1] == "field" && seen[at] != "" {
			t.Errorf("%s and %s share a number", seen[at], line)
		} else if f[1] == "field" {
			seen[at] = line
		}
	}
}

// contract lists every field and method, a line each.
func contract() []string {
	var out []string
	var messages func(protoreflect.MessageDescriptors)
	messages = func(ms protoreflect.MessageDescriptors) {
		for i := range ms.Len() {
			m := ms.Get(i)
			for k := range m.Fields().Len() {
				f := m.Fields().Get(k)
				typ := f.Kind().String()
				if f.Message() != nil {
					typ = string(f.Message().FullName())
				} else if f.Enum() != nil {
					typ = string(f.Enum().FullName())
				}
				in := "-"
				if o := f.ContainingOneof(); o != nil {
					in = string(o.Name())
				}
				out = append(out, fmt.Sprintf("%s field %d %s %s %s packed=%t oneof=%s", m.FullName(), f.Number(), f.Name(), f.Cardinality(), typ, f.IsPacked(), in))
			}
			messages(m.Messages())
		}
	}
	for _, file := range []protoreflect.FileDescriptor{
		File_metaspatial_plugin_v1_base_proto, File_metaspatial_plugin_v1_policy_proto, File_metaspatial_plugin_v1_render_proto,
		File_metaspatial_plugin_v1_reward_proto, File_metaspatial_plugin_v1_scenes_proto,
	} {
		messages(file.Messages())
		for i := range file.Enums().Len() {
			e := file.Enums().Get(i)
			for k := range e.Values().Len() {
				v := e.Values().Get(k)
				out = append(out, fmt.Sprintf("%s value %d %s", e.FullName(), v.Number(), v.Name()))
			}
		}
		for i := range file.Services().Len() {
			s := file.Services().Get(i)
			for k := range s.Methods().Len() {
				m := s.Methods().Get(k)
				out = append(out, fmt.Sprintf("%s method %s %s %s streams=%t,%t", s.FullName(), m.Name(), m.Input().FullName(), m.Output().FullName(), m.IsStreamingClient(), m.IsStreamingServer()))
			}
		}
	}
	slices.Sort(out)
	return out
}
