package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// fieldWords say what a field of a form must be, where the schema of the API's
// body finds it wrong.
var fieldWords = map[string]string{
	"name":       "Give a name of at most 100 letters.",
	"valid_days": "Give a number of days, 1 to 366.",
	"scopes":     "Choose at least one.",
	"born":       "Write a date such as 2012-05-30, or a year.",
	"guardian":   "Give the name of the parent or guardian.",
	"given_on":   "Give the day on which it was given.",
	"purposes":   "Choose at least one.",
	"email":      "Write an e-mail address, or leave it empty.",
	"role":       "Choose one of the roles.",
}

// problemFields are the fields that problems are about, by their codes; another
// one is told above the form.
var problemFields = map[string]string{
	"bad-birth":     "born",
	"linked":        "account_id",
	"future":        "given_on",
	"not-confirmed": "confirm",
}

// submit reads a form as the body of an operation of the API, and does what that
// does. What is wrong with the form is told in it; err is whatever else happened.
func submit[T, O any](s *Server, v *visit, do func(T) (O, error)) (out O, form web.Form, err error) {
	if err := v.r.ParseForm(); err != nil {
		return out, form, problem("bad-form")
	}
	form.Values = map[string]string{}
	for name := range v.r.PostForm {
		form.Values[name] = v.r.PostForm.Get(name)
	}
	in, wrong, err := read[T](v.r.PostForm)
	if form.Errors = wrong; err != nil || wrong != nil {
		return out, form, err
	}
	if out, err = do(in); err == nil {
		return out, form, nil
	}
	p := s.explain(err)
	if p.Status != http.StatusConflict && p.Status != http.StatusUnprocessableEntity {
		return out, form, p
	}
	form.Errors = map[string]string{problemFields[p.Code]: words(p)}
	return out, form, nil
}

// pageWords are those of problems whose own are for programs.
var pageWords = map[string]string{
	"not-confirmed":       "This is not the name. Type it exactly.",
	"no-consent-to-store": "No guardian has consented that anything is stored of this player. Record the consent first, on the player's page.",
	"no-consent-to-share": "No guardian has consented that results of this player are shared. Record the consent first, on the player's page.",
}

// words tells a problem to people, with what to do about it.
func words(p *service.Problem) string {
	if text, ok := pageWords[p.Code]; ok {
		return text
	}
	text := web.Sentence(p.Detail)
	if p.Hint != "" {
		text += " " + web.Sentence(p.Hint)
	}
	return text
}

// forms are the schemas of what forms are read as, which are those of the API.
var (
	formsMu sync.Mutex
	forms   = huma.NewMapRegistry("#/", huma.DefaultSchemaNamer)
)

// read reads a form as a value of a type, or tells what the type's schema finds
// wrong with it, by the names of the fields.
func read[T any](form url.Values) (in T, wrong map[string]string, err error) {
	formsMu.Lock()
	defer formsMu.Unlock()
	schema := forms.Schema(reflect.TypeFor[T](), false, "")
	value := jsonOf(form, schema.Properties)
	var found huma.ValidateResult
	huma.Validate(forms, schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, value, &found)
	if len(found.Errors) > 0 {
		return in, wrongFields(found.Errors), nil
	}
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &in)
	}
	return in, nil, err
}

// jsonOf returns a form as JSON of the properties that a schema has. What is empty
// was not told.
func jsonOf(form url.Values, properties map[string]*huma.Schema) map[string]any {
	out := map[string]any{}
	for name, p := range properties {
		text := strings.TrimSpace(form.Get(name))
		switch {
		case text == "" && p.Default != nil:
			out[name] = p.Default
		case text == "":
		case p.Type == huma.TypeArray:
			list := []any{}
			for _, one := range form[name] {
				list = append(list, one)
			}
			out[name] = list
		case p.Type == huma.TypeInteger:
			out[name] = text // which is none, unless it is
			if n, err := strconv.Atoi(text); err == nil {
				out[name] = n
			}
		default:
			out[name] = text
		}
	}
	return out
}

// wrongFields tells what is wrong with the fields of a form.
func wrongFields(found []error) map[string]string {
	wrong := map[string]string{}
	for _, err := range found {
		detail, ok := errors.AsType[*huma.ErrorDetail](err)
		if !ok {
			continue // huma makes no others
		}
		name, _, _ := strings.Cut(detail.Location, "[")
		if name == "" {
			name = missing(detail.Message)
		}
		if wrong[name] = fieldWords[name]; wrong[name] == "" {
			wrong[name] = web.Sentence(detail.Message)
		}
	}
	return wrong
}

// missing returns the property that huma says is missing.
func missing(message string) string {
	_, rest, _ := strings.Cut(message, "required property ")
	name, _, _ := strings.Cut(rest, " ")
	return name
}
