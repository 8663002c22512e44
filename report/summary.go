package report

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// summary writes the first page: what was filmed, the shots, what is good and
// what to work on.
func (a *author) summary() {
	a.masthead()
	if len(a.Result.Shots) == 0 {
		a.noShots()
		return
	}
	a.faults()
	a.strengths()
	a.shotTable()
}

// Sizes of the masthead, in millimetres.
const (
	badgeMM = 44.0 // width of the clip's quality
	logoMM  = 16.0 // height of the logo
)

// masthead writes title, player and clip, and the clip's quality at the right.
func (a *author) masthead() {
	a.brand()
	a.pdf.Bookmark("Summary", 0, 0)
	top := a.y
	for _, line := range a.wrap(a.title(), a.width-badgeMM, titleStyle) {
		a.y += titleStyle.lineMM()
		a.text(a.left, a.y-3, line, titleStyle)
	}
	a.qualityBadge(a.left+a.width, top)
	a.paragraph(a.left, a.width-badgeMM, a.facts(), style{9.5, false, grey})
	a.y += 2
	a.line(a.left, a.y, a.left+a.width, a.y, a.accent, 0.7)
}

// brand writes the club and its logo above the title.
func (a *author) brand() {
	logo := a.Brand.logo()
	if logo == nil && a.Brand.Club == "" {
		return
	}
	x, height := a.left, labelStyle.lineMM()
	if logo != nil {
		b := logo.Bounds()
		height = logoMM
		w := min(height*float64(b.Dx())/float64(b.Dy()), a.width/3)
		h := w * float64(b.Dy()) / float64(b.Dx())
		a.png(logo, x, a.y+(height-h)/2, w, h)
		x += w + 4
	}
	a.text(x, a.y+height/2+1.2, a.fit(a.Brand.Club, a.left+a.width-x, labelStyle), style{11, true, a.accent})
	a.y += height + 3
}

// title is what the report is called.
func (a *story) title() string {
	if a.Player != "" {
		return a.Player
	}
	return "Shot report"
}

// facts describes clip and shots in one line.
func (a *story) facts() string {
	parts := []string{}
	if a.Player != "" {
		parts = append(parts, "Shot report")
	}
	if !a.Date.IsZero() {
		parts = append(parts, a.Date.Format("2 January 2006"))
	}
	c := a.Result.Clip
	parts = append(parts, c.Name, fmt.Sprintf("%.1f s at %.0f pictures a second", c.DurationS, c.DistinctFPS), plural(len(a.Result.Shots), "shot"))
	if n := len(a.Result.Shooters); n > 1 {
		parts = append(parts, plural(n, "shooter"))
	}
	return strings.Join(parts, "  |  ")
}

// qualityBadge writes the clip's quality, right-aligned.
func (a *author) qualityBadge(right, top float64) {
	q := a.Result.Quality
	a.textRight(right, top+4, "clip quality", noteStyle)
	a.textRight(right, top+10.5, fmt.Sprintf("%s  %.2f", q.Grade, q.Score), style{13, true, a.gradeColour()})
}

func (a *author) gradeColour() color.NRGBA {
	rating := map[string]string{"good": analysis.Good, "fair": analysis.Watch, "poor": analysis.Poor}[a.Result.Quality.Grade]
	if rating == "" {
		return ink
	}
	return ratings[rating].colour
}

// noShots says so, and what to try.
func (a *author) noShots() {
	a.heading("No shot found", 20)
	a.paragraph(a.left, a.width, noShotWords, bodyStyle)
}

// keyMetrics are the columns of the summary's table, with their short titles.
// Weights share out the room between them.
var keyMetrics = []struct {
	id, title string
	weight    float64
}{
	{"knee_dip", "Knee at dip", 19},
	{"elbow_set", "Elbow at set point", 21},
	{"release_height", "Release height", 24},
	{"dip_to_release", "Dip to release", 24},
	{"follow_through_hold", "Hold after release", 28},
}

// shotTable writes one row for each shot.
func (a *author) shotTable() {
	columns := []column{{"#", 7, false}, {"Release at", 16, false}, {"Kind", 11, false}, {"Hand", 12, false}, {"View", 16, false}}
	if len(a.Result.Shooters) > 1 {
		columns[2] = column{"Shooter", 14, false}
	}
	room, weights := a.width, 0.0
	for _, c := range columns {
		room -= c.width
	}
	for _, k := range keyMetrics {
		weights += k.weight
	}
	for _, k := range keyMetrics {
		info, _ := analysis.MetricByID(k.id)
		title := k.title + " (" + a.Units.Suffix(info.Unit) + ")"
		columns = append(columns, column{title, room * k.weight / weights, false})
	}
	var rows [][]cell
	for i := range a.Result.Shots {
		rows = append(rows, a.shotRow(&a.Result.Shots[i]))
	}
	a.heading(plural(len(a.Result.Shots), "shot"), min(a.tableHeight(columns, rows), a.bottom-2*headMM))
	a.table(columns, rows)
	a.legend()
}

func (a *author) shotRow(shot *analysis.Shot) []cell {
	at := "–"
	if e, ok := shot.Event(analysis.Release); ok {
		at = fmt.Sprintf("%.2f s", e.Time.Seconds())
	}
	third := shot.Kind
	if len(a.Result.Shooters) > 1 {
		third = itoa(shot.Shooter)
	}
	row := []cell{plain(itoa(shot.Index)), plain(at), plain(third), plain(shot.Hand), plain(shot.View.Kind)}
	for _, k := range keyMetrics {
		row = append(row, a.valueCell(shot, k.id))
	}
	return row
}

