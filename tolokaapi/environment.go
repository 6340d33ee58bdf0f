package tolokaapi

import "net/url"

const productionURL = "https://toloka.dev"

// An Environment is a place where the API runs.
type Environment struct {
	Name      string // as in configuration: "production", "sandbox", "yandex-tasks"
	BaseURL   string // root of the API's host
	WebURL    string // root of the web interface
	Currency  string // ISO 4217 code of every amount: no field of the API says it
	PlayMoney bool   // amounts are not real
	Scheme    Scheme // the only scheme it takes; "" where it takes both
}

// Environments lists the known environments, production first (D, G, Y).
func Environments() []Environment {
	return []Environment{
		{Name: "production", BaseURL: productionURL, WebURL: "https://platform.toloka.ai", Currency: "USD"},
		{
			Name: "sandbox", BaseURL: "https://sandbox.toloka.dev", WebURL: "https://platform.sandbox.toloka.ai",
			Currency: "USD", PlayMoney: true,
		},
		{
			Name: "yandex-tasks", BaseURL: "https://tasks.yandex.ru", WebURL: "https://platform.tasks.yandex.ru",
			Currency: "RUB", Scheme: OAuth,
		},
	}
}

// EnvironmentNamed finds an environment by its name.
func EnvironmentNamed(name string) (e Environment, ok bool) {
	for _, e := range Environments() {
		if e.Name == name {
			return e, true
		}
	}
	return Environment{}, false
}

// EnvironmentAt finds an environment by the root of its API, as
// [Client.BaseURL] gives it.
func EnvironmentAt(root string) (e Environment, ok bool) {
	for _, e := range Environments() {
		if e.BaseURL == root {
			return e, true
		}
	}
	return Environment{}, false
}

// Link is the address of a pool or training in the web interface (G, K; for
// Yandex Tasks only the host is documented). It is empty where the interface or
// an id is not known.
func (e Environment) Link(ref Ref, projectID string) string {
	project := e.projectLink(projectID)
	known := ref.Subject == SubjectPool || ref.Subject == SubjectTraining
	if project == "" || !known || !ValidID(ref.ID) {
		return ""
	}
	return project + "/" + string(ref.Subject) + "/" + url.PathEscape(ref.ID)
}

// projectLink is the address of a project in the web interface, with the same
// limits as Link.
func (e Environment) projectLink(projectID string) string {
	if e.WebURL == "" || !ValidID(projectID) {
		return ""
	}
	return e.WebURL + "/requester/project/" + url.PathEscape(projectID)
}
