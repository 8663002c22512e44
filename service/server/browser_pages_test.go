//go:build browser

package server_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/report"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestBrowserUsesPages goes through the pages as a coach would, on a desk and on a
// phone, by day and at night.
func TestBrowserUsesPages(t *testing.T) {
	for _, screen := range []struct {
		width  int64
		scheme string
	}{{1280, "light"}, {1280, "dark"}, {390, "dark"}, {360, "light"}} {
		t.Run(fmt.Sprintf("%d px, %s", screen.width, screen.scheme), func(t *testing.T) {
			s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
			s.Work(t, 2)
			b := openTab(t, s, screen.width, screen.scheme)
			b.signIn(s.Tokens[store.Owner])
			b.drop()
			b.people()
			b.results()
			b.settings()
			b.erase()
			b.Quiet()
			t.Logf("%d pages looked at", b.pages)
		})
	}
}

// TestBrowserSignsInThroughProvider: an owner invites a viewer, who accepts with an
// account of the provider, comes back with it, and can change nothing.
func TestBrowserSignsInThroughProvider(t *testing.T) {
	p := servicetest.NewProvider(t)
	s := servicetest.ServeWith(t, servicetest.SQLite(t), servicetest.NoLimits, p.Settings(false))
	owner := openTab(t, s, 390, "dark")
	owner.open("/signin?next=/settings")
	owner.look("signin-provider")
	owner.Do(chromedp.Click("summary", chromedp.ByQuery), chromedp.SendKeys("#token", s.Tokens[store.Owner], chromedp.ByQuery))
	owner.click("form button.primary", "#role")
	owner.Do(chromedp.SetValue("#role", "viewer", chromedp.ByQuery))
	owner.click("[action='/settings/invitations'] .primary", "#invitation")
	owner.look("invited")
	var link string
	owner.Do(chromedp.Value("#invitation", &link, chromedp.ByQuery))
	owner.Quiet()

	p.SignsIn(servicetest.Person{Subject: "ann", Name: "Ann"})
	viewer := openTab(t, s, 1280, "light")
	viewer.open("/clips")
	viewer.click("a.primary", ".error") // nobody has invited her yet
	viewer.says(".error", "You belong to no organisation here")
	viewer.look("not-invited")
	viewer.open(strings.TrimPrefix(link, s.URL))
	viewer.wait(".search")
	viewer.look("viewer")
	if text := viewer.text("main"); strings.Contains(text, "Add clips") {
		t.Errorf("a viewer is told %q", text)
	}
	viewer.click(".who button", "#token")
	viewer.click("a.primary", ".search")
	viewer.Quiet()
}

// TestBrowserResumes: a clip whose connection is cut arrives as it was, and is not
// begun anew.
func TestBrowserResumes(t *testing.T) {
	const size = 20 << 20
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	proxy := &cutter{target: s.Listener.Addr().String()}
	go proxy.serve(l)
	b := openTab(t, s, 1280, "light")
	s.URL = "http://" + l.Addr().String()
	b.open("/signin")
	b.Do(chromedp.SendKeys("#token", s.Tokens[store.Coach], chromedp.ByQuery))
	b.click("form button.primary", "#upload")
	before := proxy.sent.Load()
	proxy.mu.Lock()
	proxy.places = []int64{before + 6<<20, before + 15<<20}
	proxy.mu.Unlock()
	file := servicetest.ClipFile(t, "long.mp4", 60, size)
	b.Do(chromedp.SetUploadFiles("#files", []string{file}, chromedp.ByQuery))
	b.wait("#sending a.name")
	u, err := s.Store.FindUpload(t.Context(), s.Org.ID, accountOf(t, s, s.Tokens[store.Coach]), store.Clip, hashFile(t, file))
	if err != nil || !u.Complete { // completed only with that hash
		t.Errorf("the upload is %+v: %v", u, err)
	}
	// Browsers send a request again by themselves whose connection broke: of each cut
	// no more than that is sent twice.
	const chunk = 4 << 20
	if sent := proxy.sent.Load() - before; proxy.cuts.Load() != 2 || sent > size+2*chunk {
		t.Errorf("%d bytes are sent of %d, with %d cuts", sent, size, proxy.cuts.Load())
	}
}

