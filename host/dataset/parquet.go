package dataset

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// parquetFile writes rows as parquet. Its columns are those of the first row. All
// columns, elements and members are optional, as pyarrow writes them: the library
// datasets takes a struct for an image only where it is of just that type.
type parquetFile struct {
	to io.Writer
	// images says that the rows have pictures.
	images bool

	out *parquet.GenericWriter[any]
	// values are those of a row by the columns of the file.
	values [][]parquet.Value
	// held is how many bytes wait for the end of their row group.
	held int
}

// groupBytes is how large a row group grows: what is held in memory, and what a
// reader must read to get at one row.
const groupBytes = 16 << 20

// featureNote tells the library datasets, and TRL through it, that images are
// images and not structs: they are handed out decoded. It looks for this key.
const (
	featureKey  = "huggingface"
	featureNote = `{"info":{"features":{"images":{"feature":{"_type":"Image"},"_type":"Sequence"}}}}`
)

func (p *parquetFile) begin(row group) error {
	top := parquet.Group{}
	for _, c := range row {
		n, err := node(c)
		if err != nil {
			return err
		}
		top[c.name] = n
	}
	schema := parquet.NewSchema("row", top)
	options := []parquet.WriterOption{
		schema,
		parquet.Compression(&parquet.Zstd),
		parquet.DataPageStatistics(false),
		parquet.CreatedBy("metaspatial", "1", "0"),
	}
	// The bounds of texts and pictures tell nobody anything, and would all be held
	// until the file ends.
	for _, path := range schema.Columns() {
		options = append(options, parquet.SkipPageBounds(path...))
	}
	if p.images {
		options = append(options, parquet.KeyValueMetadata(featureKey, featureNote))
	}
	p.out = parquet.NewGenericWriter[any](p.to, options...)
	return nil
}

// node is the type of a value.
func node(c cell) (parquet.Node, error) {
	switch v := c.value.(type) {
	case string, null:
		return parquet.Optional(parquet.String()), nil
	case int:
		return parquet.Optional(parquet.Int(64)), nil
	case []byte:
		return parquet.Optional(parquet.Leaf(parquet.ByteArrayType)), nil
	case group:
		members := parquet.Group{}
		for _, m := range v {
			n, err := node(m)
			if err != nil {
				return nil, err
			}
			members[m.name] = n
		}
		return parquet.Optional(members), nil
	case list:
		if len(v) > 0 {
			n, err := node(cell{c.name, v[0]})
			return parquet.Optional(parquet.List(n)), err
		}
	}
	return nil, fmt.Errorf("column %q: parquet has no place for a %T", c.name, c.value)
}

func (p *parquetFile) write(row []cell) error {
	if p.out == nil {
		if err := p.begin(row); err != nil {
			return err
		}
	}
	for i := range p.values {
		p.values[i] = p.values[i][:0]
	}
	column := 0
	p.members(row, 0, 0, &column)
	if _, err := p.out.WriteRows([]parquet.Row{slices.Concat(p.values...)}); err != nil {
		return err
	}
	if p.held < groupBytes {
		return nil
	}
	p.held = 0
	return p.out.Flush()
}

// members takes the values of a struct down, in the order of the file's columns:
// parquet-go sorts members by name.
func (p *parquetFile) members(g group, repetition, definition int, column *int) {
	for _, c := range slices.SortedFunc(slices.Values(g), func(a, b cell) int { return cmp.Compare(a.name, b.name) }) {
		p.value(c.value, repetition, definition, column)
	}
}

// value takes one value down with its levels (as the Dremel paper defines them):
// every optional or repeated step on the way that is there adds to the
// definition, and what follows another in a list has the list's repetition.
func (p *parquetFile) value(v any, repetition, definition int, column *int) {
	leaf := func(v parquet.Value, definition int) {
		for len(p.values) <= *column {
			p.values = append(p.values, nil)
		}
		p.values[*column] = append(p.values[*column], v.Level(repetition, definition, *column))
		*column++
	}
	switch v := v.(type) {
	case string:
		p.held += len(v)
		leaf(parquet.ByteArrayValue([]byte(v)), definition+1)
	case []byte:
		p.held += len(v)
		leaf(parquet.ByteArrayValue(v), definition+1)
	case int:
		leaf(parquet.Int64Value(int64(v)), definition+1)
	case null:
		leaf(parquet.NullValue(), definition)
	case group:
		p.members(v, repetition, definition+1, column)
	case list:
		first := *column
		for i, g := range v {
			*column = first
			if i > 0 {
				repetition = 1
			}
			p.value(g, repetition, definition+2, column)
		}
	}
}

func (p *parquetFile) close() error {
	if p.out == nil {
		return nil
	}
	return p.out.Close()
}
