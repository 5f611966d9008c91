package main

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// display is the socket of the display that the environment names.
func display(env func(string) string) (network, address string, err error) {
	if name := env("DISPLAY"); name != "" {
		host, rest, ok := strings.Cut(name, ":")
		number, _, _ := strings.Cut(rest, ".")
		if !ok || number == "" {
			return "", "", fmt.Errorf("DISPLAY is %q, which names no display", name)
		}
		if host == "" || host == "unix" {
			return "unix", "/tmp/.X11-unix/X" + number, nil
		}
		var n int
		if _, err := fmt.Sscanf(number, "%d", &n); err != nil {
			return "", "", fmt.Errorf("DISPLAY is %q, which names no display", name)
		}
		return "tcp", net.JoinHostPort(host, fmt.Sprint(6000+n)), nil
	}
	if env("WAYLAND_DISPLAY") != "" {
		return "", "", errors.New("there is Wayland, and no X11")
	}
	return "", "", errors.New("no display; everything but the viewer works")
}

// examineDisplay asks whether there is somebody to open windows.
func examineDisplay(env func(string) string) check {
	if runtime.GOOS != "linux" {
		return well("window", "the system opens windows").optional()
	}
	network, address, err := display(env)
	if err != nil {
		remedy := "set DISPLAY, or run under xvfb-run"
		if env("WAYLAND_DISPLAY") != "" {
			remedy = "start XWayland, which every desktop has, and set DISPLAY"
		}
		return ill("window", err.Error(), remedy).optional()
	}
	for _, a := range []string{address, "@" + address} { // some servers have no file
		c, derr := net.DialTimeout(network, a, 5*time.Second)
		if derr == nil {
			c.Close()
			return well("window", "the display %s answers", env("DISPLAY")).optional()
		}
		err = derr
		if network != "unix" {
			break
		}
	}
	return ill("window", fmt.Sprintf("the display %s does not answer: %v", env("DISPLAY"), err), "start it, or correct DISPLAY; through ssh: ssh -X").optional()
}

// examineOpenGL loads the libraries that a window is drawn with. load tries the
// names of one of them.
func examineOpenGL(load func(names ...string) error) check {
	if runtime.GOOS != "linux" {
		return well("opengl", "the system brings what draws in them").optional()
	}
	for _, lib := range []struct {
		names             []string
		debian, elsewhere string
	}{
		{[]string{"libX11.so.6", "libX11.so"}, "libx11-6", "libX11"},
		{[]string{"libGLX.so.0", "libGL.so.1", "libGL.so"}, "libgl1", "libglvnd-glx"},
	} {
		if err := load(lib.names...); err != nil {
			return ill("opengl", err.Error(), fmt.Sprintf("the viewer needs it: apt install %s libgl1-mesa-dri, dnf install %s mesa-dri-drivers", lib.debian, lib.elsewhere)).optional()
		}
	}
	return well("opengl", "its libraries can be loaded").optional()
}

// toolTime bounds how long another program may take to say what it is.
const toolTime = 20 * time.Second

// ask returns the last line that a program prints.
func ask(ctx context.Context, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.TrimSpace(lines[len(lines)-1]), err
}

// pythonAsks prints the versions of Python and of the package, and fails where a
// plugin would.
const pythonAsks = `import sys, importlib.metadata as m
assert sys.version_info >= (3, 10), "Python %d.%d is too old; plugins need 3.10" % sys.version_info[:2]
import metaspatial.plugin, grpc
print("Python %d.%d.%d," % sys.version_info[:3], "metaspatial", m.version("metaspatial"))`

// pythonRemedy needs no checkout of the source.
const pythonRemedy = `python3 -m pip install "metaspatial[plugin] @ git+https://github.com/metaspatial/metaspatial#subdirectory=sdk/python"`

// examinePython asks the Python that plugins are started with.
func examinePython(ctx context.Context) check {
	path, err := exec.LookPath("python3")
	if err != nil {
		return ill("python", "no python3 on the PATH; only plugins in Python need it", "install Python 3.10 or later").optional()
	}
	line, err := ask(ctx, path, "-c", pythonAsks)
	if err != nil {
		return ill("python", fmt.Sprintf("%s: %s; only plugins in Python need it", path, orElse(line, err.Error())), pythonRemedy).optional()
	}
	return well("python", "%s: %s", path, line).optional()
}

// examineBlender looks for Blender where a plugin that starts it is found or trusted.
func examineBlender(ctx context.Context) check {
	wanted := ""
	if c, err := openCatalog(); err == nil {
		all, _ := c.List() // what cannot be read is told of elsewhere
		for _, s := range all {
			if s.Manifest != nil && strings.Contains(s.Manifest.ID, "blender") || filepath.Base(s.Path) == "blender.py" {
				wanted = s.Path
			}
		}
	}
	path, err := exec.LookPath("blender")
	switch {
	case err != nil && wanted == "":
		return well("blender", "not here, and no plugin wants it").optional()
	case err != nil:
		return ill("blender", wanted+" wants it, and it is not on the PATH", "install Blender 3.4 or later, or name its program in the plugin's settings").optional()
	}
	if wanted == "" {
		return well("blender", "%s, and no plugin wants it", path).optional()
	}
	if line, err := ask(ctx, path, "--background", "--version"); err != nil {
		return ill("blender", fmt.Sprintf("%s does not start: %s", path, orElse(line, err.Error())), "start it by hand to see why").optional()
	}
	return well("blender", "%s starts", path).optional()
}

// goLeast is the oldest Go that builds a plugin: that of this module.
const goLeast = "go1.26"

// examineGo looks for the compiler that plugins in Go are built with.
func examineGo(ctx context.Context) check {
	path, err := exec.LookPath("go")
	if err != nil {
		return ill("go", "no Go on the PATH; only who writes plugins in Go needs it", "install Go 1.26 or later").optional()
	}
	line, err := ask(ctx, path, "env", "GOVERSION")
	if err != nil {
		return ill("go", fmt.Sprintf("%s: %s", path, orElse(line, err.Error())), "install Go 1.26 or later").optional()
	}
	if version.IsValid(line) && version.Compare(line, goLeast) < 0 {
		return ill("go", fmt.Sprintf("%s: %s, and plugins need %s", path, line, goLeast), "install Go 1.26 or later; set GOTOOLCHAIN=auto, and this one fetches it").optional()
	}
	return well("go", "%s: %s", path, line).optional()
}
