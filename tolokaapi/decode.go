package tolokaapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxItems bounds the rows of a page: ten times what was asked for. Without it
// a body of bare zeros would become gigabytes of rows.
const maxItems = 10 * MaxLimit

// Reasons why an answer cannot be used.
var (
	errCut         = errors.New("the answer breaks off, or is empty")
	errNotObject   = errors.New("the answer is not a JSON object")
	errNoItems     = errors.New("the answer has no list of items")
	errHasMore     = errors.New("the answer's has_more is neither true nor false")
	errManyItems   = fmt.Errorf("the answer has more than %d items", maxItems)
	errOtherRecord = errors.New("the answer is not about the record that was asked for")
	errNoOperation = errors.New("the answer is not an operation with an id and a status")
)

// decodePage reads a page item by item. An item that is JSON but makes no sense
// is left to item; has_more counts as false where it is missing. What follows
// the page's closing brace is not looked at.
func decodePage[T any](body io.Reader, item func([]byte) T) (items []T, more bool, err error) {
	d := json.NewDecoder(body)
	if err := expect(d, '{', errNotObject); err != nil {
		return nil, false, err
	}
	listed := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, false, explain(err)
		}
		switch key {
		case "items":
			listed = true
			items, err = decodeItems(d, item)
		case "has_more":
			more, err = decodeMore(d)
		default:
			err = d.Decode(new(ignored))
		}
		if err != nil {
			return nil, false, explain(err)
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, false, explain(err)
	}
	if !listed {
		return nil, false, errNoItems
	}
	return items, more, nil
}

func decodeItems[T any](d *json.Decoder, item func([]byte) T) ([]T, error) {
	if err := expect(d, '[', errNoItems); err != nil {
		return nil, err
	}
	items := []T{}
	var raw json.RawMessage
	for d.More() {
		if len(items) == maxItems {
			return nil, errManyItems
		}
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		items = append(items, item(raw))
	}
	_, err := d.Token()
	return items, err
}

func decodeMore(d *json.Decoder) (bool, error) {
	var more any
	if err := d.Decode(&more); err != nil {
		return false, err
	}
	switch more := more.(type) {
	case bool:
		return more, nil
	case nil:
		return false, nil
	}
	return false, errHasMore
}

// decodeObject reads one JSON object, unparsed.
func decodeObject(body io.Reader) (json.RawMessage, error) {
	var raw json.RawMessage
	if err := json.NewDecoder(body).Decode(&raw); err != nil {
		return nil, explain(err)
	}
	if !object(raw) {
		return nil, errNotObject
	}
	return raw, nil
}

// decodeAccepted reads the operation an action answered with. Without id and
// status there is nothing to follow.
func decodeAccepted(body io.Reader, read func([]byte) Operation) (Operation, error) {
	raw, err := decodeObject(body)
	if err != nil {
		return Operation{}, err
	}
	o := read(raw)
	if o.Unreadable != "" {
		return Operation{}, fmt.Errorf("%w: %s", errNoOperation, o.Unreadable)
	}
	return o, nil
}

// expect reads the delimiter that must come next.
func expect(d *json.Decoder, want json.Delim, otherwise error) error {
	switch token, err := d.Token(); {
	case err != nil:
		return explain(err)
	case token != want:
		return otherwise
	}
	return nil
}

// explain says in words what a decoder found.
func explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errCut):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case errors.As(err, &syntax):
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	return err
}

// fill decodes the fields a record has into v, which may not be a record at
// all. A field of the wrong type stays zero and costs nothing: encoding/json
// goes on after such a mismatch.
func fill(raw []byte, v any) error {
	if !object(raw) {
		return errors.New("not an object")
	}
	var mismatch *json.UnmarshalTypeError
	if err := json.Unmarshal(raw, v); err != nil && !errors.As(err, &mismatch) {
		return errors.New("not readable")
	}
	return nil
}

func object(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }
