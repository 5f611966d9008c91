package run

// InputError is the fault of a file, a folder or a setting that the user gave,
// rather than of the program or the machine.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns the fault itself.
func (e *InputError) Unwrap() error { return e.Err }

// BadInput marks an error as the user's, where there is one.
func BadInput(err error) error {
	if err == nil {
		return nil
	}
	return &InputError{err}
}
