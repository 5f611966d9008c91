package plan

import (
	"fmt"
	"strings"
)

// Names hands out file names that differ even where case does not count.
type Names map[string]bool

// Name returns a safe name like s that nothing below the folder has yet.
func (n Names) Name(folder, s string) string {
	base := SafeName(s)
	out := base
	for k := 2; n[strings.ToLower(folder+out)]; k++ {
		out = fmt.Sprintf("%s_%d", base, k)
	}
	n[strings.ToLower(folder+out)] = true
	return out
}

// reserved are names that Windows gives to devices.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true}

// longest bounds a file's name; file systems allow 255 bytes with the ending.
const longest = 100

// SafeName turns a text into a file's name that every file system and URI takes
// as it is: ASCII letters, digits, "-" and "_".
func SafeName(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case b.Len() == longest:
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	switch out := b.String(); {
	case strings.Trim(out, "_-") == "":
		return "unnamed" + out
	case reserved[strings.ToLower(out)]:
		return out + "_"
	default:
		return out
	}
}
