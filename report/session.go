package report

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// SessionDocument is all that a session's PDF and page tell.
type SessionDocument struct {
	Session  *analysis.Session
	Units    analysis.Units
	PageSize string // "A4" (also if empty) or "Letter"
	Brand    Brand
	// Still returns the picture of a shot's release, by its result folder and its
	// index, or nil if there is none.
	Still func(result string, shot int) image.Image
}

// rollup is what PDF and page of a session tell alike.
type rollup struct {
	SessionDocument
	sources sources
}

// listing is a table for PDF and page. Weights share out the width between the
// columns.
type listing struct {
	Caption string // what it is called by screen readers
	Head    []string
	Weights []float64
	Rows    [][]string
	Marked  []bool // rows that matter; nil: none
}

const sessionTitle = "Session report"

// title names the session in a line.
func (a *rollup) title() string {
	if p := a.Session.Players; len(p) == 1 && p[0].Name != "" {
		return p[0].Name
	}
	return sessionTitle
}

// facts describes the session in one line.
func (a *rollup) facts() string {
	first, last := time.Time{}, time.Time{}
	for _, s := range a.Session.Shots {
		if !s.Day.IsZero() && (first.IsZero() || s.Day.Before(first)) {
			first = s.Day
		}
		if s.Day.After(last) {
			last = s.Day
		}
	}
	var parts []string
	if a.title() != sessionTitle {
		parts = append(parts, sessionTitle)
	}
	parts = append(parts, plural(len(a.Session.Shots), "shot")+" of "+plural(a.Session.Results, "clip"))
	if words := days(first, last); words != "" {
		parts = append(parts, words)
	}
	if n := len(a.Session.Players); n > 1 {
		parts = append(parts, plural(n, "player"))
	}
	return strings.Join(parts, "  |  ")
}

// days tells a stretch of days; nothing where they are not known.
func days(first, last time.Time) string {
	const form = "2 January 2006"
	switch {
	case first.IsZero():
		return ""
	case first.Equal(last):
		return first.Format(form)
	}
	return first.Format(form) + " to " + last.Format(form)
}

// playerName names a player for a heading.
func playerName(p *analysis.PlayerSession) string {
	if p.Name == "" {
		return "Player without a name"
	}
	return p.Name
}

// of adds whom a title speaks of, where there are several.
func (a *rollup) of(p *analysis.PlayerSession, title string) string {
	switch {
	case len(a.Session.Players) == 1:
		return title
	case p.Name == "":
		return title + ", " + lower(playerName(p))
	}
	return title + ", " + playerName(p)
}

// counted says which shots the numbers are of.
func (a *rollup) counted(p *analysis.PlayerSession) string {
	kind := p.Kind + " shots"
	if p.ShotType != "" && p.ShotType != "unknown" {
		kind += " (" + strings.ReplaceAll(p.ShotType, "-", " ") + ")"
	}
	words := fmt.Sprintf("%d of %s count: %s in %s", p.Counted, plural(p.Shots, "shot"), kind, plural(p.Clips, "clip"))
	if d := days(p.First, p.Last); d != "" {
		words += ", " + d
	}
	if p.Counted < p.Shots {
		words += ". Shots of another kind, or of others in the same clip, are listed and not compared"
	}
	return words + "."
}

// news says what has changed beyond the noise.
func (a *rollup) news(p *analysis.PlayerSession) []string {
	tested := 0
	var words []string
	for _, t := range p.Trends {
		if t.Missing != nil {
			continue
		}
		tested++
		if t.Exceeds {
			info, _ := analysis.MetricByID(t.ID)
			words = append(words, fmt.Sprintf("%s: %s from the first to the last of %s, beyond the noise floor of %s.", info.Label, a.change(t), plural(len(t.Days), "day"), a.Units.Format(t.NoiseFloor, t.Unit)))
		}
	}
	switch {
	case tested == 0:
		return []string{"Whether anything changes from day to day cannot be told: " + whyNoTrend(p) + "."}
	case len(words) == 0:
		return []string{fmt.Sprintf("None of %s has changed beyond the noise floor.", plural(tested, "metric"))}
	}
	return append(words, fmt.Sprintf("%s were tested; by chance alone about 1 in 20 exceeds its floor.", upper(plural(tested, "metric"))))
}

// whyNoTrend is the reason that most metrics have.
func whyNoTrend(p *analysis.PlayerSession) string {
	for _, t := range p.Trends {
		if t.Missing != nil {
			return t.Missing.Message
		}
	}
	return "nothing was measured that repeats"
}

// change writes a trend's change with its sign and uncertainty.
func (a *rollup) change(t analysis.Trend) string {
	return signedMetric(a.Units, analysis.Metric{Value: t.Change, Uncertainty: t.Uncertainty, Unit: t.Unit})
}

