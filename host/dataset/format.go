package dataset

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
)

// Format is how an engine reads rows.
type Format string

// The formats. docs/datasets.md lists their columns.
const (
	// VERL is parquet for verl: a chat with <image>, reward_model and extra_info.
	VERL Format = "verl"
	// EasyR1 is parquet for EasyR1: problem, answer and images.
	EasyR1 Format = "easyr1"
	// TRL is parquet for TRL: a chat, images and the task.
	TRL Format = "trl"
	// OpenRLHF is JSON lines for OpenRLHF: input, label and images as data URIs.
	OpenRLHF Format = "openrlhf"
	// JSONL is JSON lines for programs of one's own, with pictures in files.
	JSONL Format = "jsonl"
)

// Formats lists every format.
var Formats = []Format{VERL, EasyR1, TRL, OpenRLHF, JSONL}

// dataSource is what engines that mix data sets call this one.
const dataSource = "metaspatial"

// imageMark is where verl, EasyR1 and OpenRLHF put the picture; TRL puts it before
// the text by itself.
const imageMark = "<image>\n"

func (f Format) parquet() bool { return f == VERL || f == EasyR1 || f == TRL }

func (f Format) extension() string {
	if f.parquet() {
		return ".parquet"
	}
	return ".jsonl"
}

// cell is one named value of a row: a string, an int, []byte, null, a group, a
// list of groups or, in JSON lines only, a file, strings or JSON.
type cell struct {
	name  string
	value any
}

// group is a struct of a row.
type group []cell

// list is a list of structs of one shape.
type list []group

// null is text that is not there.
type null struct{}

// message is one message of a chat.
func message(role, content string) group { return group{{"role", role}, {"content", content}} }

// picture is an image as the library datasets stores it.
func picture(png []byte) group { return group{{"bytes", png}, {"path", null{}}} }

// cells are the columns of a row.
func (f Format) cells(o *Options, r *row) []cell {
	pictured := r.picture != nil
	text := r.prompt
	if pictured && f != TRL {
		text = imageMark + text
	}
	ask, reply := message("user", text), message("assistant", r.answer)
	var out []cell
	add := func(name string, value any) { out = append(out, cell{name, value}) }
	images := func() {
		if pictured {
			add("images", list{picture(r.picture)})
		}
	}
	switch f {
	case VERL:
		add("data_source", dataSource)
		add("prompt", list{ask})
		images()
		add("ability", "layout")
		add("reward_model", group{{"style", "rule"}, {"ground_truth", r.truth}})
		add("extra_info", group{{"split", r.split}, {"index", r.index}, {"task_id", r.task.ID}, {"turn", r.turn}})
		if o.Agent != "" {
			add("agent_name", o.Agent)
		}
		if r.answer != "" {
			add("messages", list{ask, reply})
		}
	case EasyR1:
		add("problem", text)
		images()
		add("answer", r.truth)
		add("turn", r.turn)
		if r.answer != "" {
			add("response", r.answer)
		}
	case TRL:
		add("prompt", list{ask})
		images()
		add("task", r.truth)
		add("turn", r.turn)
		if r.answer != "" {
			add("completion", list{reply})
		}
	case OpenRLHF:
		add("datasource", dataSource)
		add("input", text)
		if pictured {
			add("images", []string{"data:image/png;base64," + base64.StdEncoding.EncodeToString(r.picture)})
		}
		add("label", r.truth)
		if r.answer != "" {
			add("output", r.answer)
		}
	case JSONL:
		add("name", r.task.ID)
		add("turn", r.turn)
		add("prompt", r.prompt)
		if pictured {
			add("image", file(r.picture))
		}
		add("task", json.RawMessage(r.truth))
		if r.answer != "" {
			add("response", r.answer)
		}
	}
	return out
}

// file is a picture in a file of its own, called by its content.
type file []byte

func (f file) name() string {
	sum := sha256.Sum256(f)
	h := hex.EncodeToString(sum[:])
	return "images/" + h[:2] + "/" + h + ".png"
}