// signIn signs in by a token that is pasted, after one that is none.
func (b *tab) signIn(token string) {
	b.open("/clips?q=shot")
	b.look("signin")
	b.Do(chromedp.SendKeys("#token", "shotcheck_none", chromedp.ByQuery))
	b.click("form button.primary", ".error")
	b.says(".error", "This token is not valid")
	b.Do(chromedp.SendKeys("#token", token, chromedp.ByQuery))
	b.click("form button.primary", ".search")
	b.click(".brand", ".empty")
	b.look("empty")
	b.keyboard()
}

// keyboard goes from the top of the page to what takes files, without a mouse.
func (b *tab) keyboard() {
	b.t.Helper()
	var reached []string
	for range 12 {
		var id string
		b.Do(chromedp.KeyEvent("\t"), chromedp.Evaluate(`document.activeElement.id || document.activeElement.className || document.activeElement.textContent`, &id))
		reached = append(reached, id)
	}
	if reached[0] != "skip" || !slices.Contains(reached, "files") {
		b.t.Errorf("the tabulator leads to %q", reached)
	}
}

// drop chooses two clips, drops a third, and watches them to their end.
func (b *tab) drop() {
	b.Do(chromedp.SetUploadFiles("#files", []string{
		servicetest.ClipFile(b.t, "slow free throw.mp4", 30, 20<<20), servicetest.ClipFile(b.t, "damaged.mp4", 31, 9000),
	}, chromedp.ByQuery))
	clip := servicetest.Clip(32, 64)
	b.Do(chromedp.Evaluate(fmt.Sprintf(`(() => { const d = new DataTransfer(); d.items.add(new File([Uint8Array.from(atob(%q), c => c.charCodeAt(0)), new Uint8Array(20000)], "noshot.mp4"));
		dispatchEvent(new DragEvent("drop", { dataTransfer: d, cancelable: true })); })()`, base64.StdEncoding.EncodeToString(clip)), nil))
	b.wait("#sending .clip:nth-child(3)")
	b.wait("#sending [data-state=running]")
	b.look("sending")
	b.wait("#sending .clip:nth-child(3)[data-state=done]")
	b.wait("#sending .clip:nth-child(2)[data-state=failed]")
	b.wait("#sending .clip:nth-child(1)[data-state=done]")
	b.says("#sending .clip:nth-child(2) .facts", "no picture can be decoded")
	b.look("sent")
	b.open("/clips")
	b.look("clips")
	b.Do(chromedp.SendKeys("[name=q]", "FREE", chromedp.ByQuery))
	b.click(".search button", ".search a")
	b.says("#clips .name", "slow free throw.mp4")
	b.click("#clips .name", "iframe")
	b.look("clip")
	b.open("/clips/no-such-clip")
	b.look("nothing")
	b.refused("404")
}

// people adds a player under age, whose guardian consents.
func (b *tab) people() {
	b.open("/players")
	b.look("no-players")
	b.Do(chromedp.SendKeys("#name", "Mia Example", chromedp.ByQuery), chromedp.SendKeys("#born", "next year", chromedp.ByQuery))
	b.click("main form .primary", "#born-error")
	b.refused("422")
	b.look("player-wrong")
	b.Do(chromedp.SetValue("#born", "2014-05-30", chromedp.ByQuery))
	b.click("main form .primary", ".warning")
	b.look("no-consent")
	b.Do(chromedp.SendKeys("#guardian", "Ida Example", chromedp.ByQuery), chromedp.Click("[value=share]", chromedp.ByQuery))
	b.click("[action$='/consents'] .primary", ".notice")
	b.says("main", "Consent to store and share")
	b.look("consent")
}