// signedMetric writes a difference with its sign, uncertainty and unit.
func signedMetric(u analysis.Units, m analysis.Metric) string {
	words := u.FormatMetric(m)
	if number, _, _ := strings.Cut(words, " "); m.Value > 0 && strings.ContainsAny(number, "123456789") {
		return "+" + words
	}
	return words
}

// trends lists what was tested for a change, that which counts first.
func (a *rollup) trends(p *analysis.PlayerSession) listing {
	l := listing{
		Caption: "Trends by day", Head: []string{"Metric", "View", "Days", "Change, first to last day", "Noise floor", "Between shots of a day", "Verdict"},
		Weights: []float64{36, 15, 10, 34, 24, 26, 33},
	}
	for _, t := range tested(p) {
		info, _ := analysis.MetricByID(t.ID)
		verdict, between := "within the noise", "not known"
		if t.TypicalError > 0 {
			between = "SD " + a.Units.Format(t.TypicalError, t.Unit)
		}
		if t.Exceeds {
			verdict = "beyond the noise"
		}
		l.Rows = append(l.Rows, []string{
			info.Label, t.View, itoa(len(t.Days)), a.change(t), a.Units.Format(t.NoiseFloor, t.Unit), between, verdict,
		})
		l.Marked = append(l.Marked, t.Exceeds)
	}
	return l
}

// tested returns the trends that there are, those that count first.
func tested(p *analysis.PlayerSession) []analysis.Trend {
	var counts, others []analysis.Trend
	for _, t := range p.Trends {
		switch {
		case t.Missing != nil:
		case t.Exceeds:
			counts = append(counts, t)
		default:
			others = append(others, t)
		}
	}
	return append(counts, others...)
}

// untested tells what was not tested and why.
func untested(p *analysis.PlayerSession) string {
	var reasons []string
	labels := map[string][]string{}
	for _, t := range p.Trends {
		if t.Missing != nil {
			info, _ := analysis.MetricByID(t.ID)
			if labels[t.Missing.Message] == nil {
				reasons = append(reasons, t.Missing.Message)
			}
			labels[t.Missing.Message] = append(labels[t.Missing.Message], lower(info.Label))
		}
	}
	var words []string
	for _, r := range reasons {
		words = append(words, join(labels[r])+": "+r)
	}
	if words == nil {
		return ""
	}
	return "Not tested: " + strings.Join(words, "; ") + "."
}

// consistency lists how much the shots differ.
func (a *rollup) consistency(p *analysis.PlayerSession) listing {
	l := listing{
		Caption: "Consistency over clips", Head: []string{"Metric", "View", "Shots", "Clips", "Mean", "Spread (SD)", "Noise", "Verdict"},
		Weights: []float64{40, 16, 12, 12, 36, 22, 20, 30},
	}
	for _, c := range p.Spreads {
		info, _ := analysis.MetricByID(c.ID)
		mean := a.Units.FormatMetric(analysis.Metric{Value: c.Mean, Uncertainty: c.Uncertainty, Unit: c.Unit})
		l.Rows = append(l.Rows, []string{
			info.Label, c.View, itoa(c.Shots), itoa(c.Clips), mean, a.Units.Format(c.SD, c.Unit), a.Units.Format(c.NoiseFloor, c.Unit), verdict(c.Consistency),
		})
		l.Marked = append(l.Marked, c.Inconsistent())
	}
	return l
}

// extremes lists the best and the worst shot side by side.
func (a *rollup) extremes(x *analysis.Extremes) listing {
	l := differenceListing(a.Units, x.Differences, "best", "worst", "Worst − best")
	l.Caption = "Best and worst shot"
	return l
}

// differenceListing lists what was measured in both, with the difference.
func differenceListing(u analysis.Units, list []analysis.Difference, a, b, difference string) listing {
	l := listing{Head: []string{"Metric", upper(a), upper(b), difference, "Verdict"}, Weights: []float64{42, 32, 32, 34, 38}}
	for _, d := range list {
		if d.A.Missing != nil && d.B.Missing != nil {
			continue
		}
		info, _ := analysis.MetricByID(d.ID)
		row := []string{info.Label, estimated(u, d.A), estimated(u, d.B), "–", ""}
		switch {
		case d.A.Missing != nil:
			row[4] = "not measured in " + a
		case d.B.Missing != nil:
			row[4] = "not measured in " + b
		case d.Missing != nil:
			row[4] = d.Missing.Message
		case d.Exceeds:
			row[3], row[4] = signedMetric(u, d.Metric()), "beyond the uncertainty"
		default:
			row[3], row[4] = signedMetric(u, d.Metric()), "within the uncertainty"
		}
		l.Rows, l.Marked = append(l.Rows, row), append(l.Marked, d.Exceeds)
	}
	return l
}

