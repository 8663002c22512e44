package web

import "strings"

// Form is what was typed into a form, and what is wrong with it by the names of
// its fields; what is wrong with it as a whole has no name.
type Form struct {
	Values map[string]string
	Errors map[string]string
}

// Wrong tells what is wrong with the form as a whole.
func (f Form) Wrong() string { return f.Errors[""] }

// Error tells what is wrong with a field.
func (f Form) Error(name string) string { return f.Errors[name] }

// input is a field of a form as its template takes it.
type input struct{ Name, Label, Type, Hint, Value, Error string }

// Described names what tells more about the field.
func (i input) Described() string {
	var ids []string
	if i.Hint != "" {
		ids = append(ids, i.Name+"-hint")
	}
	if i.Error != "" {
		ids = append(ids, i.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// field makes a field of a form.
func field(f Form, name, label, kind, hint string) input {
	return input{name, label, kind, hint, f.Values[name], f.Errors[name]}
}
