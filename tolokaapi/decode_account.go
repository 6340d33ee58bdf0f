package tolokaapi

import (
	"maps"
	"slices"
)

type projectFields struct {
	id      identifier
	name    name
	comment name
	status  word
}

func (f *projectFields) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "public_name":
		return &f.name
	case "private_comment":
		return &f.comment
	case "status":
		return &f.status
	}
	return nil
}

func readProject(raw []byte, clean sanitizer) Project {
	var f projectFields
	if problem := record(raw, &f, &f.id, &f.status, clean); problem != "" {
		return Project{ID: f.id.id, Unreadable: problem}
	}
	return Project{ID: f.id.id, Name: string(f.name), Comment: string(f.comment), Status: string(f.status)}
}

type requesterFields struct {
	id      identifier
	balance amount
	names   names
	company companyFields
}

func (f *requesterFields) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "balance":
		return &f.balance
	case "public_name":
		return &f.names
	case "company":
		return &f.company
	}
	return nil
}

type companyFields struct{ id identifier }

func (f *companyFields) field(key []byte) value {
	if string(key) == "id" {
		return &f.id
	}
	return nil
}

func (f *companyFields) read(raw []byte, clean sanitizer) string {
	*f = companyFields{}
	return fillPart(raw, f, clean)
}

// readRequester has nothing that must be there: the account is only shown. A
// field that comes twice counts as absent.
func readRequester(raw []byte, clean sanitizer) Requester {
	var f requesterFields
	fill(raw, &f, clean)
	return Requester{
		ID:      f.id.id,
		Name:    f.names.pick(),
		Balance: f.balance.literal,
		Company: f.company.id.id,
	}
}

// maxLanguages bounds the names of an account that are looked at.
const maxLanguages = 100

// names are an account's names by language.
type names struct{ byLanguage map[string]*name }

func (n *names) field(language []byte) value {
	if known := n.byLanguage[string(language)]; known != nil {
		return known
	}
	if len(n.byLanguage) == maxLanguages || len(language) > maxKey {
		return nil
	}
	added := new(name)
	n.byLanguage[string(language)] = added
	return added
}

func (n *names) read(raw []byte, clean sanitizer) string {
	n.byLanguage = make(map[string]*name)
	return fillPart(raw, n, clean)
}

// pick takes the English name, else the Russian one, else the first by the code
// of its language.
func (n *names) pick() string {
	languages := append([]string{"EN", "RU"}, slices.Sorted(maps.Keys(n.byLanguage))...)
	for _, language := range languages {
		if picked := n.byLanguage[language]; picked != nil && *picked != "" {
			return string(*picked)
		}
	}
	return ""
}
