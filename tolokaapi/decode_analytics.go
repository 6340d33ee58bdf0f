package tolokaapi

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// analysisFields are the fields of an operation, its details read as answers.
type analysisFields struct {
	operation operationFields
	details   answersField
}

func (f *analysisFields) field(key []byte) value {
	if string(key) == "details" {
		return &f.details
	}
	return f.operation.field(key)
}

func readAnalysis(raw []byte, clean sanitizer) Analysis {
	var f analysisFields
	problem := record(raw, &f, &f.operation.id, &f.operation.status, clean)
	a := Analysis{Operation: f.operation.operation(problem, clean)}
	if a.Operation.Unreadable == "" && a.Operation.Status == Success {
		a.Figures = f.details.list.figures
	}
	return a
}

// answersField is the details of an operation: {"value": [answers]}.
type answersField struct{ list answerList }

func (f *answersField) field(key []byte) value {
	if string(key) == "value" {
		return &f.list
	}
	return nil
}

func (f *answersField) read(raw []byte, clean sanitizer) string {
	*f = answersField{}
	fillPart(raw, f, clean)
	return ""
}

// maxAnswers bounds the answers of one operation that are looked at.
const maxAnswers = 10 * MaxQuestions

// An answerList holds the answers that make sense, by their questions.
type answerList struct{ figures map[Question]Figure }

// read never costs the record. A question that is answered twice has no answer:
// nothing says which of the two is meant.
func (l *answerList) read(raw []byte, clean sanitizer) string {
	l.figures = nil
	if len(raw) == 0 || raw[0] != '[' {
		return ""
	}
	seen := map[Question]int{}
	l.figures = map[Question]Figure{}
	for list := newElements(raw); list.next() && len(seen) < maxAnswers; {
		q, figure, known := readAnswer(list.value, clean)
		if q == (Question{}) {
			continue
		}
		if seen[q]++; known && seen[q] == 1 {
			l.figures[q] = figure
		} else {
			delete(l.figures, q)
		}
	}
	return ""
}

// answerFields are one question and its answer.
type answerFields struct {
	request questionFields
	result  resultField
}

func (f *answerFields) field(key []byte) value {
	switch string(key) {
	case "request":
		return &f.request
	case "result":
		return &f.result
	}
	return nil
}

type questionFields struct {
	name    word
	subject word
	id      identifier
	hours   integer
}

func (f *questionFields) field(key []byte) value {
	switch string(key) {
	case "name":
		return &f.name
	case "subject":
		return &f.subject
	case "subject_id":
		return &f.id
	case "interval_hours":
		return &f.hours
	}
	return nil
}

func (f *questionFields) read(raw []byte, clean sanitizer) string {
	*f = questionFields{}
	return fillPart(raw, f, clean)
}

// readAnswer reads an answer. q is zero where it answers no question of a kind
// that this client asks; known is false where the answer makes no sense.
func readAnswer(raw []byte, clean sanitizer) (q Question, answer Figure, known bool) {
	var f answerFields
	problem := fill(raw, &f, clean)
	name := FigureName(f.request.name)
	hours := f.request.hours.value
	if f.request.subject != "POOL" || f.request.id.id == "" || name == FigureActive && hours != nil && *hours != activeHours {
		return Question{}, Figure{}, false
	}
	q = Question{Name: name, Pool: f.request.id.id}
	answer = Figure{Value: f.result.value.literal, Approximate: bool(f.result.approximate), Infinite: bool(f.result.infinite)}
	if answer.Infinite {
		answer.Value = ""
		return q, answer, problem == ""
	}
	return q, answer, problem == "" && plausible(name, answer.Value)
}

// plausible reports whether a figure can have this value.
func plausible(name FigureName, literal json.Number) bool {
	v, err := strconv.ParseFloat(string(literal), 64)
	switch {
	case err != nil || v < 0 || math.IsInf(v, 0):
		return false
	case name == FigureCompletion:
		return v <= 100
	case strings.HasSuffix(string(name), "_count"):
		return v == math.Trunc(v) && v <= math.MaxInt32
	}
	return true
}

// A resultField is a number, or an object that holds it (K has both).
type resultField struct {
	value                 amount
	infinite, approximate truth
}

func (f *resultField) field(key []byte) value {
	switch string(key) {
	case "value":
		return &f.value
	case "infinite":
		return &f.infinite
	case "approximate":
		return &f.approximate
	}
	return nil
}

func (f *resultField) read(raw []byte, clean sanitizer) string {
	*f = resultField{}
	if isObject(raw) {
		return fillPart(raw, f, clean)
	}
	return f.value.read(raw, clean)
}
