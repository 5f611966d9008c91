package review

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// snippet returns the lines of the pack's override file that say of an asset
// what is now known of it. The properties that are seldom wrong are comments, to
// be opened where they are.
func snippet(a *assets.Asset) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s:\n", scalar(keyOf(a)))
	line := func(active bool, key, value string) {
		mark := ""
		if !active {
			mark = "# "
		}
		fmt.Fprintf(&b, "    %s%s: %s\n", mark, key, value)
	}
	// The file's own words are no answer to what it is.
	line(a.Known, "category", scalar(a.Category))
	line(true, "front", scalar(a.Front))
	line(true, "mount", scalar(string(a.Mount)))
	line(false, "up", scalar(a.Up))
	line(false, "size_m", numbers(a.Size[:]))
	line(false, "support_heights_m", numbers(a.SupportHeights))
	line(false, "flat", strconv.FormatBool(a.Flat))
	if len(a.Sides) > 0 {
		line(false, "sides", list(a.Sides))
	}
	if len(a.Tags) > 0 {
		line(false, "tags", list(a.Tags))
	}
	line(false, "skip", "true")
	return b.String()
}

// packSnippet returns the lines of the override file that hold for a pack.
func packSnippet(scale, licence, author string) string {
	if author == "" {
		author = "# author:"
	} else {
		author = "author: " + scalar(author)
	}
	return fmt.Sprintf("scale: %s\nlicence: %s\n%s\n", scale, scalar(licence), author)
}

// keyOf is what the override file calls an asset: its id within the pack.
func keyOf(a *assets.Asset) string {
	if rest, ok := strings.CutPrefix(a.ID, a.Pack+"/"); ok && rest != "" {
		return rest
	}
	return a.Name
}

// command returns the command that sets what is wrong most often.
func command(a *assets.Asset, library string) string {
	words := []string{"metaspatial", "assets", "set"}
	if library != "" {
		words = append(words, "--library", shell(library))
	}
	if strings.HasPrefix(a.ID, "-") {
		words = append(words, "--")
	}
	words = append(words, shell(a.ID))
	if a.Known {
		words = append(words, shell("category="+a.Category))
	}
	return strings.Join(append(words, shell("front="+a.Front), shell("mount="+string(a.Mount))), " ")
}

var (
	// plain matches words that YAML reads as text and nothing else.
	plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*([-./ ][A-Za-z0-9_]+)*$`)
	// special matches words that some YAML readers take for something else.
	special = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$`)
	// tame matches words that every shell takes as they are.
	tame = regexp.MustCompile(`^[A-Za-z0-9_./+=:@%-]+$`)
)

// scalar writes a text as YAML, whose escapes include those of Go.
func scalar(text string) string {
	if plain.MatchString(text) && !special.MatchString(text) {
		return text
	}
	return strconv.Quote(strings.ToValidUTF8(text, "\uFFFD"))
}

func list(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = scalar(w)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func numbers(values []float64) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = decimal(v)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// decimal writes a number with four digits and without an exponent.
func decimal(v float64) string {
	if short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64); err == nil {
		v = short
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// shell quotes a word for a POSIX shell.
func shell(word string) string {
	if tame.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
