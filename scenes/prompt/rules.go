package prompt

import "strings"

// rules explains the words of the other sections, and what a layout is checked
// for; docs/scoring.md has the same rules with their tolerances.
func (w *writer) rules() {
	w.head("Rules")
	w.line("- z_angle is a compass heading, clockwise from above: at 0 the front points north (+y), at 90 east (+x), at 180 south (−y), at 270 west (−x). At 0 and 180 an object's right size lies along x and its front size along y; at 90 and 270 the other way round. Use one of these four headings, unless another is needed.")
	w.line("- z is the height of the centre: half the object's height where it stands on the floor; the top of what carries it plus half its height where it stands on another object; the ceiling's z minus half its height where it hangs from the ceiling.")
	w.line("- What hangs on a wall has its back side at that wall, at a height that suits it.")
	w.line("- The boxes of two objects must not overlap, and none may reach out of the room. Things on an object must have their centre over it.")
	w.line("- \"Touches\" a wall: a side of the box lies at that wall.")
	w.line("- Left, right, in front and behind are the target's own sides, as for somebody who stands in its place and looks where its front points. \"Touching it\": the two sides meet, without a gap. Otherwise it may be further away on that side, shifted sideways by at most half a metre.")
	w.line("- \"Its front faces\" a wall: its z_angle is that wall's direction. An object: its front points towards that object's centre.")
}

// plain puts text from a task or a finding on one line, and keeps it from
// looking like a tag.
func plain(s string) string {
	return untag.Replace(strings.Join(strings.Fields(strings.ToValidUTF8(s, "�")), " "))
}

var untag = strings.NewReplacer("<", "‹", ">", "›")
