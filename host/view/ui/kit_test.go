package ui

import (
	"image/color"
	"math"
	"slices"
)

func lum(c color.NRGBA) [3]float64 {
	lin := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return [3]float64{0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)}
}

// kit draws one of each.
func kit(u *UI) {
	u.Fill(R(0, 0, 640, 400), u.Theme.Panel)
	r := R(12, 12, 616, 376)
	row := r.CutTop(Row)
	u.Button("a", row.CutLeft(110), "Generate", ButtonOptions{Icon: "spark", Main: true})
	row.CutLeft(Gap)
	u.Button("b", row.CutLeft(110), "Duplicate", ButtonOptions{Icon: "copy"})
	row.CutLeft(Gap)
	u.Button("c", row.CutLeft(90), "Walls", ButtonOptions{On: true})
	row.CutLeft(Gap)
	u.Button("d", row.CutLeft(90), "Delete", ButtonOptions{Disabled: true})
	row.CutLeft(Gap)
	u.Chip("e", row.CutLeft(150).Pad(0, 3), "near the window", true, u.Theme.Good)
	r.CutTop(Gap)
	row = r.CutTop(Row)
	u.Field("f", row.CutLeft(200), "", FieldOptions{Placeholder: "Search assets", Icon: "search"})
	row.CutLeft(Gap)
	u.Number("g", row.CutLeft(90), 1.25, NumberOptions{Digits: 2, Unit: "m"})
	row.CutLeft(Gap)
	u.Slider("h", row.CutLeft(120), 0.4, 0, 1)
	row.CutLeft(Gap)
	u.Check("i", row.CutLeft(120), "Walkable area", true)
	r.CutTop(Gap)
	u.Tabs("j", r.CutTop(30), []string{"Object", "Room", "Findings"}, 1)
	r.CutTop(Gap)
	u.Text(r.CutTop(22), "Ελληνικά, Русский, 居間の椅子, 침실, العربية, עברית, ไทย, हिन्दी, Żółć – 1,111.25 m²", Font{})
	icons := r.CutTop(110)
	names := []string{}
	for name := range parsed {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		u.Icon(R(icons.X+float64(i%22)*28, icons.Y+float64(i/22)*34, 24, 30), name, 20, u.Theme.Ink)
	}
	left := r.CutLeft(300)
	x, y, z := []float64{}, []float64{}, []float64{}
	for i := range 200 {
		x = append(x, float64(i))
		y = append(y, math.Tanh(float64(i)/60)+0.1*math.Sin(float64(i)))
		z = append(z, 0.5*math.Tanh(float64(i)/30))
	}
	u.Plot("k", left.CutTop(120), []Curve{{"reward", x, y, u.Theme.Series[0]}, {"term", x, z, u.Theme.Series[1]}}, PlotOptions{Title: "reward/mean", Smooth: 8, Mark: 120})
	r.CutLeft(Gap)
	u.Dropdown("drop", r.CutTop(Row), []string{"Blender", "Unity", "Godot", "Maya"}, 0, "")
	u.Empty(r, "sofa", "Nothing is selected", "Click an object in the room, or drag one in from the left.")
}
