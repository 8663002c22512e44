package web_test

import (
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// hostile is a name that would be more than text where it is not escaped.
const hostile = `</title><script>alert(1)</script>"><img src=x onerror=alert(1)> & 'quoted' javascript:alert(1)`

// frame is that of an owner in a club with a hostile name.
func frame() web.Frame {
	return web.Frame{Title: hostile, Section: "clips", Done: "deleted", Me: &service.Me{
		Organisation: hostile, Plan: "free", Role: "owner", Scopes: strings.Fields("read write people delete tokens export admin"), UsedAnalyses: 3, MaxAnalyses: 60,
	}}
}

// analysis is one in a state, all of whose words are hostile.
func analysis(state string) service.Analysis {
	at := time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)
	return service.Analysis{
		ID: "0193", Name: hostile, State: state, Stage: "scout", Fraction: 0.5, Shots: 2, Quality: 0.87, CreatedAt: at, FinishedAt: &at, ExpiresAt: at,
		Message: hostile, Hint: hostile, Settings: service.Settings{Player: hostile, ShotType: "three", HeightM: 1.85, BlurFaces: true},
	}
}

// form is one whose fields are all wrong.
var form = web.Form{
	Values: map[string]string{"name": hostile, "token": hostile, "valid_days": hostile},
	Errors: map[string]string{"": hostile, "name": hostile, "scopes": hostile},
}

// pages are pages of each kind, each with what it must show.
func pages() map[string]struct {
	page  web.Page
	shows []string
} {
	at := time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)
	type entry = struct {
		page  web.Page
		shows []string
	}
	viewer := frame()
	viewer.Me = &service.Me{Organisation: "BC", Role: "viewer", Scopes: []string{"read"}}
	files := []service.File{{Name: "index.html", URL: "/r/x/index.html"}, {Name: "report.pdf", SizeBytes: 2_100_000, URL: "/r/x/report.pdf"}, {Name: "poses.json", URL: "/r/x/poses.json"}}
	list := service.AnalysisList{Analyses: []service.Analysis{analysis("queued"), analysis("running"), analysis("done"), analysis("failed"), analysis("cancelled")}, Next: "0192"}
	return map[string]entry{
		"sign in":       {web.SignIn{Frame: web.Frame{Title: "Sign in"}, Form: form, Next: "/clips?q=" + hostile}, []string{`type="password"`, `role="alert"`}},
		"with provider": {web.SignIn{Frame: web.Frame{Title: "Sign in"}, Provider: "/signin/provider"}, []string{`href="/signin/provider"`, "Use a token instead"}},
		"clips":         {web.Clips{Frame: frame(), Query: hostile, State: "done", Before: "0194", List: list, LargestMiB: 500}, []string{`id="upload"`, "shotcheck upload", "Older", "2 shots · quality 87 %"}},
		"no clips":      {web.Clips{Frame: frame()}, []string{"No clips yet. The first one"}},
		"for a viewer":  {web.Clips{Frame: viewer}, []string{"No clips yet.</p>"}},
		"a clip":        {web.Clip{Frame: frame(), Analysis: analysis("done"), Page: "/r/x/index.html", Files: files}, []string{`<iframe src="/r/x/index.html"`, "Report as PDF</a> <small>2.1 MB", "Three points", "1.85 m", "Remove for good"}},
		"in the making": {web.Clip{Frame: frame(), Analysis: analysis("running")}, []string{`id="watch"`, `value="0.1"`, "Cancel"}},
		"failed":        {web.Clip{Frame: viewer, Analysis: analysis("failed")}, []string{"There is no result", "What to do:"}},
		"settings": {web.Settings{Frame: frame(), Form: form, Chosen: []string{"read"}, Secret: "shotcheck_X", Address: "https://shots.example", Tokens: []service.Token{
			{ID: "1", Name: hostile, Scopes: []string{"read", "write"}, ExpiresAt: at},
		}}, []string{"3 of 60", `value="shotcheck_X"`, `value="read" checked`, `aria-invalid="true"`, "shotcheck login --server https://shots.example"}},
		"members": {web.Settings{
			Frame: frame(), Clubs: []web.Club{{ID: "1", Name: hostile, Here: true}, {ID: "2", Name: hostile}}, Members: []service.Member{{AccountID: "1", Name: hostile, Role: "coach"}}, MemberForm: form, Invites: true,
			Invitations: []service.Invitation{{ID: "2", Email: hostile, Role: "viewer"}}, Link: "https://shots.example/join/x",
		}, []string{"You are here", "Go there", "<option selected>coach", "Take back", `value="https://shots.example/join/x"`}},
		"players": {web.Players{Frame: frame(), Form: form, List: service.PlayerList{Players: []service.Player{
			{ID: "1", Name: hostile, Born: "2015", UnderAge: true}, {ID: "2", Name: "Ann", Born: "1990", MayStore: true, MayShare: true},
		}, Next: "1"}}, []string{"Consent is missing", "Of age", "Older"}},
		"a player":   {player(), []string{"no guardian's consent holds", "more than noise", "1 value whose change is within the noise", "from 1 Nov 2026 to 20 Nov 2026: change −10 ± 6°, more than noise.", "not dated", "Erase for good", "to store and analyse, and to share by links"}},
		"comparison": {web.Compare{Frame: frame(), Comparison: comparison()}, []string{"1 of 2 differences</b> stands clear", "+10 ± 6°", "−0.02 ± 0.05 s", "1 value not compared", "≥ 0.68 ± 0.04 s"}},
		"erasure":    {web.Erase{Frame: frame(), Form: web.Form{Errors: map[string]string{"account": hostile}}, Name: hostile}, []string{"Download everything", `id="account-error"`, "Erase the club"}},
		"problem":    {web.Error{Frame: web.Frame{Title: hostile}, Problem: service.Problem{Status: 404, Detail: hostile, Hint: hostile}, Request: "12"}, []string{"Error 404, request 12"}},
	}
}

