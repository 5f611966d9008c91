package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// The names of the two files, without their extension, and of what is in them.
var splitNames = [2]struct{ file, split string }{{"train", "train"}, {"val", "validation"}}

// writer takes rows; all rows have the same columns.
type writer interface {
	write(row []cell) error
	close() error
}

// split is one file as it is written.
type split struct {
	file File
	out  writer
	raw  *os.File
	sum  hash.Hash
}

// split returns the training or the validation file, and begins it when it is
// needed first.
func (b *builder) split(at int) (*split, error) {
	if s := b.splits[at]; s != nil {
		return s, nil
	}
	names := splitNames[at]
	s := &split{file: File{Name: names.file + b.Format.extension(), Split: names.split}, sum: sha256.New()}
	var err error
	if s.raw, err = b.dir.create(s.file.Name); err != nil {
		return nil, err
	}
	b.splits[at] = s
	to := io.MultiWriter(s.raw, s.sum)
	if b.Format.parquet() {
		s.out = &parquetFile{to: to, images: b.Draw != nil}
	} else {
		s.out = newLines(to, b.dir)
	}
	return s, nil
}

// finish completes both files.
func (b *builder) finish() error {
	for _, s := range b.splits {
		if s == nil {
			continue
		}
		err := s.out.close()
		if err == nil {
			err = s.raw.Sync()
		}
		if cerr := s.raw.Close(); err == nil {
			err = cerr
		}
		s.raw = nil
		if err != nil {
			return durable.Explain(err, s.file.Name)
		}
		s.file.SHA256 = hex.EncodeToString(s.sum.Sum(nil))
		b.report.Files = append(b.report.Files, s.file)
	}
	return nil
}

// abandon closes what finish did not.
func (b *builder) abandon() {
	for _, s := range b.splits {
		if s != nil && s.raw != nil {
			s.raw.Close()
		}
	}
}
