package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"

	"github.com/shotcheck/shotcheck/service"
)

// Page is a page of this package, whose template has its name.
type Page interface{ template() string }

// Frame is what every page has.
type Frame struct {
	Title string
	// Section is the entry of the navigation that the page belongs to.
	Section string
	// Me is who looks at it, nil for who has not signed in.
	Me *service.Me
	// Done names what the form that led here has done, as in [notices].
	Done string
}

// May says whether who looks at the page may do what needs a permission.
func (f Frame) May(permission string) bool {
	return f.Me != nil && slices.Contains(f.Me.Scopes, permission)
}

// Notice tells what was done, in words.
func (f Frame) Notice() string { return notices[f.Done] }

// section is an entry of the navigation.
type section struct{ ID, Path, Name string }

// sections is the navigation.
var sections = []section{
	{"clips", "/clips", "Clips"},
	{"players", "/players", "Players"},
	{"settings", "/settings", "Settings"},
}

//go:embed templates/*
var templateFiles embed.FS

// templates are the pages, each with the layout that it stands in.
var templates = parse()

// parse reads the pages' templates. Those whose names begin with an underscore
// are parts of the others.
func parse() map[string]*template.Template {
	shared := template.Must(template.New("").Funcs(words).ParseFS(templateFiles, "templates/_*.html"))
	pages := map[string]*template.Template{}
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic("web: " + err.Error()) // they are in the program
	}
	for _, f := range files {
		if f.Name()[0] != '_' {
			pages[f.Name()] = template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, path.Join("templates", f.Name())))
		}
	}
	return pages
}

// Write writes a page, whole or not at all.
func Write(w io.Writer, p Page) error {
	var b bytes.Buffer
	if err := templates[p.template()].ExecuteTemplate(&b, "layout", p); err != nil {
		return fmt.Errorf("write %s: %w", p.template(), err)
	}
	_, err := b.WriteTo(w)
	return err
}
