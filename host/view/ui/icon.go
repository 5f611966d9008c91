package ui

import (
	"image/color"
	"math"
	"strconv"
	"strings"
)

// icons are drawn with a round pen on a square of 24 by 24. A path is a list of
// "x,y" points; "M" begins a stroke, "Z" closes it, "O" draws a circle of the
// given middle and radius, "D" a filled one.
var icons = map[string]string{
	"select":    "M6,3 6,19 10.2,15.2 13,21 15.6,19.8 12.8,14.2 18.5,13.8 Z",
	"move":      "M12,3 12,21 M3,12 21,12 M9,6 12,3 15,6 M9,18 12,21 15,18 M6,9 3,12 6,15 M18,9 21,12 18,15",
	"rotate":    "M19.5,9 17.5,6 14.5,4.2 11,4 7.5,5.4 5,8.2 4,12 5,15.8 7.5,18.6 11,20 14.5,19.8 17.5,18 19.5,15 M20,4 19.7,9.2 14.8,8.8",
	"unrotate":  "M4.5,9 6.5,6 9.5,4.2 13,4 16.5,5.4 19,8.2 20,12 19,15.8 16.5,18.6 13,20 9.5,19.8 6.5,18 4.5,15 M4,4 4.3,9.2 9.2,8.8",
	"walls":     "M3,21 3,8 10,4 10,14 M10,14 21,19 M3,21 10,14 M10,4 21,9 21,19",
	"room":      "M4,5 14,5 14,11 20,11 20,20 4,20 Z",
	"door":      "M6,21 6,3 17,3 17,21 M3,21 21,21 D14,12,1.1",
	"window":    "M4,4 20,4 20,20 4,20 Z M12,4 12,20 M4,12 20,12",
	"measure":   "M3,15 15,3 21,9 9,21 Z M7,11 10,14 M11,7 13,9 M9,9 10.5,10.5 M13,5 16,8",
	"undo":      "M8,4 3,9 8,14 M3,9 14,9 18,10.6 20,14 19,17.6 15.5,20 9,20",
	"redo":      "M16,4 21,9 16,14 M21,9 10,9 6,10.6 4,14 5,17.6 8.5,20 15,20",
	"plus":      "M12,5 12,19 M5,12 19,12",
	"minus":     "M5,12 19,12",
	"close":     "M6,6 18,18 M18,6 6,18",
	"check":     "M4.5,12.5 10,18 19.5,6.5",
	"search":    "O10.5,10.5,6.5 M15.4,15.4 21,21",
	"lock":      "M5,11 19,11 19,21 5,21 Z M8,11 8,7 9.2,4.4 12,3.4 14.8,4.4 16,7 16,11",
	"unlock":    "M5,11 19,11 19,21 5,21 Z M8,11 8,7 9.2,4.4 12,3.4 14.8,4.4 15.8,6.4",
	"eye":       "M2,12 5.5,8 9,6.2 12,5.7 15,6.2 18.5,8 22,12 18.5,16 15,17.8 12,18.3 9,17.8 5.5,16 Z O12,12,3",
	"eye-off":   "M2,12 5.5,8 9,6.2 12,5.7 15,6.2 18.5,8 22,12 18.5,16 15,17.8 12,18.3 9,17.8 5.5,16 Z M4,20 20,4",
	"trash":     "M4,6.5 20,6.5 M9,6.5 9,3.5 15,3.5 15,6.5 M6,6.5 7,21 17,21 18,6.5 M10,10.5 10.3,17 M14,10.5 13.7,17",
	"copy":      "M8,8 20,8 20,20 8,20 Z M4,16 4,4 16,4",
	"save":      "M4,4 16.5,4 20,7.5 20,20 4,20 Z M8,4 8,9 15,9 15,4 M7.5,20 7.5,13.5 16.5,13.5 16.5,20",
	"open":      "M3,19 3,5 9,5 11,8 19,8 19,11 M3,19 6.5,11 22,11 18.5,19 Z",
	"export":    "M12,15 12,3 M7.5,7.5 12,3 16.5,7.5 M4,13 4,20.5 20,20.5 20,13",
	"import":    "M12,3 12,15 M7.5,10.5 12,15 16.5,10.5 M4,13 4,20.5 20,20.5 20,13",
	"play":      "M7,4 20,12 7,20 Z",
	"pause":     "M8,5 8,19 M16,5 16,19",
	"stop":      "M6,6 18,6 18,18 6,18 Z",
	"spark":     "M12,2.5 14,9.8 21.5,12 14,14.2 12,21.5 10,14.2 2.5,12 10,9.8 Z",
	"refine":    "M4,20 13,11 M11,9 15,13 M17,3 18,6 21,7 18,8 17,11 16,8 13,7 16,6 Z M6,4 6.6,5.9 8.5,6.5 6.6,7.1 6,9 5.4,7.1 3.5,6.5 5.4,5.9 Z",
	"camera":    "M3,7.5 7.5,7.5 9,5 15,5 16.5,7.5 21,7.5 21,19 3,19 Z O12,13,3.6",
	"walk":      "D13,4,1.7 M13,8 11,14 14,17 14,21.5 M11,14 8,21 M12.6,8.3 8.5,10 7.5,13.5 M13.2,8.4 15,11.5 18.5,12.5",
	"top":       "M4,4 20,4 20,20 4,20 Z M4,4 9,9 M20,4 15,9 M4,20 9,15 M20,20 15,15 M9,9 15,9 15,15 9,15 Z",
	"home":      "M3,11.5 12,4 21,11.5 M5.5,9.8 5.5,20 18.5,20 18.5,9.8 M10,20 10,14 14,14 14,20",
	"frame":     "M4,9 4,4 9,4 M15,4 20,4 20,9 M20,15 20,20 15,20 M9,20 4,20 4,15 O12,12,3",
	"layers":    "M12,3.5 21,8.5 12,13.5 3,8.5 Z M3.5,12.5 12,17.2 20.5,12.5 M3.5,16.2 12,21 20.5,16.2",
	"grid":      "M4,4 20,4 20,20 4,20 Z M9.3,4 9.3,20 M14.7,4 14.7,20 M4,9.3 20,9.3 M4,14.7 20,14.7",
	"magnet":    "M5,4 5,12 6.5,16.5 10,19.4 12,19.8 14,19.4 17.5,16.5 19,12 19,4 15,4 15,12 14,14.6 12,15.7 10,14.6 9,12 9,4 Z M5,8 9,8 M15,8 19,8",
	"drop":      "M12,3 12,15 M7.5,10.5 12,15 16.5,10.5 M4,20 20,20",
	"help":      "O12,12,9 M9.2,9.4 10.2,7.5 12,6.9 13.8,7.5 14.7,9.2 14.2,10.9 12,12.6 12,14.2 D12,17.2,1.1",
	"warn":      "M12,3.5 22,20.5 2,20.5 Z M12,9.5 12,14.5 D12,17.6,1.1",
	"bad":       "O12,12,9 M8.5,8.5 15.5,15.5 M15.5,8.5 8.5,15.5",
	"good":      "O12,12,9 M7.5,12.4 11,15.8 16.6,8.8",
	"info":      "O12,12,9 M12,11 12,17 D12,7.4,1.1",
	"menu":      "M4,6.5 20,6.5 M4,12 20,12 M4,17.5 20,17.5",
	"down":      "M6,9.5 12,15.5 18,9.5",
	"right":     "M9.5,6 15.5,12 9.5,18",
	"left":      "M14.5,6 8.5,12 14.5,18",
	"up":        "M6,14.5 12,8.5 18,14.5",
	"dots":      "D5,12,1.6 D12,12,1.6 D19,12,1.6",
	"sun":       "O12,12,4.2 M12,2.5 12,4.8 M12,19.2 12,21.5 M2.5,12 4.8,12 M19.2,12 21.5,12 M5.3,5.3 6.9,6.9 M17.1,17.1 18.7,18.7 M5.3,18.7 6.9,17.1 M17.1,6.9 18.7,5.3",
	"chart":     "M4,3.5 4,20 20.5,20 M7,15 11,10 14.5,13 20,6",
	"clock":     "O12,12,9 M12,6.5 12,12 16,14.5",
	"sofa":      "M5,11 5,7.5 6.5,6 17.5,6 19,7.5 19,11 M3,11.5 5,11 6.5,13 6.5,15 17.5,15 17.5,13 19,11 21,11.5 21,18.5 3,18.5 Z M5.5,18.5 5.5,20.5 M18.5,18.5 18.5,20.5",
	"wand":      "M4,20 14.5,9.5 M12.5,7.5 16.5,11.5 M18,2.5 18,6.5 M16,4.5 20,4.5 M20.5,9 20.5,12 M19,10.5 22,10.5",
	"split":     "M4,4 20,4 20,20 4,20 Z M12,4 12,20",
	"target":    "O12,12,8.5 O12,12,3.5 M12,1.5 12,6 M12,18 12,22.5 M1.5,12 6,12 M18,12 22.5,12",
	"link":      "M10,14 14,10 M8.5,11 5.2,14.3 4.6,17.2 6.8,19.4 9.7,18.8 13,15.5 M15.5,13 18.8,9.7 19.4,6.8 17.2,4.6 14.3,5.2 11,8.5",
	"flame":     "M12,2.5 13.5,7 17.5,11.5 18.5,15 17,18.8 13.8,21 10.2,21 7,18.8 5.5,15 6.5,11.5 9,9.5 10,12 12.5,9 Z",
	"tag":       "M3.5,12.5 3.5,3.5 12.5,3.5 21,12 12,21 Z D8,8,1.5",
	"ruler":     "M3,15 15,3 21,9 9,21 Z",
	"align":     "M4,3.5 4,20.5 M7.5,6 18,6 18,10 7.5,10 Z M7.5,14 14,14 14,18 7.5,18 Z",
	"cube":      "M12,2.8 20.5,7.4 20.5,16.6 12,21.2 3.5,16.6 3.5,7.4 Z M3.5,7.4 12,12 20.5,7.4 M12,12 12,21.2",
	"ortho":     "M5,8 16,8 16,20 5,20 Z M8,4 19,4 19,16 M5,8 8,4 M16,8 19,4 M16,20 19,16",
	"plug":      "M8,3 8,8 M16,3 16,8 M5,8 19,8 19,12 16.5,15.5 7.5,15.5 5,12 Z M12,15.5 12,21.5",
	"pencil":    "M4,20 5,15.5 16,4.5 19.5,8 8.5,19 Z M14,6.5 17.5,10",
	"duplicate": "M8,8 20,8 20,20 8,20 Z M4,16 4,4 16,4 M14,11 14,17 M11,14 17,14",
}

