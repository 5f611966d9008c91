package main

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/agreement"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// agreementJSON is what agreement --json prints. What the rooms do not decide is
// null.
type agreementJSON struct {
	Model     string             `json:"model"`
	Rooms     int                `json:"rooms"`
	Answers   int                `json:"answers"`
	Unread    int                `json:"unread"`
	Fallbacks int                `json:"fallbacks"`
	Usage     verdict.Usage      `json:"usage"`
	Spread    *float64           `json:"spread"`
	Pairs     int                `json:"pairs"`
	Alike     *float64           `json:"alike"`
	Scales    []agreementRowJSON `json:"scales"`
}

type agreementRowJSON struct {
	Scale    string     `json:"scale"`
	Judge    *float64   `json:"judge"`
	Critic   *float64   `json:"critic"`
	Bias     *float64   `json:"bias"`
	Apart    *float64   `json:"apart"`
	Spearman *float64   `json:"spearman"`
	Interval []*float64 `json:"spearman_95"`
	Kendall  *float64   `json:"kendall"`
}

func newAgreement() *cobra.Command {
	var model, picture string
	cmd := &cobra.Command{
		Use:   "agreement RECORD [-o PICTURE.png]",
		Short: "Compare a judge's recorded grades with the offline critic's",
		Long: `Compare a judge's recorded grades with the offline critic's.

RECORD is a file that reward/judge has written (its setting "record"). For the
score and each of the five grades: the means, the bias (judge less critic), how
far the two lie apart in a room, the rank correlations of Spearman, with the
middle 95 % over resampled tasks, and of Kendall (tau-b). Below: how many pairs
of rooms of the same task both order alike, which is what training on a group
sees, and how far the judge's own gradings of a room spread. The picture has a
point for each room. Nothing is asked, and no plugin is started.`,
		Example: `  metaspatial agreement judge.jsonl
  metaspatial agreement judge.jsonl -o agreement.png
  metaspatial agreement judge.jsonl --model gpt-4o --json`,
		Args: oneArg("the record of a judge"),
	}
	f := cmd.Flags()
	f.StringVar(&model, "model", "", "judge to compare, where the record has several")
	f.StringVarP(&picture, "out", "o", "", "PNG file to draw the rooms into")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rec, err := agreement.Read(args[0])
		if err != nil {
			return badInput(err)
		}
		j, err := oneJudge(rec, args[0], model)
		if err != nil {
			return badInput(err)
		}
		report := j.Compare()
		if picture != "" {
			var png bytes.Buffer
			if err := j.Plot(&png); err != nil {
				return err
			}
			if err := run.WriteFile(picture, png.Bytes()); err != nil {
				return err
			}
		}
		if *asJSON {
			return printJSON(cmd, agreed(rec, j, report))
		}
		printAgreement(cmd.OutOrStdout(), rec, j, report)
		return nil
	}
	return cmd
}

// oneJudge picks the judge that is meant.
func oneJudge(rec *agreement.Record, file, model string) (*agreement.Judge, error) {
	var names []string
	for i := range rec.Judges {
		j := &rec.Judges[i]
		if j.Model == model || model == "" && len(rec.Judges) == 1 {
			if len(j.Rooms) == 0 {
				return nil, fmt.Errorf("%s has no answer of %s that can be read", file, j.Model)
			}
			return j, nil
		}
		names = append(names, j.Model)
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("%s has no answers", file)
	case model == "":
		return nil, fmt.Errorf("%s has answers of %d judges, %q; choose one with --model", file, len(names), names)
	}
	return nil, fmt.Errorf("%s has no answers of %q; it has those of %q", file, model, names)
}

func agreed(rec *agreement.Record, j *agreement.Judge, r *agreement.Report) agreementJSON {
	out := agreementJSON{Model: j.Model, Rooms: len(j.Rooms), Answers: j.Answers, Unread: j.Unread, Fallbacks: rec.Fallbacks,
		Usage: j.Usage, Spread: orNull(r.Spread), Pairs: r.Pairs, Alike: orNull(r.Alike)}
	for _, row := range r.Rows {
		out.Scales = append(out.Scales, agreementRowJSON{Scale: row.Scale.Key, Judge: orNull(row.Judge), Critic: orNull(row.Critic),
			Bias: orNull(row.Bias), Apart: orNull(row.Apart), Spearman: orNull(row.Spearman),
			Interval: []*float64{orNull(row.Low), orNull(row.High)}, Kendall: orNull(row.Kendall)})
	}
	return out
}

// orNull is nil for NaN, which JSON has no word for.
func orNull(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

func printAgreement(w io.Writer, rec *agreement.Record, j *agreement.Judge, r *agreement.Report) {
	fmt.Fprintf(w, "%s and the offline critic on %d rooms\n\n", j.Model, len(j.Rooms))
	var rows [][]string
	for _, row := range r.Rows {
		rows = append(rows, []string{row.Scale.Name, figure(row.Judge, "%.2f"), figure(row.Critic, "%.2f"), figure(row.Bias, "%+.2f"), figure(row.Apart, "%.2f"),
			figure(row.Spearman, "%.2f"), span(row.Low, row.High), figure(row.Kendall, "%.2f")})
	}
	printTable(w, []string{"", "judge", "critic", "bias", "apart", "Spearman", "95 %", "Kendall"}, rows)
	fmt.Fprintln(w)
	if r.Pairs > 0 {
		fmt.Fprintf(w, "of %d pairs of rooms of the same task, both order %.1f %% alike\n", r.Pairs, 100*r.Alike)
	}
	if !math.IsNaN(r.Spread) {
		fmt.Fprintf(w, "the judge's gradings of one room spread by %.3f in score\n", r.Spread)
	}
	fmt.Fprintf(w, "%d answers, %d of them unreadable; %d tokens asked, %d answered", j.Answers, j.Unread, j.Usage.PromptTokens, j.Usage.CompletionTokens)
	if j.Usage.Cost > 0 {
		fmt.Fprintf(w, ", cost %.2f", j.Usage.Cost)
	}
	fmt.Fprintln(w)
	if rec.Fallbacks > 0 {
		fmt.Fprintf(w, "%d groups were graded by the critic in the judge's stead; they are left out\n", rec.Fallbacks)
	}
}

func figure(v float64, format string) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf(format, v)
}

func span(low, high float64) string {
	if math.IsNaN(low) {
		return "–"
	}
	return fmt.Sprintf("%.2f to %.2f", low, high)
}
