package compact

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
)

// A checkpoint is, in little-endian order: the magic; the format's version;
// the length of the plugin's version and the version; the architecture's hash;
// the optimiser's step; the number of weights; the number of sets; the sets
// as float32: weights, first and second moments, and the reference policy's
// weights where there is one, or the weights alone; and the CRC-32 of all that.
const (
	magic         = "MSPCPOL\n"
	formatVersion = 1
)

// save writes everything that training goes on with.
func (l *learner) save(w io.Writer) error {
	sets := [][][]float32{l.weights, l.adam.first, l.adam.second}
	if l.reference != nil {
		sets = append(sets, slices.Concat(l.reference.option.weights, l.reference.position.weights))
	}
	return l.write(w, l.adam.step, sets)
}

func (l *learner) write(w io.Writer, step int, sets [][][]float32) error {
	sum := crc32.NewIEEE()
	b := bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)
	fmt.Fprint(b, magic)
	put := func(v any) { binary.Write(b, binary.LittleEndian, v) }
	put(uint32(formatVersion))
	put(uint32(len(Version)))
	fmt.Fprint(b, Version)
	put(l.nets.arch.hash())
	put(uint64(step))
	put(uint64(count(l.weights)))
	put(uint64(len(sets)))
	for _, set := range sets {
		for _, v := range set {
			put(v)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	if err := binary.Write(w, binary.LittleEndian, sum.Sum32()); err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return nil
}

func count(set [][]float32) (n int) {
	for _, v := range set {
		n += len(v)
	}
	return n
}

// load replaces weights and optimiser; on an error nothing has changed.
func (l *learner) load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, 1<<30))
	if err != nil {
		return fmt.Errorf("read checkpoint: %w", err)
	}
	if len(data) < len(magic)+8 || string(data[:len(magic)]) != magic {
		return fmt.Errorf("this is not a checkpoint of policy/compact; give a file that training with it has written")
	}
	b := bytes.NewReader(data[len(magic):])
	var format, length uint32
	get := func(v any) {
		if err == nil {
			err = binary.Read(b, binary.LittleEndian, v)
		}
	}
	get(&format)
	get(&length)
	version := make([]byte, min(length, 64))
	get(version)
	if err == nil && (format != formatVersion || string(version) != Version) {
		return fmt.Errorf("the checkpoint was written by version %q of policy/compact (format %d); this program reads %s (format %d): retrain, or use the program that wrote it",
			version, format, Version, formatVersion)
	}
	body, tail := data[:len(data)-4], data[len(data)-4:]
	if err != nil || crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(tail) {
		return fmt.Errorf("the checkpoint is damaged or cut short; use an earlier one, or retrain")
	}
	var hash, step, n, many uint64
	get(&hash)
	get(&step)
	get(&n)
	get(&many)
	if err == nil && (hash != l.nets.arch.hash() || n != uint64(count(l.weights))) {
		return fmt.Errorf("the checkpoint is of another architecture of policy/compact; set the same width and grid as in its run, or retrain")
	}
	var sets [4][][]float32
	for k := range min(many, 4) {
		sets[k] = blank(l.weights)
		for _, v := range sets[k] {
			get(v)
		}
	}
	if err != nil || b.Len() != 4 || many == 0 || many == 2 || many > 4 {
		return fmt.Errorf("the checkpoint is damaged or cut short; use an earlier one, or retrain")
	}
	for _, v := range sets[0] {
		for _, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("the checkpoint holds weights that are not finite; use an earlier one, or retrain")
			}
		}
	}
	var reference *networks
	if many == 4 {
		if reference, err = l.nets.frozen(sets[3]); err != nil {
			return err
		}
	}
	for k, v := range sets[0] {
		copy(l.weights[k], v)
	}
	l.reference = reference
	l.adam = newOptimiser(&l.nets.option, &l.nets.position)
	if many > 1 {
		l.adam.step, l.adam.first, l.adam.second = int(step), sets[1], sets[2]
	}
	return l.nets.publish()
}

func blank(like [][]float32) [][]float32 {
	out := make([][]float32, len(like))
	for k, v := range like {
		out[k] = make([]float32, len(v))
	}
	return out
}
