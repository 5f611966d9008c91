package stage

import "github.com/metaspatial/metaspatial/host/view/command"

// Motion is what a drag does to the camera.
type Motion uint8

// The motions.
const (
	// Still leaves the camera alone.
	Still Motion = iota
	// Orbit turns about the pivot.
	Orbit
	// Pan moves across the line of sight; what is under the cursor stays there.
	Pan
	// Dolly goes nearer and away.
	Dolly
	// Look turns the camera on the spot; the fly keys move it meanwhile.
	Look
)

// Drag binds a motion to dragging with a button.
type Drag struct {
	Button Button
	// Mods must be held, and no others.
	Mods command.Mods
	// Key, when not empty, must be held too.
	Key    command.Key
	Motion Motion
}

// Action is something that a key does to the view; see [Stage.Do].
type Action string

// The actions.
const (
	ViewTop     Action = "view.top"
	ViewBottom  Action = "view.bottom"
	ViewFront   Action = "view.front" // from the south, as a plan is held
	ViewBack    Action = "view.back"
	ViewRight   Action = "view.right" // from the east
	ViewLeft    Action = "view.left"
	ViewHome    Action = "view.home" // the doll's house view of the active room
	FrameAll    Action = "view.all"
	Focus       Action = "view.focus" // the selection, or all without one
	Ortho       Action = "view.ortho"
	OrbitLeft   Action = "view.orbit-left"
	OrbitRight  Action = "view.orbit-right"
	OrbitUp     Action = "view.orbit-up"
	OrbitDown   Action = "view.orbit-down"
	OrbitFlip   Action = "view.orbit-flip" // to the other side
	ZoomIn      Action = "view.zoom-in"
	ZoomOut     Action = "view.zoom-out"
	Fly         Action = "view.fly"
	Walk        Action = "view.walk"
	ViewBefore  Action = "view.before" // undo the last change of view
	ViewAfter   Action = "view.after"
	WallsCycle  Action = "view.walls"
	Smooth      Action = "view.smooth" // light and shadows once the camera stands
	LeaveMoving Action = "view.leave"  // end a flight or walk, as Escape does
)

// Bind gives an action a key, such as "Ctrl+Num7". One action may have several,
// the usual one first.
type Bind struct {
	Action Action
	Key    string
}

// FlyKeys move the camera while it flies or walks.
type FlyKeys struct {
	Ahead, Back, Left, Right, Up, Down command.Key
	// Fast and Slow change the speed while held.
	Fast, Slow command.Mods
}

// Preset is how a program's users are used to steering the camera.
type Preset struct {
	Name  string
	Drags []Drag
	Binds []Bind
	Fly   FlyKeys
	// WheelOut turns the wheel's direction round: away from the person goes
	// away.
	WheelOut bool
	// OrbitSpeed is in degrees per pixel.
	OrbitSpeed float64
}

// Chords returns the chords of an action, the usual one first.
func (p *Preset) Chords(a Action) []command.Chord {
	var keys []string
	for _, b := range p.Binds {
		if b.Action == a {
			keys = append(keys, b.Key)
		}
	}
	return command.Chords(keys...)
}

// motion returns what dragging with a button does.
func (p *Preset) motion(b Button, in *Input) Motion {
	best := Still
	for _, d := range p.Drags {
		if d.Button != b || d.Mods != in.Mods || d.Key != "" && !in.down(d.Key) {
			continue
		}
		if best == Still || d.Key != "" {
			best = d.Motion
		}
	}
	return best
}

// wasdqe are the fly keys of the programs whose presets there are.
var wasdqe = FlyKeys{Ahead: "W", Back: "S", Left: "A", Right: "D", Up: "E", Down: "Q", Fast: command.Shift, Slow: command.Alt}

// shared are the bindings that no program contradicts.
var shared = []Bind{
	{ViewHome, "Ctrl+Home"},
	{FrameAll, "Home"},
	{WallsCycle, "Ctrl+W"},
	{Walk, "V"},
	{ViewBefore, "Alt+Left"},
	{ViewAfter, "Alt+Right"},
	{ZoomIn, "Num+"},
	{ZoomOut, "Num-"},
	{Smooth, "Shift+L"},
}

