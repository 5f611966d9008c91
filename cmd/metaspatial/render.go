package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
)

// renderFlags are the flags of render as they were written.
type renderFlags struct {
	cameras               []string
	size, quality, format string
	overlays, library     string
	out, turntable        string
	before                string
	sheet                 bool
	frames, fps           int
}

func newRender() *cobra.Command {
	var r renderFlags
	cmd := &cobra.Command{
		Use:   "render FILE|DIR... -o OUT",
		Short: "Draw layouts: pictures, contact sheets, turntables, pairs",
		Long: fmt.Sprintf(`Draw layouts: pictures, contact sheets, turntables, pairs.

The files are those of measure: layouts with their tasks, lines of them, scene
states, folders. OUT is a file where one picture is made (.png, .jpg; .gif and
.png for turntables), or else a folder, which gets LAYOUT-CAMERA.png for each.

Cameras: %s.
Qualities: preview is flat, train is what policies and reward terms see, beauty
has shadows, ambient light and smooth edges.
Overlays: %s.

The same layout gives the same bytes on every machine.`, strings.Join(raster.CameraForms, ", "), strings.Join(overlay.Names(), ", ")),
		Example: `  metaspatial render room.json -o room.png
  metaspatial render rooms/ --camera dollhouse,top --size 800x600 -o pictures
  metaspatial render room.json --overlay ids,fronts,violations -o marked.png
  metaspatial render rooms/ --sheet -o sheet.png
  metaspatial render room.json --turntable gif -o room.gif
  metaspatial render after.json --before before.json -o pair.png`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("name at least one file or folder; see %s --help", cmd.CommandPath())
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&r.cameras, "camera", []string{raster.Dollhouse}, "camera (repeatable, or several presets with commas)")
	f.StringVar(&r.size, "size", "512", "pixels: SIDE or WIDTHxHEIGHT")
	f.StringVar(&r.quality, "quality", "beauty", "preview, train or beauty")
	f.StringVar(&r.overlays, "overlay", "", "what to draw over the picture, with commas")
	f.StringVar(&r.format, "format", "", "png or jpeg; default: what OUT ends in, else png")
	f.StringVarP(&r.out, "out", "o", "", "file or folder to write (required)")
	f.BoolVar(&r.sheet, "sheet", false, "one contact sheet of all pictures")
	f.StringVar(&r.turntable, "turntable", "", "gif or apng: an animation round each room instead of pictures")
	f.IntVar(&r.frames, "frames", 36, "frames of a turntable")
	f.IntVar(&r.fps, "fps", 12, "frames a second of a turntable")
	f.StringVar(&r.before, "before", "", "file or folder of the layouts before: draws each beside the one of the same place or name")
	f.StringVar(&r.library, "library", "", "asset library with the models; default: the starter kit")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := r.plan()
		if err != nil {
			return err
		}
		if err := p.read(cmd.Context(), args, r.before, r.library); err != nil {
			return badInput(err)
		}
		files, err := p.draw(cmd.Context())
		if err != nil {
			return err
		}
		if *asJSON {
			return printJSON(cmd, struct {
				Files []drawnFile `json:"files"`
			}{files})
		}
		for _, f := range files {
			fmt.Fprintf(cmd.OutOrStdout(), "%s  %d×%d\n", f.File, f.Width, f.Height)
		}
		return nil
	}
	return cmd
}