// estimated writes a value, or a dash.
func estimated(u analysis.Units, e analysis.Estimate) string {
	if e.Missing != nil {
		return "–"
	}
	return u.FormatMetric(e.Metric())
}

// rankedWords tell a shot and what it is ranked by.
func (a *rollup) rankedWords(r analysis.Ranked) string {
	flaws := "no flaw"
	if len(r.Flaws) > 0 {
		var labels []string
		for _, f := range r.Flaws {
			labels = append(labels, lower(flawLabel(f.ID)))
		}
		flaws = join(labels)
	}
	where := fmt.Sprintf("%s, shot %d", r.Clip, r.Index)
	if !r.Day.IsZero() {
		where += ", " + r.Day.Format("2 January 2006")
	}
	words := fmt.Sprintf("%s: %s (severity %.0f)", where, flaws, r.Severity)
	if r.Typical {
		words += fmt.Sprintf(", on average %.1f SD from the means", r.OffMean)
	}
	return words
}

// shots lists at most a number of shots.
func (a *rollup) shots(p *analysis.PlayerSession, most int) listing {
	l := listing{
		Caption: "Shots", Head: []string{"Clip", "Day", "#", "Kind", "View"},
		Weights: []float64{34, 31, 8, 14, 15},
	}
	for _, k := range keyMetrics[:4] {
		info, _ := analysis.MetricByID(k.id)
		l.Head, l.Weights = append(l.Head, k.title+" ("+a.Units.Suffix(info.Unit)+")"), append(l.Weights, 25)
	}
	l.Head, l.Weights = append(l.Head, "Flaws", "Counts"), append(l.Weights, 17, 22)
	for _, s := range a.Session.Shots {
		if s.Player != p.Name {
			continue
		}
		if len(l.Rows) == most {
			break
		}
		l.Rows = append(l.Rows, a.shotRow(s))
	}
	return l
}

func (a *rollup) shotRow(s *analysis.Attempt) []string {
	row := []string{s.Clip, dash(day(s.Day)), itoa(s.Index), s.Kind, s.View.Kind}
	for _, k := range keyMetrics[:4] {
		value := "–"
		if i := slices.IndexFunc(s.Metrics, func(m analysis.Metric) bool { return m.ID == k.id && m.Missing == nil }); i >= 0 {
			value = a.Units.FormatBare(s.Metrics[i])
		}
		row = append(row, value)
	}
	counts := "yes"
	if s.LeftOut != nil {
		counts = strings.ReplaceAll(s.LeftOut.Code, "-", " ")
	}
	return append(row, itoa(len(s.Flaws)), counts)
}

func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// remainder says that a list was cut, and where all of it is.
func remainder(p *analysis.PlayerSession, listed int) string {
	if p.Shots <= listed {
		return ""
	}
	return fmt.Sprintf("The first %d of %d shots; all are in session.csv.", listed, p.Shots)
}

// sessionMethod says how the numbers come about; %s is a reference.
var sessionMethod = []string{
	"± is half of the interval that holds the true value in 9 of 10 cases. That of a mean holds the scatter of the shots and the uncertainty of their measurement, " +
		"which the shots of a clip may share and which therefore shrinks with the number of clips only.",
	"Consistency: SD between all counted shots, beside the noise that measurement alone would show. Shots differ when a chi-square test at 5 % says so.",
	"Trends: a straight line through the daily means, each weighted by its variance: that of the scatter between shots of a day, which is the typical error %s, " +
		"and of the values' own uncertainty, which shrinks with the number of clips only.",
	"A change counts when it exceeds the minimal detectable change at 95 %% %s; where the days scatter about the line by more than their variances allow, it grows by as much. " +
		"What is measured no more than that is noise.",
	"Best and worst shot are ranked by the sum of severity × confidence of their flaws, equal ones by their distance from the player's own means. The rank is no measurement. " +
		"Shots with less than half of the values of the best measured one are not ranked.",
	"Values of different views are never pooled. A result does not tell whether the ball fell.",
}

// method returns the paragraphs on method with their references.
func (a *rollup) method() []string {
	var words []string
	for i, text := range sessionMethod {
		switch i {
		case 2:
			text = fmt.Sprintf(text, a.sources.cite(analysis.TrendSources[0]))
		case 3:
			text = fmt.Sprintf(text, a.sources.cite(analysis.TrendSources[1]))
		}
		words = append(words, text)
	}
	return append(words, "Made with shotcheck "+a.Session.Tool.Version+".")
}