// numpad are the views on the number block, opposite ones with a modifier, as
// Blender and Godot have them.
func numpad(opposite string) []Bind {
	return []Bind{
		{ViewTop, "Num7"}, {ViewBottom, opposite + "Num7"},
		{ViewFront, "Num1"}, {ViewBack, opposite + "Num1"},
		{ViewRight, "Num3"}, {ViewLeft, opposite + "Num3"},
		{Ortho, "Num5"},
		{OrbitLeft, "Num4"}, {OrbitRight, "Num6"},
		{OrbitUp, "Num8"}, {OrbitDown, "Num2"},
		{OrbitFlip, "Num9"},
	}
}

func binds(lists ...[]Bind) []Bind {
	var out []Bind
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// Presets are the presets there are, the first of them the default.
var Presets = []Preset{
	{
		Name: "Blender",
		Drags: []Drag{
			{Button: Middle, Motion: Orbit},
			{Button: Middle, Mods: command.Shift, Motion: Pan},
			{Button: Middle, Mods: command.Ctrl, Motion: Dolly},
			// Blender's "Emulate 3 Button Mouse", and what trackpads need.
			{Button: Left, Mods: command.Alt, Motion: Orbit},
			{Button: Left, Mods: command.Alt | command.Shift, Motion: Pan},
			{Button: Left, Mods: command.Alt | command.Ctrl, Motion: Dolly},
			{Button: Left, Key: "Space", Motion: Pan},
			{Button: Right, Motion: Orbit},
			{Button: Right, Mods: command.Shift, Motion: Pan},
		},
		Binds: binds([]Bind{
			{Focus, "Num."}, {Focus, "Shift+F"},
			{Fly, "Shift+`"},
		}, numpad("Ctrl+"), shared),
		Fly: wasdqe, OrbitSpeed: 0.35,
	},
	{
		Name: "Unity",
		Drags: []Drag{
			{Button: Left, Mods: command.Alt, Motion: Orbit},
			{Button: Middle, Motion: Pan},
			{Button: Middle, Mods: command.Alt, Motion: Pan},
			{Button: Left, Mods: command.Alt | command.Ctrl, Motion: Pan},
			{Button: Right, Mods: command.Alt, Motion: Dolly},
			{Button: Right, Motion: Look},
			{Button: Right, Mods: command.Shift, Motion: Look},
		},
		Binds: binds([]Bind{{Focus, "F"}}, numpad("Ctrl+"), shared),
		Fly:   wasdqe, OrbitSpeed: 0.3,
	},
	{
		Name: "Godot",
		Drags: []Drag{
			{Button: Middle, Motion: Orbit},
			{Button: Middle, Mods: command.Shift, Motion: Pan},
			{Button: Middle, Mods: command.Ctrl, Motion: Dolly},
			{Button: Right, Motion: Look},
			{Button: Right, Mods: command.Shift, Motion: Look},
			{Button: Right, Mods: command.Alt, Motion: Look},
			// Godot's "Emulate 3 Button Mouse".
			{Button: Left, Mods: command.Alt, Motion: Orbit},
			{Button: Left, Mods: command.Alt | command.Shift, Motion: Pan},
			{Button: Left, Mods: command.Alt | command.Ctrl, Motion: Dolly},
		},
		Binds: binds([]Bind{
			{Focus, "F"}, {FrameAll, "O"}, {Fly, "Shift+F"},
		}, numpad("Alt+"), shared),
		Fly: wasdqe, OrbitSpeed: 0.3,
	},
	{
		Name: "Maya",
		Drags: []Drag{
			{Button: Left, Mods: command.Alt, Motion: Orbit},
			{Button: Middle, Mods: command.Alt, Motion: Pan},
			{Button: Right, Mods: command.Alt, Motion: Dolly},
			{Button: Middle, Motion: Pan},
		},
		Binds: binds([]Bind{
			{Focus, "F"}, {FrameAll, "A"},
			{ViewBefore, "["}, {ViewAfter, "]"},
		}, numpad("Ctrl+"), shared),
		Fly: wasdqe, OrbitSpeed: 0.3,
	},
}

// PresetNamed returns the preset of a name, or the default one.
func PresetNamed(name string) *Preset {
	for i := range Presets {
		if Presets[i].Name == name {
			return &Presets[i]
		}
	}
	return &Presets[0]
}
