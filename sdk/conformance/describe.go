package conformance

import (
	"context"
	"regexp"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

var (
	idForm      = regexp.MustCompile(`^(policy|render|reward)/[a-z0-9][a-z0-9_-]{0,62}$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$`)
)

// describe checks what the plugin says of itself.
func (x *examination) describe(context.Context) error {
	d := x.description
	switch {
	case !idForm.MatchString(d.ID) || !strings.HasPrefix(d.ID, string(d.Kind)+"/"):
		return fail(`make it the kind, a slash and a name of small letters, such as "reward/clearance"`, "its id is %q", d.ID)
	case !versionForm.MatchString(d.Version):
		return fail(`give it a semantic version, such as "1.0.0"`, "its version is %q", d.Version)
	case strings.TrimSpace(d.Summary) == "":
		return fail("say in one sentence what the plugin does", "it has no summary")
	case strings.Contains(d.Summary, "\n"):
		return fail("make it one sentence and put the rest into the docs", "its summary has several lines")
	}
	if diff := Difference(d, x.subject.Describe()); diff != "" {
		return fail("return the same description at every call", "two descriptions differ: %s", diff)
	}
	seen := map[string]bool{}
	for _, a := range d.Schema {
		switch {
		case a.Name == "" || seen[a.Name]:
			return fail("give every setting a name of its own", "there is a setting %q without a name of its own", a.Name)
		case a.Doc == "":
			return fail("say in a sentence what it does", "its setting %s has no doc", a.Name)
		}
		seen[a.Name] = true
	}
	for _, n := range d.Needs {
		if n != base.NeedResponse && n != base.NeedImages && n != base.NeedMeshes {
			return fail("use response, images or meshes", "it needs %q, which no host has", n)
		}
	}
	return nil
}

// settings checks that wrong settings are refused before they do harm.
func (x *examination) settings(ctx context.Context) error {
	wrong := map[string]any{"no such setting": 1}
	ds, err := x.subject.Validate(ctx, wrong)
	if err != nil {
		return err
	}
	if !ds.HasError() {
		return fail("let Validate refuse what the schema does not list", "an unknown setting passes")
	}
	for _, a := range x.description.Schema {
		for _, v := range unfit(a) {
			ds, err := x.subject.Validate(ctx, x.with(a.Name, v))
			if err != nil {
				return err
			}
			if !ds.HasError() {
				return fail("let Validate hold settings against the schema", "the setting %s may be %v", a.Name, v)
			}
		}
	}
	return nil
}

// unfit are values that a setting must not have.
func unfit(a schema.Attribute) []any {
	var out []any
	switch a.Type {
	case schema.Number, schema.Integer:
		out = append(out, "many")
		if a.Max != nil {
			out = append(out, *a.Max+1)
		}
		if a.Min != nil {
			out = append(out, *a.Min-1)
		}
	case schema.Bool:
		out = append(out, "perhaps")
	case schema.String:
		out = append(out, true)
		if len(a.Enum) > 0 {
			out = append(out, strings.Join(a.Enum, " and "))
		}
	}
	return out
}

// with is the options' settings with one changed.
func (x *examination) with(name string, v any) map[string]any {
	out := map[string]any{name: v}
	for k, v := range x.options.Config {
		if k != name {
			out[k] = v
		}
	}
	return out
}

// configure checks that the plugin takes its own defaults, twice, and prepares
// what the calls of its kind are made with.
func (x *examination) configure(ctx context.Context) error {
	if x.unready = x.lacking(); x.unready != "" {
		return skip("%s", x.unready)
	}
	req := base.ConfigureRequest{Values: x.options.Config, CacheDir: x.options.CacheDir}
	for range 2 {
		r, err := x.subject.Configure(ctx, req)
		if err == nil {
			err = r.Diagnostics.Err()
		}
		if err != nil {
			x.unready = "it cannot be configured"
			return fail("accept the defaults of the schema, and settings that come again", "it refuses its settings: %v", err)
		}
		if len(r.Needs) > 0 {
			x.description.Needs = append(x.description.Needs, r.Needs...)
		}
		if len(r.Pictures) > 0 {
			x.description.Pictures = r.Pictures
		}
	}
	var err error
	if x.asked, err = x.kind(); err != nil {
		x.unready = err.Error()
		return err
	}
	return nil
}
