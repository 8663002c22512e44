//go:build browser

package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is a tab of a browser of its own, with what its console has said.
type Tab struct {
	context.Context
	t        *testing.T
	mu       sync.Mutex
	messages []string
}

// names are what Chromium is called.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Open opens an empty tab of so many pixels, in a light or dark scheme. It ends
// with the test, or after a while.
func Open(t *testing.T, width, height int64, scheme string, within time.Duration) *Tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(chromium(t)), chromedp.Flag("disable-dev-shm-usage", true))
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	limited, cancel := context.WithTimeout(ctx, within)
	t.Cleanup(cancel)
	b := &Tab{Context: limited, t: t}
	chromedp.ListenTarget(limited, b.listen)
	b.Do(emulation.SetDeviceMetricsOverride(width, height, 1, width < 600),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
	return b
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: make browser")
	return ""
}

// listen notes what the page says or throws and, where the log is enabled, what is
// refused to it.
func (b *Tab) listen(event any) {
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

// Do runs actions, which must succeed.
func (b *Tab) Do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Eval returns the value of an expression in the page, once it is settled.
func Eval[T any](b *Tab, expression string) (v T) {
	b.t.Helper()
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	if err := chromedp.Run(b, chromedp.Evaluate(expression, &v, wait)); err != nil {
		b.t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// Fits checks that the page named so fits its window.
func (b *Tab) Fits(name string, width int64) {
	b.t.Helper()
	if wide := Eval[int64](b, "document.documentElement.scrollWidth"); wide > width {
		b.t.Errorf("the page %s is %d px wide", name, wide)
	}
}

// Axe reports the rules that the page named so breaks, of axe-core in a file: what
// hinders people with screen readers, poor sight or no mouse. Options are axe.run's.
func (b *Tab) Axe(name, file, options string) {
	b.t.Helper()
	axe, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatalf("%v: make browser", err)
	}
	text := Eval[string](b, string(axe)+`; axe.run(`+options+`).then(r => JSON.stringify(r.violations.map(v => v.impact + " " + v.id + ": " + v.nodes[0].html.slice(0, 200))))`)
	var broken []string
	if err := json.Unmarshal([]byte(text), &broken); err != nil {
		b.t.Fatal(err)
	}
	for _, one := range broken {
		b.t.Errorf("the page %s: %s", name, one)
	}
}

// Quiet checks that the console has said nothing.
func (b *Tab) Quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.messages) > 0 {
		b.t.Errorf("the console says %q", b.messages)
	}
}

// Forget takes from what the console has said the one message that must be there.
func (b *Tab) Forget(expected func(message string) bool) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	n := len(b.messages)
	b.messages = slices.DeleteFunc(b.messages, expected)
	if len(b.messages) != n-1 {
		b.t.Errorf("the console says %q, not what was expected once", b.messages)
	}
}
