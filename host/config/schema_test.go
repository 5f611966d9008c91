package config_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

var update = flag.Bool("update", false, "write run.schema.json anew")

// enums are the settings with a fixed set of values.
var enums = map[string][]string{
	"Run.Returns":        {config.Mixed, config.Gain, config.Discounted, config.Reference},
	"Run.Advantage":      {config.GRPO, config.DrGRPO, config.RLOO, config.BatchScale, config.ReinforcePP, config.ReinforcePPBaseline},
	"Spec.Ratio":         {loss.TokenRatio, loss.SequenceRatio},
	"Spec.Aggregation":   {loss.TokenMean, loss.SeqMeanTokenMean, loss.SeqMeanTokenSum, loss.SeqMeanTokenSumNorm},
	"Spec.KLEstimate":    {loss.K3, loss.K1, loss.K2, loss.Abs},
	"Run.OnTermFailure":  {config.Stop, config.Continue},
	"Plugins.Network":    {config.NetworkAll, config.NetworkNone},
	"Optimiser.KLIn":     {config.InLoss, config.InReward},
	"Credit.Kind":        {config.CreditMixed, config.CreditModulated},
	"Optimiser.Schedule": {config.Constant, config.Linear, config.Cosine},
	"Eval.Suite":         roomgen.Suites(),
	"Tasks.Programs[]":   roomgen.Programs(),
}

// comments returns the comment of every field, by "Type.Field".
func comments(t *testing.T, files ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			st, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range st.Fields.List {
				for _, name := range field.Names {
					out[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
				}
			}
			return true
		})
	}
	return out
}

// describe turns a type into a JSON Schema; def is its default value.
func describe(t *testing.T, path string, typ reflect.Type, def reflect.Value, docs map[string]string) map[string]any {
	switch typ.Kind() {
	case reflect.Struct:
		props := map[string]any{}
		addFields(t, path, typ, def, docs, props)
		return map[string]any{"type": "object", "additionalProperties": false, "properties": props}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": describe(t, path+"[]", typ.Elem(), reflect.Value{}, docs)}
	case reflect.Map:
		return map[string]any{"type": "object"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	t.Fatalf("no schema for %v", typ)
	return nil
}

func addFields(t *testing.T, path string, typ reflect.Type, def reflect.Value, docs map[string]string, props map[string]any) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		var v reflect.Value
		if def.IsValid() {
			v = def.Field(i)
		}
		name, opts, _ := strings.Cut(tagOf(f), ",")
		if strings.Contains(opts, "inline") {
			addFields(t, path, f.Type, v, docs, props)
			continue
		}
		at := strings.TrimPrefix(path+"."+name, ".")
		s := describe(t, at, f.Type, v, docs)
		if b, ok := config.Bounds()[at]; ok {
			s["minimum"] = b[0]
			if !math.IsInf(b[1], 1) {
				s["maximum"] = b[1]
			}
		}
		doc := docs[typ.Name()+"."+f.Name]
		if doc == "" && typ.PkgPath() == reflect.TypeFor[config.Run]().PkgPath() {
			t.Errorf("%s.%s has no comment", typ.Name(), f.Name)
		}
		if doc != "" {
			s["description"] = inKeys(doc, typ)
		}
		if e := enums[typ.Name()+"."+f.Name]; e != nil {
			s["enum"] = e
		}
		if e := enums[typ.Name()+"."+f.Name+"[]"]; e != nil {
			s["items"].(map[string]any)["enum"] = e
		}
		if v.IsValid() && !v.IsZero() && f.Type.Kind() != reflect.Struct && f.Type.Kind() != reflect.Slice {
			s["default"] = v.Interface()
		}
		props[name] = s
	}
}

// inKeys writes a comment's names of fields, such as ObjectsMin, as the keys
// that a run file has for them. One-word names stay, being words.
func inKeys(doc string, typ reflect.Type) string {
	var pairs []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		key, _, _ := strings.Cut(tagOf(f), ",")
		if strings.Contains(key, "_") {
			pairs = append(pairs, f.Name, key)
		}
	}
	return strings.NewReplacer(pairs...).Replace(doc)
}

// tagOf is the field's YAML tag, or its JSON tag as the YAML library reads it.
func tagOf(f reflect.StructField) string {
	if tag := f.Tag.Get("yaml"); tag != "" {
		return tag
	}
	return f.Tag.Get("json")
}

// makeSchema returns the schema as the code has it now.
func makeSchema(t *testing.T) []byte {
	t.Helper()
	docs := comments(t, "config.go", "plugins.go", "../../sdk/policy/loss/spec.go")
	s := describe(t, "", reflect.TypeFor[config.Run](), reflect.ValueOf(*config.Default()), docs)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "metaspatial run file"
	want, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(want, '\n')
}

func TestSchemaIsCurrent(t *testing.T) {
	want := makeSchema(t)
	if *update {
		if err := os.WriteFile("run.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(string(want), string(config.Schema)); d != "" && !*update {
		t.Errorf("run.schema.json is not current; run go test ./host/config -update (-want +got):\n%s", d)
	}
}

func TestSchemaAgreesWithLoad(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("run.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("run.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := yaml.Marshal(config.Default())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"minimal":        "minutes: 3\n",
		"the default":    string(whole) + "iterations: 5\n",
		"external terms": "iterations: 5\nterms:\n  - {plugin: ./clearance, weight: 0.2, config: {radius: 0.6}}\n",
		"misspelt":       "minutes: 3\ngrup_size: 8\n",
		"wrong type":     "minutes: soon\n",
		"nested":         "minutes: 3\noptimiser: {loss: {clip_lo: 0.1}}\n",
		"wrong value":    "minutes: 3\nreturns: sum\n",
		"too low":        "minutes: 3\noptimiser: {epochs: 0}\n",
		"too high":       "minutes: 3\ngamma: 1.5\n",
	} {
		t.Run(name, func(t *testing.T) {
			var v any
			if err := yaml.Unmarshal([]byte(text), &v); err != nil {
				t.Fatal(err)
			}
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			inst, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			_, loadErr := config.Parse("run.yaml", []byte(text))
			wantErr := slices.Contains([]string{"misspelt", "wrong type", "nested", "wrong value", "too low", "too high"}, name)
			if schemaErr := schema.Validate(inst); (schemaErr != nil) != wantErr || (loadErr != nil) != wantErr {
				t.Errorf("schema says %v, Parse says %v", schemaErr, loadErr)
			}
		})
	}
}
