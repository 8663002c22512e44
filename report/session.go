package report

import (
	"fmt"
	"image"
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
	var parts []string
	if a.title() != sessionTitle {
		parts = append(parts, sessionTitle)
	}
	parts = append(parts, plural(len(a.Session.Shots), "shot")+" of "+plural(a.Session.Results, "clip"))
	if words := days(a.Session.Days()); words != "" {
		parts = append(parts, words)
	}
	if n := len(a.Session.Players); n > 1 {
		parts = append(parts, plural(n, "player"))
	}
	return strings.Join(parts, "  |  ")
}

// days tells a stretch of days; nothing where they are not known.
func days(first, last time.Time) string {
	switch {
	case first.IsZero():
		return ""
	case first.Equal(last):
		return first.Format(dayForm)
	}
	return first.Format(dayForm) + " to " + last.Format(dayForm)
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
		where += ", " + r.Day.Format(dayForm)
	}
	words := fmt.Sprintf("%s: %s (severity %.0f)", where, flaws, r.Severity)
	if r.Typical {
		words += fmt.Sprintf(", on average %.1f SD from the means", r.OffMean)
	}
	return words
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
