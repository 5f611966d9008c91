package export

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
)

// creditsEnding is what a level's credits are called after its name.
const creditsEnding = ".CREDITS.txt"

// creditsTitle begins every credits file, by which an earlier export is known.
const creditsTitle = "Credits of a level exported by MetaSpatial"

// unknownLicence is the licence of assets whose licence nobody has said.
const unknownLicence = "unknown"

// credits says whom a level's models are owed to: what must be shown first, then
// every asset with its pack, author and licence.
func credits(l *plan.Level) []byte {
	used := assetsOf(l)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\nLevel: %s\n", creditsTitle, oneLine(l.Name))
	if len(used) == 0 {
		b.WriteString("\nIt holds nobody's models: its objects are boxes.\n")
		return b.Bytes()
	}
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n%s\n\n%s\n", title, strings.Join(lines, "\n"))
		}
	}
	var shown, unknown []string
	for _, a := range used {
		switch t := termsOf(a.Licence); {
		case a.Licence == "" || a.Licence == unknownLicence:
			unknown = append(unknown, "  "+a.ID)
		case t.attribution:
			shown = append(shown, "  "+attribution(a, t))
		}
	}
	section("To be shown where the level is published:", shown)
	section("Of unknown licence; find it out before you publish the level:", unknown)
	b.WriteString("\nModels\n")
	pack := ""
	for i, a := range used {
		if i == 0 || a.Pack != pack {
			pack = a.Pack
			fmt.Fprintf(&b, "\n  %s\n", oneLine(cmp.Or(pack, "no pack")))
		}
		fmt.Fprintf(&b, "    %s: %s, licence %s\n", oneLine(a.ID), oneLine(cmp.Or(a.Author, "author unknown")), oneLine(cmp.Or(a.Licence, unknownLicence)))
	}
	return b.Bytes()
}

// assetsOf returns the assets that a level uses, by pack and id.
func assetsOf(l *plan.Level) []assets.Asset {
	var out []assets.Asset
	seen := make(map[string]bool)
	for i := range l.Rooms {
		for k := range l.Rooms[i].Objects {
			if a := l.Rooms[i].Objects[k].Asset; !a.Box() && !seen[a.ID] {
				seen[a.ID] = true
				out = append(out, a.Asset)
			}
		}
	}
	slices.SortFunc(out, func(a, b assets.Asset) int {
		return cmp.Or(strings.Compare(a.Pack, b.Pack), strings.Compare(a.ID, b.ID))
	})
	return out
}

// terms are what a licence asks of those who publish a work.
type terms struct {
	// attribution asks for the author's name beside the work.
	attribution bool
	// text is where the licence can be read.
	text string
}

// licences tells them by the beginning of a licence's name, the more specific
// first. What is not listed may ask for anything, so it is shown.
var licences = []struct {
	name string
	terms
}{
	{"CC0", terms{false, "https://creativecommons.org/publicdomain/zero/1.0/"}},
	{"CC-BY-NC-SA", terms{true, "https://creativecommons.org/licenses/by-nc-sa/4.0/"}},
	{"CC-BY-NC", terms{true, "https://creativecommons.org/licenses/by-nc/4.0/"}},
	{"CC-BY-SA", terms{true, "https://creativecommons.org/licenses/by-sa/4.0/"}},
	{"CC-BY", terms{true, "https://creativecommons.org/licenses/by/4.0/"}},
	{"OGA-BY", terms{true, "https://static.opengameart.org/OGA-BY-3.0.txt"}},
	{"APACHE-2.0", terms{true, "https://www.apache.org/licenses/LICENSE-2.0"}},
	{"MIT", terms{true, "https://opensource.org/license/mit"}},
	{"PUBLIC-DOMAIN", terms{}},
	{"UNLICENSE", terms{}},
}

func termsOf(licence string) terms {
	name := strings.ToUpper(strings.NewReplacer(" ", "-", "_", "-").Replace(strings.TrimSpace(licence)))
	for _, l := range licences {
		if strings.HasPrefix(name, l.name) {
			t := l.terms
			// Creative Commons' versions are part of the address.
			if strings.HasPrefix(l.name, "CC-BY") && strings.Contains(name, "3.0") {
				t.text = strings.Replace(t.text, "4.0", "3.0", 1)
			}
			return t
		}
	}
	return terms{attribution: true}
}

// attribution is the line that a licence asks for: title, author, licence, and
// that the work was changed.
func attribution(a assets.Asset, t terms) string {
	by := ""
	if a.Author != "" {
		by = " by " + oneLine(a.Author)
	}
	where := ""
	if t.text != "" {
		where = " (" + t.text + ")"
	}
	return fmt.Sprintf("%q of %s%s, licensed under %s%s; converted and scaled", oneLine(a.Name), oneLine(cmp.Or(a.Pack, "no pack")), by, oneLine(a.Licence), where)
}

// oneLine keeps what a file says of itself from looking like more lines of ours.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
