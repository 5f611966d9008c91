// Package store keeps a library of assets in a folder.
package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// storeVersion is raised when library.json changes its meaning.
const storeVersion = 1

const (
	libraryFile = "library.json"
	modelDir    = "models"
	textureDir  = "textures"
)

// catalogue is library.json.
type catalogue struct {
	Version int            `json:"version"`
	Assets  []assets.Asset `json:"assets"`
}

// Save writes a library into a folder of its own: every model as GLB and
// every image once, named by the hash of their content, then library.json.
// Files appear whole or not at all, and library.json comes last, so that an
// interrupted Save leaves the folder's former library as it was.
func Save(l *assets.Library, dir string) error {
	for _, d := range []string{dir, filepath.Join(dir, modelDir), filepath.Join(dir, textureDir)} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return fmt.Errorf("saving the library: %w", err)
		}
	}
	out := catalogue{Version: storeVersion, Assets: l.Assets()}
	images := make(map[*image.NRGBA]string)
	for i := range out.Assets {
		blob, err := saveModel(l, dir, out.Assets[i], images)
		if err != nil {
			return fmt.Errorf("saving asset %s: %w", out.Assets[i].ID, err)
		}
		out.Assets[i].Blob = blob
	}
	text, err := json.MarshalIndent(out, "", "\t")
	if err != nil {
		return fmt.Errorf("saving the library: %w", err)
	}
	if err := writeFile(filepath.Join(dir, libraryFile), append(text, '\n')); err != nil {
		return fmt.Errorf("saving the library: %w", err)
	}
	return nil
}

// saveModel stores one asset's model and returns its path in the folder. Images
// in the map are stored already, under the given URI.
func saveModel(l *assets.Library, dir string, a assets.Asset, images map[*image.NRGBA]string) (string, error) {
	m, err := l.Model(a.ID)
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	err = gltfio.ExportModel(&buf, m, gltfio.ModelExport{
		Copyright: a.Licence,
		Extras:    map[string]any{"asset": a.ID, "category": a.Category, "mount": string(a.Mount)},
		Images: func(img *image.NRGBA) (string, error) {
			if uri, ok := images[img]; ok {
				return uri, nil
			}
			var buf bytes.Buffer
			if err := png.Encode(&buf, img); err != nil {
				return "", err
			}
			name, err := saveBlob(dir, textureDir, ".png", buf.Bytes())
			if err != nil {
				return "", err
			}
			images[img] = "../" + name
			return images[img], nil
		},
	})
	if err != nil {
		return "", err
	}
	return saveBlob(dir, modelDir, ".glb", buf.Bytes())
}

// saveBlob writes data under its hash unless it is there already.
func saveBlob(dir, sub, ext string, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	name := path.Join(sub, hex.EncodeToString(sum[:16])+ext)
	file := filepath.Join(dir, filepath.FromSlash(name))
	if st, err := os.Stat(file); err == nil && st.Size() == int64(len(data)) {
		return name, nil
	}
	return name, writeFile(file, data)
}

// writeFile writes a file so that others see the old content or the new, never
// a part: a temporary file beside it, synced, then renamed.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// Open reads a library that Save wrote. The packs it came from are not needed.
func Open(dir string) (*assets.Library, error) {
	text, err := os.ReadFile(filepath.Join(dir, libraryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no library (no %s); make one with: metaspatial assets import DIR --library %s", dir, libraryFile, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the library: %w", err)
	}
	var c catalogue
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("%s in %s is damaged (%v); import the packs again", libraryFile, dir, err)
	}
	if c.Version != storeVersion {
		return nil, fmt.Errorf("the library in %s is of version %d, but this program reads version %d; use the program that wrote it, or import the packs again", dir, c.Version, storeVersion)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the library: %w", err)
	}
	cache := new(gltfio.TextureCache)
	return assets.New(c.Assets, func(a assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return readBlob(abs, a, cache) }
	})
}

// readBlob reads a stored model, which is in metres with its front at +Z.
func readBlob(dir string, a assets.Asset, cache *gltfio.TextureCache) (*mesh.Model, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("asset %s: its library is gone: %w", a.ID, err)
	}
	defer root.Close()
	m, _, err := gltfio.ReadModel(root.FS(), a.Blob, gltfio.Options{Textures: cache})
	if err != nil {
		return nil, fmt.Errorf("asset %s: its stored copy cannot be read, import its pack again: %w", a.ID, err)
	}
	m.Name = a.Name
	return m, nil
}
