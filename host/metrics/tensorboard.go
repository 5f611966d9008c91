package metrics

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/session"
)

// boardFile is found by TensorBoard because its name contains "tfevents".
const boardFile = "events.out.tfevents.0000000001.metaspatial"

// board writes one TensorBoard event file: TFRecord frames around Event
// messages (tensorflow/core/util/event.proto, tensorflow/core/lib/io/
// record_writer).
type board struct {
	f     *os.File
	start time.Time
}

// newBoard starts the file anew. A record's wall time is start plus its
// elapsed time.
func newBoard(dir string, start time.Time) (*board, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, durable.Explain(err, dir)
	}
	f, err := os.Create(filepath.Join(dir, boardFile))
	if err != nil {
		return nil, fmt.Errorf("cannot write TensorBoard events: %w", err)
	}
	b := &board{f: f, start: start}
	var e []byte
	e = protowire.AppendTag(e, eventFileVersion, protowire.BytesType)
	e = protowire.AppendString(e, "brain.Event:2")
	if err := b.write(b.event(0, 0, e)); err != nil {
		f.Close()
		return nil, err
	}
	return b, nil
}

// The field numbers of Event, Summary and Summary.Value.
const (
	eventWallTime    = 1
	eventStep        = 2
	eventFileVersion = 3
	eventSummary     = 5
	summaryValue     = 1
	valueTag         = 1
	valueSimple      = 2
)

// record writes all metrics of an iteration as one event.
func (b *board) record(r session.Record) error {
	names := make([]string, 0, len(r.Metrics))
	for name := range r.Metrics {
		names = append(names, name)
	}
	slices.Sort(names)
	var summary []byte
	for _, name := range names {
		var v []byte
		v = protowire.AppendTag(v, valueTag, protowire.BytesType)
		v = protowire.AppendString(v, name)
		v = protowire.AppendTag(v, valueSimple, protowire.Fixed32Type)
		v = protowire.AppendFixed32(v, math.Float32bits(float32(r.Metrics[name])))
		summary = protowire.AppendTag(summary, summaryValue, protowire.BytesType)
		summary = protowire.AppendBytes(summary, v)
	}
	var what []byte
	what = protowire.AppendTag(what, eventSummary, protowire.BytesType)
	what = protowire.AppendBytes(what, summary)
	return b.write(b.event(r.Elapsed, r.Iteration, what))
}

func (b *board) event(elapsed float64, step int, what []byte) []byte {
	var e []byte
	e = protowire.AppendTag(e, eventWallTime, protowire.Fixed64Type)
	e = protowire.AppendFixed64(e, math.Float64bits(float64(b.start.UnixNano())/1e9+elapsed))
	e = protowire.AppendTag(e, eventStep, protowire.VarintType)
	e = protowire.AppendVarint(e, uint64(step))
	return append(e, what...)
}

// write frames the event: length, masked CRC of the length, data, masked CRC
// of the data, all little-endian.
func (b *board) write(event []byte) error {
	frame := binary.LittleEndian.AppendUint64(nil, uint64(len(event)))
	frame = binary.LittleEndian.AppendUint32(frame, maskedCRC(frame))
	frame = append(frame, event...)
	frame = binary.LittleEndian.AppendUint32(frame, maskedCRC(event))
	if _, err := b.f.Write(frame); err != nil {
		return durable.Explain(err, b.f.Name())
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// maskedCRC rotates the checksum and adds a constant, so that data that
// contains its own checksum does not spoil it.
func maskedCRC(data []byte) uint32 {
	crc := crc32.Checksum(data, castagnoli)
	return (crc>>15 | crc<<17) + 0xa282ead8
}
