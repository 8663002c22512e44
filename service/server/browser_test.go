//go:build browser

package server_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"github.com/shotcheck/shotcheck/internal/browsertest"
	"github.com/shotcheck/shotcheck/internal/servicetest"
)

// These tests use the pages in a real browser: make browser installs what they
// need, so that they never skip.

// axeFile is axe-core, which finds what hinders people with screen readers, poor
// sight or no mouse.
const axeFile = "../../report/testdata/axe/node_modules/axe-core/axe.min.js"

// tab is a page of the service in a browser.
type tab struct {
	*browsertest.Tab
	t     *testing.T
	s     *servicetest.Service
	name  string // of the pictures that are taken
	width int64
	pages int
}

// openTab opens an empty tab, which also notes what is refused to it.
func openTab(t *testing.T, s *servicetest.Service, width int64, scheme string) *tab {
	t.Helper()
	b := browsertest.Open(t, width, 800, scheme, 3*time.Minute)
	b.Do(cdplog.Enable())
	return &tab{Tab: b, t: t, s: s, name: fmt.Sprintf("%d-%s", width, scheme), width: width}
}

// open goes to a page.
func (b *tab) open(path string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(b.s.URL + path))
}

// click clicks upon what a selector finds, and waits for the page that follows to
// show something.
func (b *tab) click(selector, then string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b, chromedp.Click(selector, chromedp.ByQuery)); err != nil {
		b.look("stuck")
		b.t.Fatalf("a click upon %s leads nowhere: %v", selector, err)
	}
	b.wait(then)
}

// wait waits until a selector finds something.
func (b *tab) wait(selector string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, 20*time.Second)
	defer stop()
	if err := chromedp.Run(ctx, chromedp.WaitReady(selector, chromedp.ByQuery)); err != nil {
		b.look("stuck")
		b.t.Fatalf("%s does not appear: %v; the page says %q", selector, err, b.text("main"))
	}
}

// text returns what a part of the page says.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return browsertest.Eval[string](b.Tab, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// says checks that a part of the page says something.
func (b *tab) says(selector, words string) {
	b.t.Helper()
	if text := b.text(selector); !strings.Contains(text, words) {
		b.t.Errorf("%s says %q, not %q", selector, text, words)
	}
}

// look checks that the page fits its window and hinders nobody, and keeps a
// picture of it where SHOTCHECK_PICTURES names a folder.
func (b *tab) look(name string) {
	b.t.Helper()
	b.pages++
	var all []byte
	b.Do(chromedp.FullScreenshot(&all, 100))
	b.Fits(name, b.width)
	if dir := os.Getenv("SHOTCHECK_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d-%s-%s.png", b.pages, name, b.name)), all, 0o644); err != nil {
			b.t.Error(err)
		}
	}
	b.Axe(name, axeFile, "{iframes: false}")
}

// refused takes the browser's own complaint about a refusal from what the console
// has said.
func (b *tab) refused(status string) {
	b.t.Helper()
	b.Forget(func(m string) bool { return strings.Contains(m, "status of "+status) })
}

// path is where the page is.
func (b *tab) path() string {
	b.t.Helper()
	return browsertest.Eval[string](b.Tab, "location.pathname")
}
