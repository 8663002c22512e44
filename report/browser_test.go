//go:build browser

package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
)

// These tests open the page in a real browser: make browser installs what they
// need, so that they never skip.

// axeFile is axe-core, which finds what hinders people with screen readers, poor
// sight or no mouse.
const axeFile = "testdata/axe/node_modules/axe-core/axe.min.js"

// browserNames are what Chromium is called.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// opened is a page in a browser, with what its console said.
type opened struct {
	context.Context
	mu       sync.Mutex
	messages []string
}

// open writes a document beside a video and opens it.
func open(t *testing.T, i int, width int64, dark bool) *opened {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "index.html")
	if err := os.WriteFile(path, []byte(makePage(t, i)), 0o644); err != nil {
		t.Fatal(err)
	}
	film(t, i, filepath.Join(dir, "annotated.mp4"))
	return show(t, path, width, dark)
}

// show opens a page.
func show(t *testing.T, path string, width int64, dark bool) *opened {
	t.Helper()
	o := start(t)
	scheme := map[bool]string{true: "dark", false: "light"}[dark]
	if err := chromedp.Run(o,
		emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		chromedp.Navigate("file://"+path),
		chromedp.Poll(`!document.querySelector("video") || document.querySelector("video").readyState > 1`, nil, chromedp.WithPollingTimeout(20*time.Second)),
	); err != nil {
		t.Fatal(err)
	}
	return o
}

// start opens an empty tab of a browser of its own.
func start(t *testing.T) *opened {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(browser(t)), chromedp.Flag("disable-dev-shm-usage", true))
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	limited, cancel := context.WithTimeout(tab, 2*time.Minute)
	t.Cleanup(cancel)
	o := &opened{Context: limited}
	chromedp.ListenTarget(limited, o.listen)
	return o
}

// listen notes what the page says or throws.
func (o *opened) listen(event any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		o.messages = append(o.messages, fmt.Sprint(e.Type))
	case *runtime.EventExceptionThrown:
		o.messages = append(o.messages, e.ExceptionDetails.Error())
	}
}

func browser(t *testing.T) string {
	t.Helper()
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: make browser")
	return ""
}

// film makes a video as long as the document's, of changing pictures.
func film(t *testing.T, i int, path string) {
	t.Helper()
	v := videoOf(sample.Result(documents[i].clip))
	if v == nil {
		return
	}
	length := float64(v.Pace.Pictures()) / v.FPS
	source := fmt.Sprintf("testsrc2=size=640x360:rate=%g:duration=%g", v.FPS, length)
	cmd := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
}

// eval returns the value of an expression in the page.
func eval[T any](t *testing.T, o *opened, expression string) (v T) {
	t.Helper()
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	if err := chromedp.Run(o, chromedp.Evaluate(expression, &v, wait)); err != nil {
		t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// Every page is quiet, fits its window, and hinders nobody.
func TestBrowserShowsPages(t *testing.T) {
	for i, d := range documents {
		for _, width := range []int64{390, 1280} {
			dark := width == 390
			t.Run(fmt.Sprintf("%s, %d px", d.name, width), func(t *testing.T) {
				checkPage(t, open(t, i, width, dark), width)
			})
		}
	}
}

// The page of a session, too.
func TestBrowserShowsSessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "session.html")
	var page bytes.Buffer
	if err := WriteSessionHTML(&page, madeSession(8)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{390, 1280} {
		checkPage(t, show(t, path, width, width == 390), width)
	}
}

// checkPage checks that a page is quiet, fits its window and hinders nobody.
func checkPage(t *testing.T, o *opened, width int64) {
	t.Helper()
	if wide := eval[int64](t, o, "document.documentElement.scrollWidth"); wide > width {
		t.Errorf("the page is %d px wide", wide)
	}
	checkAxe(t, o)
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.messages) > 0 {
		t.Errorf("the console says %q", o.messages)
	}
}

// checkAxe reports the rules of axe-core that a page breaks.
func checkAxe(t *testing.T, o *opened) {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("%v: make browser", err)
	}
	text := eval[string](t, o, string(axe)+`; axe.run().then(r => JSON.stringify(r.violations.map(v => v.impact + " " + v.id + ": " + v.nodes[0].html.slice(0, 200))))`)
	var broken []string
	if err := json.Unmarshal([]byte(text), &broken); err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Error(b)
	}
}

// A click upon a chart moves the video to that moment of the clip, a button to
// its event, an arrow key by a step; and the cursor goes where the video goes.
func TestBrowserFollowsTheVideo(t *testing.T) {
	o := open(t, 0, 1280, false)
	res := sample.Result(documents[0].clip)
	track := videoOf(res).track()
	release, _ := res.Shots[0].Event(analysis.Release)

	eval[bool](t, o, `(() => { const p = document.querySelector(".plot"), b = p.getBoundingClientRect();
		p.dispatchEvent(new PointerEvent("pointerdown", {clientX: b.left + b.width * 0.25, clientY: b.top + 9, buttons: 1})); return true; })()`)
	clicked := release.Time.Seconds() + chartFromS + 0.25*(chartToS-chartFromS)
	atVideo(t, o, interpolate(track, clicked))

	eval[bool](t, o, `(() => { [...document.querySelectorAll(".events button")].find(b => b.textContent === "Release").click(); return true; })()`)
	atVideo(t, o, interpolate(track, release.Time.Seconds()))
	if words := eval[string](t, o, `document.getElementById("moment").textContent`); words != "at the release" {
		t.Errorf("the moment is told as %q", words)
	}

	if err := chromedp.Run(o, chromedp.Focus("#scrub"), chromedp.KeyEvent("\u0303")); err != nil { // arrow to the right
		t.Fatal(err)
	}
	if words := eval[string](t, o, `document.getElementById("scrub").getAttribute("aria-valuetext")`); !strings.Contains(words, "after the release") {
		t.Errorf("after an arrow key the moment is told as %q", words)
	}

	before := eval[string](t, o, `document.querySelector(".cursor").style.left`)
	after := eval[string](t, o, `(async () => { const v = document.querySelector("video"); v.muted = true; v.currentTime = 0.5; await v.play();
		await new Promise(done => setTimeout(done, 1500)); const ahead = v.currentTime > 0.6; v.pause(); return ahead ? document.querySelector(".cursor").style.left : "the video stands still"; })()`)
	if after == before || !strings.HasSuffix(after, "%") {
		t.Errorf("while the video plays the cursor stays at %q: %q", before, after)
	}
}

// atVideo checks where the video is, to within two pictures.
func atVideo(t *testing.T, o *opened, want float64) {
	t.Helper()
	if got := eval[float64](t, o, `document.querySelector("video").currentTime`); math.Abs(got-want) > 2.0/30 {
		t.Errorf("the video is at %.3f s, want %.3f", got, want)
	}
}
