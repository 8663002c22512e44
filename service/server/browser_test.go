//go:build browser

package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/shotcheck/shotcheck/internal/servicetest"
)

// These tests use the pages in a real browser: make browser installs what they
// need, so that they never skip.

// axeFile is axe-core, which finds what hinders people with screen readers, poor
// sight or no mouse.
const axeFile = "../../report/testdata/axe/node_modules/axe-core/axe.min.js"

// tab is a page in a browser, with what its console said.
type tab struct {
	context.Context
	t        *testing.T
	s        *servicetest.Service
	name     string // of the pictures that are taken
	width    int64
	mu       sync.Mutex
	messages []string
	pages    int
}

// openTab opens an empty tab of a browser of its own.
func openTab(t *testing.T, s *servicetest.Service, width int64, scheme string) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(chromium(t)), chromedp.Flag("disable-dev-shm-usage", true))
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	limited, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &tab{Context: limited, t: t, s: s, name: fmt.Sprintf("%d-%s", width, scheme), width: width}
	chromedp.ListenTarget(limited, b.listen)
	b.do(cdplog.Enable(),
		emulation.SetDeviceMetricsOverride(width, 800, 1, width < 600),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
	return b
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: make browser")
	return ""
}

// listen notes what the page says or throws, and what is refused to it.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		b.messages = append(b.messages, fmt.Sprint(e.Type))
	case *runtime.EventExceptionThrown:
		b.messages = append(b.messages, e.ExceptionDetails.Error())
	case *cdplog.EventEntryAdded:
		b.messages = append(b.messages, e.Entry.Text+" "+e.Entry.URL)
	}
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a page.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.s.URL + path))
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
func (b *tab) text(selector string) (text string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector), &text))
	return text
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
	var wide int64
	var all []byte
	b.do(chromedp.Evaluate("document.documentElement.scrollWidth", &wide), chromedp.FullScreenshot(&all, 100))
	if wide > b.width {
		b.t.Errorf("the page %s is %d px wide", name, wide)
	}
	if dir := os.Getenv("SHOTCHECK_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d-%s-%s.png", b.pages, name, b.name)), all, 0o644); err != nil {
			b.t.Error(err)
		}
	}
	b.axe(name)
}

// axe reports the rules of axe-core that a page breaks.
func (b *tab) axe(name string) {
	b.t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		b.t.Fatalf("%v: make browser", err)
	}
	var text string
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	b.do(chromedp.Evaluate(string(axe)+`; axe.run({iframes: false}).then(r => JSON.stringify(r.violations.map(v => v.impact + " " + v.id + ": " + v.nodes[0].html.slice(0, 200))))`, &text, wait))
	var broken []string
	if err := json.Unmarshal([]byte(text), &broken); err != nil {
		b.t.Fatal(err)
	}
	for _, one := range broken {
		b.t.Errorf("the page %s: %s", name, one)
	}
}

// quiet checks that the console has said nothing.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.messages) > 0 {
		b.t.Errorf("the console says %q", b.messages)
	}
}

// refused takes the browser's own complaint about a refusal from what the console
// has said.
func (b *tab) refused(status string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	n := len(b.messages)
	b.messages = slices.DeleteFunc(b.messages, func(m string) bool { return strings.Contains(m, "status of "+status) })
	if len(b.messages) != n-1 {
		b.t.Errorf("the console says %q, not one refusal by %s", b.messages, status)
	}
}

// path is where the page is.
func (b *tab) path() (path string) {
	b.t.Helper()
	b.do(chromedp.Evaluate("location.pathname", &path))
	return path
}
