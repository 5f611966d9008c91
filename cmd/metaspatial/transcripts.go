package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/run"
)

// transcriptsSetting is the setting of policies that keep what they ask.
const transcriptsSetting = "transcripts"

// keepTranscripts gives a policy its folder, as a path that does not depend on
// where its process runs.
func keepTranscripts(settings map[string]any, dir string) error {
	if dir == "" {
		return nil
	}
	if _, set := settings[transcriptsSetting]; set {
		return usage("name the folder by --transcripts or by --set %s, not both", transcriptsSetting)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return badInput(fmt.Errorf("--transcripts %q: %w", dir, err))
	}
	settings[transcriptsSetting] = abs
	return nil
}

// keepResult writes an evaluation's result beside its transcripts.
func keepResult(dir string, out evalJSON) error {
	if dir == "" {
		return nil
	}
	return run.WriteReport(filepath.Join(dir, "eval.json"), func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	})
}

// countRooms shows how many rooms of an evaluation are done; end takes the bar
// away.
func countRooms(suite string, total int) (show func(done int), end func()) {
	bar := newProgress(suite)
	return func(done int) {
		bar.show(float64(done)/float64(total), fmt.Sprintf("%d of %d rooms", done, total))
	}, bar.done
}
