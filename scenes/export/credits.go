package export

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
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
	// limits is what else must not be overlooked.
	limits string
}

// free are the beginnings of the names of licences that ask for nothing. What
// else is not known may ask for anything, so it is shown.
var free = []string{"CC0", "UNLICENSE", "PUBLIC-DOMAIN"}

// texts are where licences can be read.
var texts = map[string]string{
	"OGA-BY-3.0":   "https://static.opengameart.org/OGA-BY-3.0.txt",
	"APACHE-2.0":   "https://www.apache.org/licenses/LICENSE-2.0",
	"MIT":          "https://opensource.org/license/mit",
	"BSD-3-CLAUSE": "https://opensource.org/license/bsd-3-clause",
}

// commons are Creative Commons' licences: the elements and the version.
var commons = regexp.MustCompile(`^CC-(BY(?:-[A-Z]+)*)(?:-(\d\.\d))?`)

func termsOf(licence string) terms {
	name := strings.ToUpper(strings.NewReplacer(" ", "-", "_", "-").Replace(strings.TrimSpace(licence)))
	if slices.ContainsFunc(free, func(f string) bool { return strings.HasPrefix(name, f) }) {
		return terms{}
	}
	t := terms{attribution: true, text: texts[name]}
	if m := commons.FindStringSubmatch(name); m != nil {
		t.text = fmt.Sprintf("https://creativecommons.org/licenses/%s/%s/", strings.ToLower(m[1]), cmp.Or(m[2], "4.0"))
		for _, element := range strings.Split(m[1], "-") {
			switch element {
			case "NC":
				t.limits += "; not for commercial use"
			case "ND":
				t.limits += "; changed copies must not be published, ask the author first"
			case "SA":
				t.limits += "; changed copies under the same licence"
			}
		}
	}
	return t
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
	return fmt.Sprintf("%q of %s%s, licensed under %s%s; converted and scaled%s", oneLine(a.Name), oneLine(cmp.Or(a.Pack, "no pack")), by, oneLine(a.Licence), where, t.limits)
}

// oneLine keeps what a file says of itself from looking like more lines of ours.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