// drawnFile is one file that render wrote.
type drawnFile struct {
	File   string `json:"file"`
	Layout string `json:"layout,omitempty"`
	Camera string `json:"camera,omitempty"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	SHA256 string `json:"sha256"`
}

// plan is what the flags ask for, understood.
type renderPlan struct {
	renderFlags
	width, height int
	options       raster.Options
	parts         *overlay.Options // nil for none
	inputs        []measuredInput
	befores       []measuredInput
	easel         easel
}

func (r *renderFlags) plan() (*renderPlan, error) {
	p := &renderPlan{renderFlags: *r}
	var err error
	if r.out == "" {
		return nil, usage("name the file or folder to write with -o")
	}
	if p.width, p.height, err = parseSize(r.size); err != nil {
		return nil, err
	}
	qualities := map[string]raster.Quality{"preview": raster.Preview, "train": raster.Train, "beauty": raster.Beauty}
	quality, ok := qualities[r.quality]
	if !ok {
		return nil, usage("--quality is %q; use preview, train or beauty", r.quality)
	}
	p.options = raster.Options{Width: p.width, Height: p.height, Quality: quality, Workers: runtime.GOMAXPROCS(0)}
	if r.overlays != "" {
		parts, err := overlay.Parse(r.overlays)
		if err != nil {
			return nil, usage("--overlay: %v", err)
		}
		p.parts = &parts
	}
	var cameras []string
	for _, c := range r.cameras {
		if strings.Contains(c, ":") { // closeups and orbits have commas of their own
			cameras = append(cameras, c)
			continue
		}
		cameras = append(cameras, strings.Split(c, ",")...)
	}
	p.cameras = cameras
	switch r.turntable {
	case "", "gif", "apng":
	default:
		return nil, usage("--turntable is %q; use gif or apng", r.turntable)
	}
	if r.frames < 2 || r.frames > 360 || r.fps < 1 || r.fps > 50 {
		return nil, usage("--frames must be from 2 to 360 and --fps from 1 to 50")
	}
	if r.turntable != "" && (r.sheet || r.before != "") || r.sheet && r.before != "" {
		return nil, usage("--sheet, --turntable and --before make different things; give one of them")
	}
	if p.format == "" {
		p.format = "png"
		if ext := strings.ToLower(filepath.Ext(r.out)); ext == ".jpg" || ext == ".jpeg" {
			p.format = "jpeg"
		}
	}
	if p.format != "png" && p.format != "jpeg" {
		return nil, usage("--format is %q; use png or jpeg", p.format)
	}
	return p, nil
}

func parseSize(text string) (w, h int, err error) {
	a, b, two := strings.Cut(strings.ToLower(text), "x")
	if !two {
		b = a
	}
	w, errW := strconv.Atoi(a)
	h, errH := strconv.Atoi(b)
	if errW != nil || errH != nil || w < 1 || h < 1 || w > raster.MaxSize || h > raster.MaxSize {
		return 0, 0, usage("--size %q: write SIDE or WIDTHxHEIGHT in pixels, from 1 to %d", text, raster.MaxSize)
	}
	return w, h, nil
}

// read reads the layouts and opens their models.
func (p *renderPlan) read(ctx context.Context, args []string, before, library string) error {
	lib, err := run.Library(library)
	if err != nil {
		return err
	}
	p.easel.models = run.Survey(lib).Models
	states := scenestate.Options{Model: modelOf(lib)}
	in := measuredReader{ctx: ctx, options: states}
	for _, arg := range args {
		if err := in.read(arg); err != nil {
			return err
		}
	}
	p.inputs = in.inputs
	if before == "" {
		return nil
	}
	old := measuredReader{ctx: ctx, options: states}
	if err := old.read(before); err != nil {
		return err
	}
	for i := range p.inputs {
		b := pairOf(&p.inputs[i], old.inputs, len(p.inputs))
		if b == nil {
			return fmt.Errorf("%s holds no layout to put beside %s; name it alike", before, p.inputs[i].name)
		}
		p.befores = append(p.befores, *b)
	}
	return nil
}

// pairOf finds the layout before: the one of the same name, or the only one for
// a single layout.
func pairOf(in *measuredInput, old []measuredInput, n int) *measuredInput {
	for i := range old {
		if old[i].name == in.name {
			return &old[i]
		}
	}
	if n == 1 && len(old) == 1 {
		return &old[0]
	}
	return nil
}
