package analysis

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// SessionSchema names the format of session.json.
const SessionSchema = "shotcheck.session/1"

// Attempt is one shot of a session, with where it comes from.
type Attempt struct {
	Shot
	Result string    // path of its result folder
	Clip   string    // name of the clip
	Player string    // empty: not named
	Day    time.Time // midnight UTC of the day of the recording; zero: not known
	// Quality is the clip's score, 0–1.
	Quality float64
	// LeftOut is the reason why the statistics leave it out; nil: they count it.
	LeftOut *Missing
}

// Reasons to leave a shot out of the statistics.
const (
	OtherShooter = "other-shooter" // somebody else in the player's clip
	OtherKind    = "other-kind"    // not the kind and type of shot that he shows most
)

// Session rolls up the shots of many results.
type Session struct {
	Tool    Tool
	Results int // of how many clips, those without shots too
	Players []PlayerSession
	// Shots are all of them, in the order in which they were given.
	Shots []*Attempt
}

// PlayerSession is what the results of one player show together.
type PlayerSession struct {
	Name string // empty: not named
	// Kind and ShotType are those of the shots that are compared.
	Kind, ShotType string
	// Shots are all of his, Counted those that are compared, of how many Clips.
	Shots, Counted, Clips int
	// First and Last are the days of the counted shots; zero: not known.
	First, Last time.Time
	Spreads     []SessionSpread
	Trends      []Trend
	Extremes    *Extremes
	// NoExtremes is why there is no best and worst shot; nil where there are.
	NoExtremes *Missing
}

// SessionSpread is [Consistency] over clips; Uncertainty is the half width of the
// mean's 90 % interval.
type SessionSpread struct {
	Consistency
	View        string
	Clips       int
	Uncertainty float64
}

// NewSession rolls shots up by player. It sets their LeftOut.
func NewSession(shots []*Attempt, results int) *Session {
	s := &Session{Results: results, Shots: shots}
	for _, a := range shots {
		a.LeftOut = nil
	}
	names, groups := groupBy(shots, func(a *Attempt) string { return a.Player })
	for _, name := range names {
		s.Players = append(s.Players, newPlayerSession(name, groups[name]))
	}
	slices.SortStableFunc(s.Players, func(a, b PlayerSession) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

// groupBy parts a list, and returns the keys in the order of their first use.
func groupBy[K ~string | ~int, T any](list []T, key func(T) K) (keys []K, groups map[K][]T) {
	groups = map[K][]T{}
	for _, v := range list {
		k := key(v)
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], v)
	}
	return keys, groups
}

// most returns the largest group, of equal ones the first.
func most[K ~string | ~int, T any](list []T, key func(T) K) (best K) {
	keys, groups := groupBy(list, key)
	for _, k := range keys {
		if len(groups[k]) > len(groups[best]) {
			best = k
		}
	}
	return best
}

func newPlayerSession(name string, shots []*Attempt) PlayerSession {
	leaveOut(shots)
	counted := slices.DeleteFunc(slices.Clone(shots), func(a *Attempt) bool { return a.LeftOut != nil })
	clips, _ := groupBy(counted, func(a *Attempt) string { return a.Result })
	p := PlayerSession{
		Name: name, Kind: counted[0].Kind, ShotType: counted[0].ShotType,
		Shots: len(shots), Counted: len(counted), Clips: len(clips),
	}
	p.First, p.Last = span(counted)
	for _, info := range Catalogue {
		p.add(info, comparableShots(info.ID, counted))
	}
	p.Extremes, p.NoExtremes = findExtremes(counted)
	return p
}

// Days returns the first and the last known day of all shots; zero: not known.
func (s *Session) Days() (first, last time.Time) { return span(s.Shots) }

func span(shots []*Attempt) (first, last time.Time) {
	for _, a := range shots {
		if !a.Day.IsZero() && (first.IsZero() || a.Day.Before(first)) {
			first = a.Day
		}
		if a.Day.After(last) {
			last = a.Day
		}
	}
	return first, last
}

// add adds what one metric's values show together.
func (p *PlayerSession) add(info MetricInfo, group alike) {
	if len(group.shots) == 0 {
		return
	}
	if c, ok := spreadOf(info, group.metrics); ok {
		over := dayMean(group)
		p.Spreads = append(p.Spreads, SessionSpread{c, group.view, over.Clips, meanUncertainty(c, over)})
	}
	p.Trends = append(p.Trends, findTrend(info, group))
}

// meanUncertainty is the half width of a mean's 90 % interval, by the scatter of
// the shots and by errors that the shots of a clip share.
func meanUncertainty(c Consistency, over DayMean) float64 {
	n := float64(c.Shots)
	return math.Hypot(studentT(0.95, n-1)*c.SD/math.Sqrt(n), z90*math.Sqrt(over.errors))
}

// leaveOut marks the shots of others in a player's clips, who are those with
// fewer shots, then the kinds of shot that he shows less often: they differ by
// intent.
func leaveOut(shots []*Attempt) {
	results, own := groupBy(shots, func(a *Attempt) string { return a.Result })
	var his []*Attempt
	for _, r := range results {
		main := most(own[r], func(a *Attempt) int { return a.Shooter })
		for _, a := range own[r] {
			if a.Shooter != main {
				a.LeftOut = &Missing{OtherShooter, "another shooter has more shots in this clip"}
				continue
			}
			his = append(his, a)
		}
	}
	kind := func(a *Attempt) string { return a.Kind + " " + a.ShotType }
	usual := most(his, kind)
	for _, a := range his {
		if kind(a) != usual {
			a.LeftOut = &Missing{OtherKind, "not the kind of shot that most are"}
		}
	}
}