// results are looked at, shared, compared, and make a trend.
func (b *tab) results() {
	player := strings.TrimPrefix(b.path(), "/players/")
	for i, day := range []string{"2026-09-01", "2026-09-22", "2026-10-13", "2026-11-03", "2026-11-24"} {
		importResults(b.t, b.s, player, fmt.Sprintf("training %d.mp4", i+1), day, 2.5*float64(i))
	}
	b.open("/clips?player=" + player)
	b.click("#clips .name", "iframe")
	b.Do(chromedp.Sleep(500 * time.Millisecond)) // the report is drawn
	b.look("result")
	b.click("[action$='/shares'] .primary", "#link")
	b.look("shared")
	var link string
	b.Do(chromedp.Value("#link", &link, chromedp.ByQuery))
	b.open(strings.TrimPrefix(link, b.s.URL))
	b.wait("#summary")
	b.open("/clips?player=" + player)
	b.Do(chromedp.Click("li:nth-child(1) [type=checkbox]", chromedp.ByQuery), chromedp.Click("li:nth-child(5) [type=checkbox]", chromedp.ByQuery))
	b.click("#compare button", ".differences")
	b.says(".differences", "Clear difference")
	b.look("compare")
	b.open("/players/" + player)
	b.says(".trend.counts", "more than noise")
	b.look("player")
	b.open("/players")
	b.look("players")
}

// importResults uploads results of a player's clip of a day, which differ from
// others by some degrees of the knee.
func importResults(t *testing.T, s *servicetest.Service, player, name, day string, deg float64) {
	t.Helper()
	res := sample.Result(sample.Options{Shots: 4})
	res.Clip.Name, res.Clip.RecordedAt = name, day+"T17:00:00Z"
	for i := range res.Shots {
		for k := range res.Shots[i].Metrics {
			if m := &res.Shots[i].Metrics[k]; m.ID == "knee_dip" {
				m.Value -= deg
			}
		}
	}
	dir := t.TempDir()
	for file, write := range map[string]func(io.Writer) error{
		"analysis.json": func(w io.Writer) error { return report.WriteJSON(w, res) },
		"index.html": func(w io.Writer) error {
			return report.WriteHTML(w, report.Document{Result: res, Player: "Mia Example"})
		},
		"report.pdf": func(w io.Writer) error {
			return report.WritePDF(w, report.Document{Result: res, Player: "Mia Example"})
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive, err := os.Create(filepath.Join(t.TempDir(), "results.zip"))
	if err == nil {
		err = errors.Join(service.WriteArchive(archive, dir, false), archive.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	c := s.Client(t, s.Tokens[store.Owner])
	u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindResults, Name: name, Path: archive.Name()}, silent)
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, PlayerID: player})
	if err == nil {
		a, err = c.Wait(t.Context(), a.ID, still)
	}
	if err != nil || a.State != service.StateDone {
		t.Fatalf("%+v, %v", a, err)
	}
}

// erase erases the player and then the club, each after a wrong name.
func (b *tab) erase() {
	b.open("/players")
	b.click(".name", "[action$='/erase']")
	b.Do(chromedp.Evaluate("document.querySelector('[action$=\"/erase\"]').parentElement.open = true", nil), chromedp.SendKeys("#confirm", "Mia", chromedp.ByQuery))
	b.click("[action$='/erase'] .danger", "#confirm-error")
	b.refused("422")
	b.look("erase-wrong")
	b.Do(chromedp.SetValue("#confirm", "Mia Example", chromedp.ByQuery))
	b.click("[action$='/erase'] .danger", ".notice")
	b.says(".notice", "The player is erased")
	b.open("/settings/erase")
	b.look("erase")
	b.Do(chromedp.SendKeys("#organisation", "BC Example", chromedp.ByQuery))
	b.click("[action$='/organisation'] .danger", "#token")
	b.says(".notice", "erased")
	if left := b.s.Stored(b.t); len(left) > 0 {
		b.t.Errorf("blobs are left: %v", left)
	}
}

// settings makes a token and revokes it.
func (b *tab) settings() {
	b.open("/settings")
	b.look("settings")
	b.click("[action='/settings/tokens'] .primary", "[aria-invalid=true]")
	b.look("settings-wrong")
	b.refused("422")
	b.Do(chromedp.SendKeys("#name", "laptop of the coach", chromedp.ByQuery))
	b.click("[action='/settings/tokens'] .primary", "#secret")
	b.look("token")
	b.click("[aria-label='Revoke laptop of the coach']", ".notice")
	b.says(".notice", "revoked")
}
