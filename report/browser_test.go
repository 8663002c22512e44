//go:build browser

package report

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/browsertest"
	"github.com/shotcheck/shotcheck/internal/sample"
)

// These tests open the page in a real browser: make browser installs what they
// need, so that they never skip.

// axeFile is axe-core, which finds what hinders people with screen readers, poor
// sight or no mouse.
const axeFile = "testdata/axe/node_modules/axe-core/axe.min.js"

// open writes a document beside a video and opens it.
func open(t *testing.T, i int, width int64, dark bool) *browsertest.Tab {
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
func show(t *testing.T, path string, width int64, dark bool) *browsertest.Tab {
	t.Helper()
	b := browsertest.Open(t, width, 900, map[bool]string{true: "dark", false: "light"}[dark], 2*time.Minute)
	b.Do(chromedp.Navigate("file://"+path),
		chromedp.Poll(`!document.querySelector("video") || document.querySelector("video").readyState > 1`, nil, chromedp.WithPollingTimeout(20*time.Second)))
	return b
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

// Every page is quiet, fits its window, and hinders nobody.
func TestBrowserShowsPages(t *testing.T) {
	for i, d := range documents {
		for _, width := range []int64{390, 1280} {
			dark := width == 390
			t.Run(fmt.Sprintf("%s, %d px", d.name, width), func(t *testing.T) {
				checkPage(open(t, i, width, dark), width)
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
		checkPage(show(t, path, width, width == 390), width)
	}
}

// checkPage checks that a page is quiet, fits its window and hinders nobody.
func checkPage(b *browsertest.Tab, width int64) {
	b.Fits("", width)
	b.Axe("", axeFile, "")
	b.Quiet()
}

// A click upon a chart moves the video to that moment of the clip, a button to
// its event, an arrow key by a step; and the cursor goes where the video goes.
func TestBrowserFollowsTheVideo(t *testing.T) {
	o := open(t, 0, 1280, false)
	res := sample.Result(documents[0].clip)
	track := videoOf(res).track()
	release, _ := res.Shots[0].Event(analysis.Release)

	browsertest.Eval[bool](o, `(() => { const p = document.querySelector(".plot"), b = p.getBoundingClientRect();
		p.dispatchEvent(new PointerEvent("pointerdown", {clientX: b.left + b.width * 0.25, clientY: b.top + 9, buttons: 1})); return true; })()`)
	clicked := release.Time.Seconds() + chartFromS + 0.25*(chartToS-chartFromS)
	atVideo(t, o, interpolate(track, clicked))

	browsertest.Eval[bool](o, `(() => { [...document.querySelectorAll(".events button")].find(b => b.textContent === "Release").click(); return true; })()`)
	atVideo(t, o, interpolate(track, release.Time.Seconds()))
	if words := browsertest.Eval[string](o, `document.getElementById("moment").textContent`); words != "at the release" {
		t.Errorf("the moment is told as %q", words)
	}

	if err := chromedp.Run(o, chromedp.Focus("#scrub"), chromedp.KeyEvent("\u0303")); err != nil { // arrow to the right
		t.Fatal(err)
	}
	if words := browsertest.Eval[string](o, `document.getElementById("scrub").getAttribute("aria-valuetext")`); !strings.Contains(words, "after the release") {
		t.Errorf("after an arrow key the moment is told as %q", words)
	}

	before := browsertest.Eval[string](o, `document.querySelector(".cursor").style.left`)
	after := browsertest.Eval[string](o, `(async () => { const v = document.querySelector("video"); v.muted = true; v.currentTime = 0.5; await v.play();
		await new Promise(done => setTimeout(done, 1500)); const ahead = v.currentTime > 0.6; v.pause(); return ahead ? document.querySelector(".cursor").style.left : "the video stands still"; })()`)
	if after == before || !strings.HasSuffix(after, "%") {
		t.Errorf("while the video plays the cursor stays at %q: %q", before, after)
	}
}

// atVideo checks where the video is, to within two pictures.
func atVideo(t *testing.T, o *browsertest.Tab, want float64) {
	t.Helper()
	if got := browsertest.Eval[float64](o, `document.querySelector("video").currentTime`); math.Abs(got-want) > 2.0/30 {
		t.Errorf("the video is at %.3f s, want %.3f", got, want)
	}
}
