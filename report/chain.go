package report

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// chainSource says in which order joints extend.
const chainSource = "Okazaki, Rodacki & Satern 2015, Sports Biomech., doi:10.1080/14763141.2015.1052541 (read second-hand)"

// link is the moment of a joint's fastest extension, in seconds after the hip's.
type link struct {
	label               string
	timeS, uncertaintyS float64
}

// chain returns the links of a shot; none where a part of it is not measured.
func chain(shot *analysis.Shot) []link {
	knee, ok := shot.Metric("chain_hip_knee")
	elbow, also := shot.Metric("chain_knee_elbow")
	if !ok || !also {
		return nil
	}
	return []link{
		{"hip", 0, 0},
		{"knee", knee.Value, knee.Uncertainty},
		{"elbow", knee.Value + elbow.Value, math.Hypot(knee.Uncertainty, elbow.Uncertainty)},
	}
}

// chained returns the shots with a chain.
func (a *story) chained() []*analysis.Shot {
	var shots []*analysis.Shot
	for i := range a.Result.Shots {
		if s := &a.Result.Shots[i]; chain(s) != nil {
			shots = append(shots, s)
		}
	}
	return shots
}

// chainWords explain the bar; %s is the source.
const chainWords = "When hip, knee and elbow extend fastest, after the hip. The published order is hip, knee, elbow %s. Whiskers are ± the uncertainty: links closer than it have no order."

// Sizes of a chain in millimetres.
const (
	chainMM     = 15.0
	chainLeftMM = 18.0
)

// chains draws the kinetic chain of each shot as a bar of time.
func (a *author) chains() {
	shots := a.chained()
	if len(shots) == 0 {
		return
	}
	low, high := chainSpan(shots)
	a.heading("Kinetic chain", 14+math.Min(4, float64(len(shots)))*chainMM)
	a.paragraph(a.left, a.width, fmt.Sprintf(chainWords, a.sources.cite(chainSource)), noteStyle)
	a.y += 2
	for _, s := range shots {
		a.need(chainMM)
		a.chain(s, low, high)
	}
}

// chainSpan returns the times that hold all links with their uncertainty.
func chainSpan(shots []*analysis.Shot) (low, high float64) {
	for _, s := range shots {
		for _, l := range chain(s) {
			low, high = math.Min(low, l.timeS-l.uncertaintyS), math.Max(high, l.timeS+l.uncertaintyS)
		}
	}
	margin := math.Max(0.02, (high-low)*0.06)
	return low - margin, high + margin
}

// chainColours are those of hip, knee and elbow; that of the elbow is the
// brand's.
var chainColours = []color.NRGBA{{82, 156, 232, 255}, {124, 92, 200, 255}, {}}

// chainLevels are the distances of the names from the bar; each takes the first
// that is free.
var chainLevels = []float64{-2.4, 4.4, -5.6}

// chain draws the links of one shot between two times.
func (a *author) chain(shot *analysis.Shot, low, high float64) {
	x, w := a.left+chainLeftMM, a.width-chainLeftMM
	at := func(s float64) float64 { return x + w*(s-low)/(high-low) }
	middle := a.y + chainMM*0.62
	a.text(a.left, middle+1, fmt.Sprintf("Shot %d", shot.Index), cellStyle)
	a.line(x, middle, x+w, middle, rule, 0.3)
	taken := make([][]stretch, len(chainLevels))
	for i, l := range chain(shot) {
		colour := chainColours[i]
		if colour.A == 0 {
			colour = a.accent
		}
		level := middle + 1.1*float64(i) - 1.65
		a.line(at(l.timeS-l.uncertaintyS), level, at(l.timeS+l.uncertaintyS), level, fadeTo(colour, 0.55), 0.8)
		a.dot(at(l.timeS), middle, 1.3, colour)
		width := a.measure(l.words(), noteStyle)
		from := math.Max(x, math.Min(at(l.timeS)-width/2, x+w-width))
		place := stretch{from, from + width}
		k := max(0, slices.IndexFunc(taken, func(level []stretch) bool { return !slices.ContainsFunc(level, place.touches) }))
		taken[k] = append(taken[k], place)
		a.text(from, middle+chainLevels[k], l.words(), noteStyle)
	}
	a.y += chainMM
}

// words name a link with its time.
func (l link) words() string {
	switch ms := math.Round(1000 * l.timeS); {
	case l.uncertaintyS == 0:
		return l.label
	case ms < 0:
		return fmt.Sprintf("%s −%.0f ms", l.label, -ms)
	default:
		return fmt.Sprintf("%s +%.0f ms", l.label, ms)
	}
}
