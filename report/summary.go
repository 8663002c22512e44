package report

import (
	"fmt"

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

// noShotWords say what to try where there is no shot.
const noShotWords = "Nobody in this clip makes a movement that can be told for a shot. " +
	"Film the whole body from the side at 30 pictures a second or more, from before the dip until the arm comes down. " +
	"Where a shot is in the clip all the same, name its moment: shotcheck analyze --release SECONDS."
