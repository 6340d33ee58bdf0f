package tolokaapi

import (
	"errors"
	"fmt"
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
	errTwice       = errors.New("the answer has its items or its has_more twice")
	errManyItems   = fmt.Errorf("the answer has more than %d items", maxItems)
	errOtherRecord = errors.New("the answer is not about the record that was asked for")
	errNoOperation = errors.New("the answer is not an operation with an id and a status")
)

// A reader makes a record of a JSON value. It keeps no part of the bytes.
type reader[T any] func(raw []byte, clean sanitizer) T

// decodePage reads a page item by item. An item that is JSON but makes no sense
// is left to read; has_more counts as false where it is missing. What follows
// the page's closing brace is not looked at.
func decodePage[T any](body *boundedReader, read reader[T], clean sanitizer) (items []T, more bool, err error) {
	raw, err := body.object()
	if err != nil {
		return nil, false, err
	}
	var listed, said bool
	for page := newMembers(raw); page.next(); {
		switch string(page.key) {
		case "items":
			if listed {
				return nil, false, errTwice
			}
			listed = true
			items, err = decodeItems(page.value, read, clean)
		case "has_more":
			if said {
				return nil, false, errTwice
			}
			said = true
			more, err = decodeMore(page.value)
		}
		if err != nil {
			return nil, false, err
		}
	}
	if !listed {
		return nil, false, errNoItems
	}
	return items, more, nil
}

func decodeItems[T any](raw []byte, read reader[T], clean sanitizer) ([]T, error) {
	if raw[0] != '[' {
		return nil, errNoItems
	}
	items := []T{}
	for list := newElements(raw); list.next(); {
		if len(items) == maxItems {
			return nil, errManyItems
		}
		items = append(items, read(list.value, clean))
	}
	return items, nil
}

func decodeMore(raw []byte) (bool, error) {
	switch string(raw) {
	case "true":
		return true, nil
	case "false", "null":
		return false, nil
	}
	return false, errHasMore
}

// decodeAccepted reads the operation an action answered with. Without id and
// status there is nothing to follow.
func decodeAccepted(body *boundedReader, clean sanitizer) (Operation, error) {
	raw, err := body.object()
	if err != nil {
		return Operation{}, err
	}
	o := readOperation(raw, clean)
	if o.Unreadable != "" {
		return Operation{}, fmt.Errorf("%w: %s", errNoOperation, o.Unreadable)
	}
	return o, nil
}