// player is one under age whose clips show two trends.
func player() web.Player {
	at := time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)
	point := func(date string, mean float64) service.TrendPoint {
		return service.TrendPoint{AnalysisID: "1", Date: date, Shots: 2, Mean: mean, SD: new(1.5)}
	}
	points := []service.TrendPoint{point("2026-11-01", 141), point("2026-11-20", 131), point("", 120)}
	trend := service.Trend{ID: "knee_dip", Label: hostile, Unit: "deg", Change: new(-10.0), Uncertainty: new(6.0), NoiseFloor: new(5.0), Exceeds: new(true), Points: points}
	quiet := trend
	quiet.Exceeds = new(false)
	return web.Player{
		Frame: frame(), Change: form, Consent: form, Erase: form, Player: service.Player{ID: "1", Name: hostile, Born: "2015", UnderAge: true},
		Consents: []service.Consent{{ID: "1", Guardian: hostile, Purposes: []string{"store", "share"}}, {ID: "2", Guardian: hostile, WithdrawnAt: &at}},
		Clips:    []service.Analysis{analysis("done")}, Members: []service.Member{{AccountID: "1", Name: hostile, Role: "player"}},
		Trend: service.PlayerTrend{Analyses: 3, Shots: 6, Trends: []service.Trend{trend, quiet, {ID: "none", Missing: &service.Note{Message: hostile}}}},
	}
}

// comparison is one of a clear difference, one of none, and one that is missing.
func comparison() service.Comparison {
	estimate := func(v, u float64) service.Estimate { return service.Estimate{Value: &v, Uncertainty: &u, Shots: 4} }
	bound := estimate(0.68, 0.04)
	bound.Bound = "at_least"
	side := service.ComparedSide{AnalysisID: "1", Name: hostile, Date: "2026-11-01", Shots: []int{1, 2}, Hand: "right", Kind: "set", View: "side"}
	return service.Comparison{
		A: side, B: side, Notes: []service.Note{{Message: hostile}}, Differences: []service.Difference{
			{Label: hostile, Unit: "deg", A: estimate(128, 4), B: estimate(138, 4), Difference: new(10.0), Uncertainty: new(6.0), Exceeds: new(true)},
			{Label: "Dip to release", Unit: "s", A: bound, B: estimate(1.2, 0.03), Difference: new(-0.02), Uncertainty: new(0.05), Exceeds: new(false)},
			{Label: "Ball", Missing: &service.Note{Message: hostile}},
		},
	}
}

// TestPages: each page is one that a browser reads as it was meant, whatever the
// names in it are.
func TestPages(t *testing.T) {
	t.Parallel()
	for name, p := range pages() {
		var b strings.Builder
		if err := web.Write(&b, p.page); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkMarkup(t, name, b.String())
		for _, words := range p.shows {
			if !strings.Contains(html.UnescapeString(b.String()), words) {
				t.Errorf("%s: %q is not in the page", name, words)
			}
		}
	}
}

// TestViewer: who may only see is shown no form to change anything.
func TestViewer(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"for a viewer", "failed"} {
		var b strings.Builder
		if err := web.Write(&b, pages()[name].page); err != nil {
			t.Fatal(err)
		}
		if forms := strings.Count(b.String(), `method="post"`); forms != 1 || strings.Contains(b.String(), "upload") {
			t.Errorf("%s: has %d forms to post, not that to sign out alone", name, forms)
		}
	}
}

var (
	identifier = regexp.MustCompile(` id="([^"]*)"`)
	inner      = regexp.MustCompile(` (?:href="#|for="|aria-labelledby="|aria-describedby="|data-copy=")([^"]*)"`)
	inline     = regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style| style=| on[a-z]+="|href="javascript`)
)

// checkMarkup reads a page as elements that open and close; ids are unique, what
// names one finds it, and nothing is there that the policy forbids.
func checkMarkup(t *testing.T, name, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
	seen := map[string]bool{}
	for _, m := range identifier.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("%s: id %q appears twice", name, m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range inner.FindAllStringSubmatch(page, -1) {
		for id := range strings.FieldsSeq(m[1]) {
			if !seen[id] {
				t.Errorf("%s: %s names nothing", name, m[0])
			}
		}
	}
	for _, bad := range append(inline.FindAllString(page, -1), "ZgotmplZ", "<img src=x") {
		if strings.Contains(page, bad) {
			t.Errorf("%s: %q stands in the page", name, bad)
		}
	}
}
