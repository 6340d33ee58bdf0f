package journal

import (
	"errors"

	"tolokadash/tolokaapi"
)

// An ioError is an error of the system's with harmless text: paths are in it.
type ioError struct{ err error }

// quote makes the text of an error harmless.
func quote(err error) error {
	if err == nil || errors.Is(err, errClosed) {
		return err
	}
	return ioError{err}
}

func (e ioError) Error() string { return tolokaapi.Harmless(e.err.Error()) }
func (e ioError) Unwrap() error { return e.err }
