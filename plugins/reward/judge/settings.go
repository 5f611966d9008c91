package judge

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// maxViews bounds the pictures of a question; servers often take fewer.
const maxViews = 8

var settings = schema.Schema{
	{Name: "model", Type: schema.String, Default: "", Doc: "name under which the server knows the judge; nothing is graded without"},
	{Name: "base_url", Type: schema.String, Default: "http://localhost:8000/v1", Doc: "address of the OpenAI-compatible endpoint, up to /v1"},
	{Name: "key_env", Type: schema.String, Default: "", Doc: "environment variable that holds the key; empty sends none"},
	{Name: "views", Type: schema.String, Default: "dollhouse top eye", Doc: "cameras of the pictures that the judge sees, with spaces between"},
	{Name: "size", Type: schema.Integer, Default: int64(512), Min: schema.Bound(64), Max: schema.Bound(2048), Doc: "width and height of the pictures in pixels"},
	{Name: "quality", Type: schema.String, Default: "beauty", Doc: "the renderer's word for how good the pictures look; empty leaves it to the renderer"},
	{Name: "repeats", Type: schema.Integer, Default: int64(3), Min: schema.Bound(1), Max: schema.Bound(32), Doc: "gradings of each layout, whose mean counts"},
	{Name: "mode", Type: schema.String, Default: "default", Enum: []string{"default", "reference"}, Doc: "reference rounds each mean grade down, as MetaSpatial's public reward does"},
	{Name: "temperature", Type: schema.Number, Default: 1.0, Min: schema.Bound(0), Max: schema.Bound(2), Doc: "of the judge's answers; at 0 repeated gradings are alike"},
	{Name: "seed", Type: schema.Integer, Default: int64(1), Min: schema.Bound(0), Doc: "of the first grading of each layout"},
	{Name: "max_tokens", Type: schema.Integer, Default: int64(1024), Min: schema.Bound(64), Max: schema.Bound(65536), Doc: "bound of each answer, thoughts included"},
	{Name: "probe", Type: schema.Bool, Default: true, Doc: "show the judge two simple figures first, and refuse one that does not see them"},
	{Name: "extra", Type: schema.String, Default: "", Doc: `further fields of every request as a JSON object, such as {"chat_template_kwargs":{"enable_thinking":false}}`},
	{Name: "findings", Type: schema.Bool, Default: true, Doc: "hand on the judge's comments on grades below 7"},
	{Name: "fallback", Type: schema.String, Default: "critic", Enum: []string{"critic", "none"}, Doc: "who grades where the judge cannot; with none that is an error"},
	{Name: "record", Type: schema.String, Unit: schema.Path, Default: "", Doc: "file that every answer is appended to, and that answers the same questions later"},
	{Name: "replay", Type: schema.String, Unit: schema.Path, Default: "", Doc: "record that gives all answers; nothing is sent"},
	{Name: "budget_calls", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Doc: "most questions that are sent, those in the record included; 0 sets no limit"},
	{Name: "budget_tokens", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Doc: "tokens, of questions and answers, after which nothing is sent; 0 sets no limit"},
	{Name: "budget_cost", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "money after which nothing is sent, in the currency of the prices; 0 sets no limit"},
	{Name: "price_input", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "price of a million tokens of questions"},
	{Name: "price_cached", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "price of a million tokens of questions that the server has cached; 0 means price_input"},
	{Name: "price_output", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "price of a million tokens of answers"},
	{Name: "timeout", Type: schema.Number, Default: 120.0, Min: schema.Bound(0.1), Max: schema.Bound(3600), Unit: "s", Doc: "time for one answer"},
	{Name: "retries", Type: schema.Integer, Default: int64(4), Min: schema.Bound(0), Max: schema.Bound(100), Doc: "further tries after a fault that may pass, with growing pauses"},
	{Name: "concurrency", Type: schema.Integer, Default: int64(8), Min: schema.Bound(1), Max: schema.Bound(1024), Doc: "questions under way at once"},
	{Name: "requests_per_minute", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "bound of the pace; 0 sets none"},
}

// options are the settings that questions and answers depend on.
type options struct {
	model                  string
	repeats                int
	seed                   int64
	temperature            float64
	maxTokens              int
	extra                  map[string]any
	extraText              string
	concurrency            int
	truncate, silent       bool
	probe                  bool
	fallback               bool
	recordFile, replayFile string
}

// errNoModel is told as a warning first: a judge without a model can be started
// and described, like every plugin, but grades nothing.
var errNoModel = errors.New("no judge is named; set model to the name under which the server knows it")

// parse reads the settings and the views.
func parse(v schema.Values, ds *diag.Diagnostics) (options, []base.Picture) {
	o := options{
		model: v.String("model"), repeats: v.Int("repeats"), seed: int64(v.Int("seed")),
		temperature: v.Number("temperature"), maxTokens: v.Int("max_tokens"), extraText: v.String("extra"), concurrency: v.Int("concurrency"),
		truncate: v.String("mode") == "reference", silent: !v.Bool("findings"), fallback: v.String("fallback") == "critic",
		probe: v.Bool("probe"), recordFile: v.String("record"), replayFile: v.String("replay"),
	}
	if o.model == "" {
		ds.Warnf("config.model", "%s", errNoModel)
	}
	var err error
	if o.extra, err = chat.Extra(o.extraText); err != nil {
		ds.Errorf("config.extra", "%v", err)
	}
	if o.recordFile != "" && o.replayFile != "" {
		ds.Errorf("config.replay", "a replay asks nothing that could be recorded; give either record or replay")
	}
	if v.Number("budget_cost") > 0 && v.Number("price_input") == 0 && v.Number("price_output") == 0 {
		ds.Errorf("config.budget_cost", "needs the prices; set price_input and price_output")
	}
	var views []base.Picture
	for _, camera := range cameras(v.String("views")) {
		views = append(views, base.Picture{Camera: camera, Width: v.Int("size"), Height: v.Int("size"), Quality: v.String("quality")}.Complete())
	}
	if len(views) == 0 || len(views) > maxViews {
		ds.Errorf("config.views", "names %d cameras; name 1 to %d, such as \"dollhouse top\"", len(views), maxViews)
	}
	return o, views
}

// cameras are the words of a list; commas part them too, but for those inside
// an orbit.
func cameras(list string) []string {
	var out []string
	for _, word := range strings.Fields(list) {
		if strings.HasPrefix(word, "orbit:") {
			out = append(out, word)
			continue
		}
		for _, c := range strings.Split(word, ",") {
			if c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// client are the options of the client.
func (o *options) client(v schema.Values, note func(string)) chat.Options {
	retries := v.Int("retries")
	if retries == 0 {
		retries = -1
	}
	return chat.Options{
		BaseURL: v.String("base_url"), Model: o.model, KeyEnv: v.String("key_env"),
		Timeout: time.Duration(v.Number("timeout") * float64(time.Second)), Retries: retries,
		Concurrency: o.concurrency, RequestsPerMinute: v.Number("requests_per_minute"),
		Price: chat.Price{Input: v.Number("price_input"), Cached: v.Number("price_cached"), Output: v.Number("price_output")},
		Note:  func(said string) { note(fmt.Sprintf("judge %s: %s", o.model, said)) },
	}
}
