package figures

import (
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/service"
)

// Compare subtracts the results of A from those of B.
func Compare(a, b Source) (c service.Comparison, err error) {
	var parts [2]analysis.Part
	for i, s := range []Source{a, b} {
		if parts[i], err = s.part(); err != nil {
			return c, err
		}
	}
	found := analysis.Compare(parts[0], parts[1])
	c = service.Comparison{A: side(a, parts[0]), B: side(b, parts[1]), Notes: []service.Note{}}
	for _, n := range found.Notes {
		c.Notes = append(c.Notes, service.Note{Code: n.Code, Message: n.Message})
	}
	if c.Differences, err = same[[]service.Difference](found.Differences); err != nil {
		return c, err
	}
	for i := range c.Differences {
		c.Differences[i].Label = labels[c.Differences[i].ID]
	}
	return c, nil
}

// part chooses the shots that are compared.
func (s Source) part() (analysis.Part, error) {
	if len(s.Result.Shots) == 0 {
		return analysis.Part{}, ErrNoShots
	}
	p, err := analysis.NewPart(s.AnalysisID, s.Result, 0)
	p.Player, p.Day = s.Player, s.day()
	return p, err
}

func side(s Source, p analysis.Part) service.ComparedSide {
	shown := p.Shots[0]
	out := service.ComparedSide{AnalysisID: s.AnalysisID, Name: s.Name, Date: dayText(p.Day), Hand: shown.Hand, Kind: shown.Kind, View: shown.View.Kind}
	for _, shot := range p.Shots {
		out.Shots = append(out.Shots, shot.Index)
	}
	return out
}
