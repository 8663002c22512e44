package analysis

import "time"

// What session.json says; the values of every shot are in session.csv.
type (
	sessionJSON struct {
		Schema  string       `json:"schema"`
		Tool    Tool         `json:"tool"`
		Method  methodJSON   `json:"method"`
		Results int          `json:"results"`
		Players []playerJSON `json:"players"`
		Shots   []shotJSON   `json:"shots"`
	}
	methodJSON struct {
		Trend   string   `json:"trend"`
		Ranking string   `json:"ranking"`
		Sources []string `json:"sources"`
	}
	playerJSON struct {
		Name        string       `json:"name,omitempty"`
		Kind        string       `json:"kind"`
		ShotType    string       `json:"shot_type"`
		Shots       int          `json:"shots"`
		Counted     int          `json:"counted"`
		Clips       int          `json:"clips"`
		FirstDay    string       `json:"first_day,omitempty"`
		LastDay     string       `json:"last_day,omitempty"`
		Consistency []spreadJSON `json:"consistency"`
		Trends      []Trend      `json:"trends"`
		Best        *rankedJSON  `json:"best,omitempty"`
		Worst       *rankedJSON  `json:"worst,omitempty"`
		Differences []Difference `json:"worst_minus_best,omitempty"`
		Missing     *Missing     `json:"missing,omitempty"`
	}
	spreadJSON struct {
		ID          string  `json:"id"`
		Unit        string  `json:"unit"`
		View        string  `json:"view"`
		Shots       int     `json:"shots"`
		Clips       int     `json:"clips"`
		Mean        float64 `json:"mean"`
		Uncertainty float64 `json:"uncertainty"`
		SD          float64 `json:"sd"`
		NoiseFloor  float64 `json:"noise_floor"`
		Exceeds     bool    `json:"exceeds_noise"`
	}
	shotJSON struct {
		Result   string   `json:"result"`
		Clip     string   `json:"clip"`
		Player   string   `json:"player,omitempty"`
		Date     string   `json:"date,omitempty"`
		Index    int      `json:"index"`
		Shooter  int      `json:"shooter"`
		Hand     string   `json:"hand"`
		Kind     string   `json:"kind"`
		ShotType string   `json:"shot_type"`
		View     string   `json:"view"`
		Flaws    []string `json:"flaws"`
		LeftOut  *Missing `json:"left_out,omitempty"`
	}
	rankedJSON struct {
		Result   string   `json:"result"`
		Index    int      `json:"index"`
		Severity float64  `json:"severity"`
		OffMean  *float64 `json:"off_mean_sd,omitempty"`
		Missing  *Missing `json:"off_mean_missing,omitempty"`
		Flaws    []string `json:"flaws"`
	}
)

// RankingWords say what the best and the worst shot are ranked by.
const RankingWords = "sum of severity × confidence over a shot's flaws; of equal ones the shot nearer to the player's means. It ranks and measures nothing, so it has no uncertainty"

// TrendWords say when a trend counts.
const TrendWords = "weighted line through the daily means; it counts beyond the minimal detectable change at 95 %, " +
	"made of the typical error between shots of one day and of the values' own uncertainty"

// MarshalJSON writes the file session.json.
func (s Session) MarshalJSON() ([]byte, error) {
	j := sessionJSON{
		Schema: SessionSchema, Tool: s.Tool, Results: s.Results, Players: []playerJSON{}, Shots: make([]shotJSON, len(s.Shots)),
		Method: methodJSON{TrendWords, RankingWords, TrendSources},
	}
	for i := range s.Players {
		j.Players = append(j.Players, s.Players[i].json())
	}
	for i, a := range s.Shots {
		j.Shots[i] = shotJSON{
			Result: a.Result, Clip: a.Clip, Player: a.Player, Date: dayText(a.Day), Index: a.Index, Shooter: a.Shooter, Hand: a.Hand,
			Kind: a.Kind, ShotType: a.ShotType, View: a.View.Kind, Flaws: flawNames(a.Flaws), LeftOut: a.LeftOut,
		}
	}
	return encode(j)
}

func (p *PlayerSession) json() playerJSON {
	j := playerJSON{
		Name: p.Name, Kind: p.Kind, ShotType: p.ShotType, Shots: p.Shots, Counted: p.Counted, Clips: p.Clips,
		FirstDay: dayText(p.First), LastDay: dayText(p.Last), Consistency: []spreadJSON{}, Trends: orEmpty(p.Trends), Missing: p.NoExtremes,
	}
	for _, c := range p.Spreads {
		j.Consistency = append(j.Consistency, spreadJSON{
			c.ID, c.Unit, c.View, c.Shots, c.Clips, roundUnit(c.Mean, c.Unit), roundUnit(c.Uncertainty, c.Unit),
			roundUnit(c.SD, c.Unit), roundUnit(c.NoiseFloor, c.Unit), c.Inconsistent(),
		})
	}
	if x := p.Extremes; x != nil {
		j.Best, j.Worst, j.Differences = x.Best.json(), x.Worst.json(), x.Differences
	}
	return j
}

func (r Ranked) json() *rankedJSON {
	j := &rankedJSON{Result: r.Result, Index: r.Index, Severity: round(r.Severity, fractionDecimals), Flaws: flawNames(r.Flaws)}
	if off := round(r.OffMean, fractionDecimals); r.Typical {
		j.OffMean = &off
	} else {
		j.Missing = &Missing{MissingShots, "fewer than three shots have the same values"}
	}
	return j
}

// dayText writes a day, or nothing for an unknown one.
func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// flawNames lists flaws, never null.
func flawNames(flaws []Flaw) []string {
	ids := make([]string, len(flaws))
	for i, f := range flaws {
		ids[i] = f.ID
	}
	return ids
}
