package vlm

import (
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// What image and structured can be.
const (
	auto = "auto"
	on   = "on"
	off  = "off"
)

var settings = schema.Schema{
	{Name: "model", Type: schema.String, Default: "", Doc: "Name under which the server knows the model; without one nothing can be answered."},
	{Name: "base_url", Type: schema.String, Default: "http://localhost:8000/v1", Doc: "Address of the OpenAI-compatible endpoint, up to /v1."},
	{Name: "key_env", Type: schema.String, Default: "", Doc: "Environment variable that holds the key; empty sends none."},
	{Name: "image", Type: schema.String, Default: auto, Enum: []string{auto, on, off}, Doc: "Pictures: auto sends them once the model has named what is in two test pictures, on always, off never."},
	{Name: "camera", Type: schema.String, Default: "dollhouse", Doc: "Camera of the picture."},
	{Name: "size", Type: schema.Integer, Default: int64(512), Min: schema.Bound(64), Max: schema.Bound(2048), Doc: "Width and height of the picture in pixels."},
	{Name: "quality", Type: schema.String, Default: "", Doc: "The renderer's word for how good the picture looks; empty leaves it to the renderer."},
	{Name: "structured", Type: schema.String, Default: auto, Enum: []string{auto, on, off}, Doc: "Answers held to a JSON schema by the server: auto where a test answer was, on always, off never."},
	{Name: "n", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Max: schema.Bound(1024), Doc: "Most answers that one request asks for; 0 asks for all at once, and for each where the server gives one at a time."},
	{Name: "seed", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Doc: "Changes the seeds that are sent along."},
	{Name: "max_tokens", Type: schema.Integer, Default: int64(4096), Min: schema.Bound(16), Max: schema.Bound(1 << 20), Doc: "Bound of each answer, thoughts included."},
	{Name: "extra", Type: schema.String, Default: "", Doc: `Further fields of every request as a JSON object, such as {"chat_template_kwargs":{"enable_thinking":false}}.`},
	{Name: "timeout", Type: schema.Number, Default: 180.0, Min: schema.Bound(0.1), Max: schema.Bound(86400), Unit: "s", Doc: "Time for one answer."},
	{Name: "retries", Type: schema.Integer, Default: int64(5), Min: schema.Bound(0), Max: schema.Bound(1000), Doc: "Further tries after a fault that may pass, with growing pauses."},
	{Name: "concurrency", Type: schema.Integer, Default: int64(8), Min: schema.Bound(1), Max: schema.Bound(1024), Doc: "Requests under way at once."},
	{Name: "requests_per_minute", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "Bound of the pace; 0 sets none."},
	{Name: "price_input", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "Price of a million tokens of prompts."},
	{Name: "price_cached", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "Price of a million tokens of prompts that the server has cached; 0 means price_input."},
	{Name: "price_output", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "Price of a million tokens of answers."},
	{Name: "budget", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Doc: "Money after which nothing more is sent, in the currency of the prices; 0 sets no limit."},
	{Name: "transcripts", Type: schema.String, Unit: schema.Path, Default: "", Doc: "Folder that keeps every request and answer; what is in it is not asked again."},
}

// options are the settings that requests are made from.
type options struct {
	image, structured string
	picture           base.Picture
	n, maxTokens      int
	seed              uint64
	concurrency       int
	extra             map[string]any
	transcripts       string
	client            chat.Options
}

// parse reads the settings; note is for what the client finds out.
func parse(v schema.Values, note func(string), ds *diag.Diagnostics) options {
	o := options{
		image: v.String("image"), structured: v.String("structured"), n: v.Int("n"), maxTokens: v.Int("max_tokens"),
		seed: uint64(v.Int("seed")), concurrency: v.Int("concurrency"), transcripts: v.String("transcripts"),
		picture: base.Picture{Camera: v.String("camera"), Width: v.Int("size"), Height: v.Int("size"), Quality: v.String("quality")}.Complete(),
	}
	var err error
	if o.extra, err = chat.Extra(v.String("extra")); err != nil {
		ds.Errorf("config.extra", "%v", err)
	}
	retries := v.Int("retries")
	if retries == 0 {
		retries = -1 // for the client 0 means its own number
	}
	o.client = chat.Options{
		BaseURL: v.String("base_url"), Model: v.String("model"), KeyEnv: v.String("key_env"),
		Timeout: time.Duration(v.Number("timeout") * float64(time.Second)), Retries: retries,
		Concurrency: o.concurrency, RequestsPerMinute: v.Number("requests_per_minute"),
		Price:  chat.Price{Input: v.Number("price_input"), Cached: v.Number("price_cached"), Output: v.Number("price_output")},
		Budget: v.Number("budget"), Note: note,
	}
	return o
}