// valueCell shows a metric of a shot with its rating.
func (a *author) valueCell(shot *analysis.Shot, id string) cell {
	m, ok := shot.Metric(id)
	if !ok {
		return quiet("–")
	}
	c := ratingOf(m).colour
	return cell{a.Units.FormatBare(m), cellStyle, &c}
}

// legend explains colours and abbreviations below a table.
func (a *author) legend() {
	a.y += 1
	x, base := a.left, a.y+noteStyle.lineMM()*0.8
	for _, r := range []string{analysis.Good, analysis.Watch, analysis.Poor, analysis.Ungraded} {
		a.dot(x+1.1, base-1, 1.05, ratings[r].colour)
		a.text(x+markMM, base, ratings[r].label, noteStyle)
		x += markMM + a.measure(ratings[r].label, noteStyle) + 4
	}
	a.text(x, base, "± 90 % interval,  – not measured,  bh body heights,  sw shoulder widths", noteStyle)
	a.y += noteStyle.lineMM()
}

// strengths names up to three metrics that are good in most shots.
func (a *author) strengths() {
	a.heading("What is good", 10)
	words := a.good()
	if len(words) == 0 {
		a.paragraph(a.left, a.width, a.noStrength(), bodyStyle)
	}
	for _, text := range words {
		a.need(bodyStyle.lineMM())
		a.dot(a.left+1.1, a.y+bodyStyle.lineMM()*0.52, 1.05, ratings[analysis.Good].colour)
		a.paragraph(a.left+4, a.width-4, text, bodyStyle)
	}
}

// good returns the metrics that are good in most shots, in words.
func (a *story) good() []string {
	const most = 3
	var words []string
	for _, info := range analysis.Catalogue {
		if text, ok := a.strength(info); ok && len(words) < most {
			words = append(words, text)
		}
	}
	return words
}

// noStrength says why nothing is called good.
func (a *story) noStrength() string {
	words := "No value lies inside a published norm by more than its uncertainty. That is no verdict: few values have norms"
	if c := a.Result.Config; c.ShotType == "unknown" || c.Sex == "" || c.Level == "" {
		return words + ", and more of them would apply if shot type, sex and level were told (--shot-type, --sex, --level)."
	}
	return words + "."
}

// strength describes a metric that is good in more than half of the shots in
// which it is measured.
func (a *story) strength(info analysis.MetricInfo) (string, bool) {
	var good, measured int
	var example analysis.Metric
	for i := range a.Result.Shots {
		m, ok := a.Result.Shots[i].Metric(info.ID)
		if !ok {
			continue
		}
		measured++
		if m.Rating == analysis.Good && m.Norm != nil {
			if good++; good == 1 {
				example = m
			}
		}
	}
	if good == 0 || 2*good <= measured {
		return "", false
	}
	n := example.Norm
	text := fmt.Sprintf("%s: %s, inside the norm %s %s", info.Label, a.Units.FormatMetric(example),
		a.Units.FormatRange(n.Mean-n.SD, n.Mean+n.SD, info.Unit), a.sources.cite(n.Source))
	if measured > 1 {
		text += fmt.Sprintf(", in %d of %d shots", good, measured)
	}
	return text, true
}

// fault is a flaw over all shots that show it.
type fault struct {
	worst analysis.Flaw
	shot  *analysis.Shot // that of the worst
	shots []int
}

// collect gathers the flaws of all shots by id, the gravest first.
func collect(res *analysis.Result) []fault {
	var list []fault
	for i := range res.Shots {
		shot := &res.Shots[i]
		for _, f := range shot.Flaws {
			k := slices.IndexFunc(list, func(o fault) bool { return o.worst.ID == f.ID && o.shot.Shooter == shot.Shooter })
			if k < 0 {
				list = append(list, fault{worst: f, shot: shot, shots: []int{shot.Index}})
				continue
			}
			list[k].shots = append(list[k].shots, shot.Index)
			if f.Severity > list[k].worst.Severity {
				list[k].worst, list[k].shot = f, shot
			}
		}
	}
	slices.SortStableFunc(list, func(a, b fault) int { return b.worst.Severity - a.worst.Severity })
	return list
}

// mostFaults is how many flaws a report leads with.
const mostFaults = 3

// noFaultWords stand in their place.
const noFaultWords = "No flaw was found that this view shows with certainty. What could not be measured is listed with the metrics."

// noShotWords say what to try where there is no shot.
const noShotWords = "Nobody in this clip makes a movement that can be told for a shot. " +
	"Film the whole body from the side at 30 pictures a second or more, from before the dip until the arm comes down. " +
	"Where a shot is in the clip all the same, name its moment: shotcheck analyze --release SECONDS."

// faults writes up to three flaws with picture, value, cue and drill.
func (a *author) faults() {
	list := collect(a.Result)
	if len(list) == 0 {
		a.heading("What to work on", 8)
		a.paragraph(a.left, a.width, noFaultWords, bodyStyle)
		return
	}
	a.cardMM = cardHeights[min(mostFaults, len(list))-1]
	a.heading("What to work on", a.cardMM)
	for _, f := range list[:min(mostFaults, len(list))] {
		a.card(f)
	}
	if len(list) > mostFaults {
		a.paragraph(a.left, a.width, "Also seen: "+otherFlaws(list[mostFaults:])+".", noteStyle)
	}
}

func otherFlaws(list []fault) string {
	var names []string
	for _, f := range list {
		if name := lower(flawLabel(f.worst.ID)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// flawLabel returns how people call a flaw.
func flawLabel(id string) string {
	if info, ok := analysis.FlawByID(id); ok {
		return info.Label
	}
	return id
}