// stroke is a part of an icon on the square of 24.
type stroke struct {
	points []Point
	// radius is set for circles, which fill if solid.
	radius float64
	solid  bool
}

// parseIcon reads a path; what cannot be read is left out, which the test of
// the icons finds.
func parseIcon(path string) []stroke {
	var out []stroke
	for word := range strings.FieldsSeq(path) {
		kind := word[0]
		if kind == 'M' || kind == 'O' || kind == 'D' {
			word = word[1:]
		} else {
			kind = ' '
		}
		if word == "Z" {
			s := &out[len(out)-1]
			s.points = append(s.points, s.points[0])
			continue
		}
		var v [3]float64
		for i, part := range strings.SplitN(word, ",", 3) {
			v[i], _ = strconv.ParseFloat(part, 64)
		}
		at := Point{v[0], v[1]}
		switch kind {
		case 'M':
			out = append(out, stroke{points: []Point{at}})
		case 'O', 'D':
			out = append(out, stroke{points: []Point{at}, radius: v[2], solid: kind == 'D'})
		default:
			s := &out[len(out)-1]
			s.points = append(s.points, at)
		}
	}
	return out
}

var parsed = func() map[string][]stroke {
	out := map[string][]stroke{}
	for name, path := range icons {
		out[name] = parseIcon(path)
	}
	return out
}()

// HasIcon reports whether there is a picture of that name.
func HasIcon(name string) bool { return parsed[name] != nil }

// Icon draws a picture in the middle of a place, as large as fits, at most size
// units.
func (u *UI) Icon(r Rect, name string, size float64, c color.NRGBA) {
	side := min(size, r.W, r.H)
	at := r.Middle(side, side)
	// On whole pixels, so that all icons are equally sharp.
	at.X, at.Y = math.Round(at.X*u.scale)/u.scale, math.Round(at.Y*u.scale)/u.scale
	k := side / 24
	pen := max(1.1, 1.7*k)
	for _, s := range parsed[name] {
		pts := make([]Point, len(s.points))
		for i, p := range s.points {
			pts[i] = Point{at.X + p.X*k, at.Y + p.Y*k}
		}
		switch {
		case s.solid:
			u.Disc(pts[0].X, pts[0].Y, max(0.9, s.radius*k), c)
		case s.radius > 0:
			u.Ring(pts[0].X, pts[0].Y, s.radius*k, pen, c)
		default:
			u.Line(pen, c, pts...)
		}
	}
}
