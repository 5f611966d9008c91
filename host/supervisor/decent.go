package supervisor

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// id is what a plugin's id must look like: it is shown before every line that
// the plugin prints, and names files.
var id = regexp.MustCompile(`^(reward|policy|render)/[A-Za-z0-9._-]{1,64}$`)

// named checks that a plugin is what its id says.
func named(d base.Description) error {
	if kind, _, _ := strings.Cut(d.ID, "/"); !id.MatchString(d.ID) || kind != string(d.Kind) {
		return fmt.Errorf("it says that its id is %.80q and its kind %.20q; an id is the kind, a slash and a name of letters, digits, dots, dashes and underscores", d.ID, string(d.Kind))
	}
	return nil
}

// decent is an error of a plugin's own words as it can be shown to somebody.
func decent(err error) error {
	var said *client.Error
	if errors.As(err, &said) {
		said.Message = printable(said.Message)
	}
	return err
}

// printable takes out of a plugin's words what would do something to a
// terminal, and cuts what nobody reads.
func printable(s string) string {
	if len(s) > maxLine {
		s = s[:maxLine] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}
