package dataset

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// values calls f for every JSON value of a list, or of values one after another,
// with its number from 1 on, as long as f returns true.
func values(r io.Reader, f func(number int, data json.RawMessage) bool) error {
	in := bufio.NewReader(r)
	dec := json.NewDecoder(in)
	inList := false
	// White space before the list is no reason to miss it.
	for {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return errors.New("is empty")
		}
		if err != nil {
			return err
		}
		if bytes.IndexByte([]byte(" \t\r\n"), c) >= 0 {
			continue
		}
		if err := in.UnreadByte(); err != nil {
			return err
		}
		inList = c == '['
		break
	}
	if inList {
		if _, err := dec.Token(); err != nil {
			return fmt.Errorf("is not JSON: %w", err)
		}
	}
	for n := 1; ; n++ {
		if inList && !dec.More() {
			// What is no value, such as a missing bracket, is told by the token.
			if _, err := dec.Token(); err != nil {
				return fmt.Errorf("after value %d: is not JSON: %w", n-1, ended(err))
			}
			return nil
		}
		var data json.RawMessage
		err := dec.Decode(&data)
		if errors.Is(err, io.EOF) && !inList {
			return nil
		}
		if err != nil {
			return fmt.Errorf("value %d: is not JSON: %w", n, ended(err))
		}
		if !f(n, data) {
			return nil
		}
	}
}

// ended words the end of a file that came too early.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends in the middle")
	}
	return err
}
