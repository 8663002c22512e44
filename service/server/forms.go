package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// fieldWords say what a field of a form must be, where the schema of the API's
// body finds it wrong.
var fieldWords = map[string]string{
	"name":       "Give it a name of at most 100 letters.",
	"valid_days": "Give a number of days, 1 to 366.",
	"scopes":     "Choose at least one.",
}

// read reads a form as the body of an operation of the API, whose schema says
// what is wrong with it. err is for requests that no form makes.
func read[T any](s *Server, v *visit) (in T, form web.Form, err error) {
	if err := v.r.ParseForm(); err != nil {
		return in, form, problem("bad-form")
	}
	registry := s.api.OpenAPI().Components.Schemas
	schema := registry.Schema(reflect.TypeFor[T](), false, "")
	value := jsonOf(v.r.PostForm, schema.Properties)
	form = web.Form{Values: map[string]string{}, Errors: wrong(registry, schema, value)}
	for name := range v.r.PostForm {
		form.Values[name] = v.r.PostForm.Get(name)
	}
	if form.Errors != nil {
		return in, form, nil
	}
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &in)
	}
	return in, form, err
}

// jsonOf returns a form as JSON of the properties that a schema has: what is
// empty was not told.
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
		case p.Type == huma.TypeInteger, p.Type == huma.TypeNumber:
			out[name] = any(text) // which no number is
			if n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64); err == nil {
				out[name] = n
			}
		case p.Type == huma.TypeBoolean:
			out[name] = text == "true"
		default:
			out[name] = text
		}
	}
	return out
}

// wrong says what is wrong with the fields of a form, nil where nothing is.
func wrong(registry huma.Registry, schema *huma.Schema, value map[string]any) map[string]string {
	var found huma.ValidateResult
	huma.Validate(registry, schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, value, &found)
	if len(found.Errors) == 0 {
		return nil
	}
	errors := map[string]string{}
	for _, err := range found.Errors {
		detail := err.(*huma.ErrorDetail) // huma makes no others
		name, _, _ := strings.Cut(detail.Location, "[")
		if name == "" { // a property is missing, as the message tells
			name = missing(detail.Message)
		}
		errors[name] = web.Sentence(detail.Message)
		if words, ok := fieldWords[name]; ok {
			errors[name] = words
		}
	}
	return errors
}

// missing returns the property that huma says is missing.
func missing(message string) string {
	_, rest, _ := strings.Cut(message, "required property ")
	name, _, _ := strings.Cut(rest, " ")
	return name
}

// again is a form that the service has refused as a whole.
func again(form web.Form, p *service.Problem) web.Form {
	form.Errors = map[string]string{"": web.Sentence(p.Detail)}
	return form
}

// address is where people reach the service: as it was told, or as this request
// has found it.
func (s *Server) address(r *http.Request) string {
	if s.Address != "" {
		return s.Address
	}
	scheme := "http"
	if s.secure(r) {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
