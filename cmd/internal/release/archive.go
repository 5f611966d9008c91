package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// file is one file of an archive.
type file struct {
	name string
	mode os.FileMode
	data []byte
}

// pack writes an archive and a bill of materials for every program. Those of one do
// not depend on which others there are.
func pack(ctx context.Context, source, work, dist string, programs []program, at time.Time) error {
	folders, err := sources(ctx, source)
	if err != nil {
		return err
	}
	library, err := standard(ctx, source, programs[0].info.GoVersion)
	if err != nil {
		return err
	}
	common, err := beside(ctx, source, work, programs, at)
	if err != nil {
		return err
	}
	for _, p := range programs {
		linked, err := modules(library, folders, p)
		if err != nil {
			return err
		}
		notices, err := notices(source, linked)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p.path)
		if err != nil {
			return err
		}
		files := append(slices.Clone(common), file{filepath.Base(p.path), 0o755, data}, file{"THIRD-PARTY-LICENCES.txt", 0o644, notices})
		slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
		folder := fmt.Sprintf("%s_%s_%s", name, strings.TrimPrefix(p.info.Main.Version, "v"), strings.ReplaceAll(p.platform, "/", "_"))
		write, ending := writeTar, ".tar.gz"
		if strings.HasPrefix(p.platform, "windows/") {
			write, ending = writeZip, ".zip"
		}
		var b bytes.Buffer
		if err := write(&b, folder, files, at); err != nil {
			return err
		}
		bom, err := sbom(p, linked, at)
		if err != nil {
			return err
		}
		if err := errors.Join(os.WriteFile(filepath.Join(dist, folder+ending), b.Bytes(), 0o644), os.WriteFile(filepath.Join(dist, folder+".cdx.json"), bom, 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// completions are the files of shells, by where they lie in an archive.
var completions = []struct{ shell, file string }{
	{"bash", name}, {"zsh", "_" + name}, {"fish", name + ".fish"}, {"powershell", name + ".ps1"},
}

// beside are the files of every archive beside the program: what it says of itself
// and the repository's own words.
func beside(ctx context.Context, source, work string, programs []program, at time.Time) ([]file, error) {
	var out []file
	for _, n := range []string{"LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"} {
		data, err := os.ReadFile(filepath.Join(source, n))
		if err != nil {
			return nil, err
		}
		out = append(out, file{n, 0o644, data})
	}
	p, err := native(ctx, source, work, programs, at)
	if err != nil {
		return nil, err
	}
	for _, c := range completions {
		text, err := run(ctx, work, nil, p.path, "completion", c.shell)
		if err != nil {
			return nil, err
		}
		out = append(out, file{"completions/" + c.file, 0o644, []byte(text)})
	}
	pages := filepath.Join(work, "man")
	if _, err := run(ctx, work, []string{fmt.Sprintf("SOURCE_DATE_EPOCH=%d", at.Unix())}, p.path, "man", pages); err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(pages, "*.1"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no manual pages in %s: %v", pages, err)
	}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			return nil, err
		}
		out = append(out, file{"man/man1/" + filepath.Base(n), 0o644, data})
	}
	return out, nil
}

// writeTar writes files below a folder; nobody owns them.
func writeTar(w io.Writer, folder string, files []file, at time.Time) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Name: folder + "/" + f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: at, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(f.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// writeZip is writeTar for Windows.
func writeZip(w io.Writer, folder string, files []file, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		h := &zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: at}
		h.SetMode(f.mode)
		part, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := part.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}
