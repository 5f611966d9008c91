package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/sdk/chat"
)

func newDatasetImport() *cobra.Command {
	var (
		o                        dataset.ImportOptions
		kind, out, library, room string
		endpoint, model, key     string
	)
	cmd := &cobra.Command{
		Use:   "import FILE --out TASKS.jsonl",
		Short: "Make tasks of MetaSpatial's rows and room prompts and of SceneEval's annotations",
		Long: `Make tasks of MetaSpatial's rows and room prompts and of SceneEval's annotations.

FILE is one of:

  rows       MetaSpatial's training rows, with problem and answer: parquet or JSON
  prompts    its room prompts, with description and size: a JSON list
  sceneeval  the table of SceneEval's annotations

What it is shows in the file; --kind says it where it does not. Every room becomes a
task, one JSON object a line, for dataset build --from and eval --tasks. The objects
of rows are those of their scene graph. For the others they are chosen by the words:
a model behind an OpenAI-compatible --endpoint is asked where one is named, else the
kinds of room and a search of the library decide. Rooms that cannot become a task
are passed over and named with the reason.`,
		Example: `  metaspatial dataset import annotations_sceneeval500.csv --out sceneeval.jsonl
  metaspatial dataset import generated_room_descriptions.json --limit 500 --out prompts.jsonl
  metaspatial dataset import train.parquet --out rows.jsonl --json`,
		Args: oneArg("the file to import"),
	}
	f := cmd.Flags()
	f.StringVarP(&out, "out", "o", "", "file of tasks to write (required)")
	f.StringVar(&kind, "kind", "", "rows, prompts or sceneeval, where the file does not show it")
	f.StringVar(&library, "library", "", "imported asset library to choose from; default: the starter kit")
	f.StringVar(&room, "room", "", "size such as 5x4x2.8 of rooms that come without one; default: fitted to what they ask for")
	f.IntVar(&o.Limit, "limit", 0, "number of rooms to read; 0 means all")
	f.Uint64Var(&o.Seed, "seed", 1, "decides between what is equally good")
	f.StringVar(&endpoint, "endpoint", "", "address of an OpenAI-compatible server, such as http://localhost:8000/v1, that chooses objects")
	f.StringVar(&model, "model", "", "name under which that server knows its model")
	f.StringVar(&key, "key-env", "", "environment variable that holds the server's key")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.Kind = dataset.Kind(kind)
		switch {
		case out == "":
			return usage("name the file to write with --out; see %s --help", cmd.CommandPath())
		case kind != "" && !slices.Contains(dataset.Kinds, o.Kind):
			return usage("--kind is %q; use one of %v", kind, dataset.Kinds)
		case o.Limit < 0:
			return usage("--limit must be 0 or more")
		case (endpoint == "") != (model == ""):
			return usage("--endpoint and --model go together")
		}
		if room != "" {
			size, err := parseRoom(room)
			if err != nil {
				return usage("%w", err)
			}
			o.Room = size
		}
		lib, err := run.Library(library)
		if err != nil {
			return badInput(err)
		}
		o.Library, o.Item = lib, run.Item
		var asked *dataset.Asked
		if endpoint != "" {
			if asked, err = askModel(chat.Options{BaseURL: endpoint, Model: model, KeyEnv: key}); err != nil {
				return badInput(err)
			}
			o.Chooser, o.Workers = asked, askWorkers
		}
		bar := newProgress("importing")
		o.Progress = func(done, of int) { bar.show(float64(done)/float64(of), fmt.Sprintf("%d of %d rooms", done, of)) }
		var report *dataset.ImportReport
		var read error
		err = run.WriteReport(out, func(w io.Writer) error {
			report, read = dataset.Import(cmd.Context(), args[0], w, o)
			return read
		})
		bar.done()
		switch {
		case read != nil:
			return datasetError(cmd.Context(), read)
		case err != nil:
			return err
		}
		if *asJSON {
			return printJSON(cmd, report)
		}
		printImported(cmd.OutOrStdout(), report)
		if asked != nil {
			answered, fellBack := asked.Count()
			fmt.Fprintf(cmd.OutOrStdout(), "the model chose for %d rooms; for %d its answer could not be used, and the words decided\n", answered, fellBack)
		}
		return nil
	}
	return cmd
}

// askWorkers is how many rooms wait for the model at a time; it is what sdk/chat
// has under way.
const askWorkers = 8

// askModel returns a chooser that asks a server.
func askModel(o chat.Options) (*dataset.Asked, error) {
	o.Note = func(sentence string) { say("%s", sentence) }
	c, err := chat.New(o)
	if err != nil {
		return nil, err
	}
	greedy := 0.0
	return &dataset.Asked{Ask: func(ctx context.Context, question string) (string, error) {
		resp, err := c.Complete(ctx, chat.Request{Messages: []chat.Message{{Role: chat.User, Text: question}}, Temperature: &greedy})
		if err != nil {
			return "", err
		}
		return resp.Choices[0].Text, nil
	}}, nil
}

// mostSaid is how many reasons, and how many rooms of a reason, are printed.
const mostSaid = 12

func printImported(w io.Writer, r *dataset.ImportReport) {
	fmt.Fprintf(w, "%d tasks with %d objects of %d rooms (%s): %d with the file's own objects, %d with chosen ones\n", r.Tasks, r.Objects, r.Rooms, r.Kind, r.Exact, r.Chosen)
	if r.Wishes > 0 {
		fmt.Fprintf(w, "%d of %d relations are kept; the things of the others are not in the task\n", r.Kept, r.Wishes)
	}
	if r.Repeated > 0 {
		fmt.Fprintf(w, "%d rooms are the same as one before and are left out\n", r.Repeated)
	}
	if r.Impossible > 0 {
		fmt.Fprintf(w, "%d tasks have no valid layout\n", r.Impossible)
	}
	printGrouped(w, "passed over", r.Skipped)
	printGrouped(w, "noted", r.Notes)
}

// printGrouped prints each reason once, with the rooms that it is said of.
func printGrouped(w io.Writer, what string, list []dataset.Remark) {
	rooms := map[string][]string{}
	var order []string
	for _, m := range list {
		if rooms[m.Text] == nil {
			order = append(order, m.Text)
		}
		rooms[m.Text] = append(rooms[m.Text], m.Room)
	}
	slices.SortStableFunc(order, func(a, b string) int { return len(rooms[b]) - len(rooms[a]) })
	for i, text := range order {
		if i == mostSaid {
			fmt.Fprintf(w, "%s: and %d more reasons; --json has them all\n", what, len(order)-i)
			return
		}
		names := rooms[text]
		more := ""
		if len(names) > mostSaid {
			names, more = names[:mostSaid], fmt.Sprintf(" and %d more", len(names)-mostSaid)
		}
		fmt.Fprintf(w, "%s: %s: %s%s\n", what, oneLine(text), strings.Join(names, ", "), more)
	}
}
