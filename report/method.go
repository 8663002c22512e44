package report

import (
	"fmt"
	"strings"
)

// Publications that the method rests on.
const (
	blazePose   = "Bazarevsky et al. 2020, BlazePose: On-device real-time body pose tracking, arXiv:2006.10204"
	jointAngles = "Amaro et al. 2025, J. Funct. Morphol. Kinesiol. 10:459"
)

// methodTexts say how values come about; %s is a reference.
var methodTexts = []string{
	"A neural network marks 33 points of the body in every picture of the clip %s. Their paths are smoothed without delay.",
	"Angles are those between the marked points in the plane of the picture, on the shooting side; 180° is straight. " +
		"They are measured only in views that show them, and compared with norms only where the trust column says absolute.",
	"± is half of the interval that holds the true value in 9 of 10 cases. A value is good within one standard deviation of the norm, " +
		"to watch within two and off beyond, each time by more than its uncertainty. Everything else is not graded.",
	"Trust: absolute values may be compared with other people, relative ones with the player's own shots in the same view, " +
		"flags are hints that are never graded.",
}

// limitTexts say what the report cannot tell; %s is a reference.
var limitTexts = []string{
	"One camera sees one plane: turns of the body toward or away from it shorten what it sees.",
	"Norms describe groups of players. A player outside may be right for his own body.",
	"Joint angles explain almost nothing of make or miss %s: the report serves technique and repeatability.",
}

// method explains how values come about and what they cannot tell, and lists
// the references.
func (a *author) method() {
	a.heading("Method", 40)
	a.points(a.methodWords())
	a.heading("Limits", 20)
	a.points(a.limitWords())
	a.heading("This clip", 15)
	a.points(a.clipWords())
	a.references(a.sources)
}

// methodWords tell the method, and what made the values.
func (a *story) methodWords() []string {
	made := fmt.Sprintf("Model %s, %s, shotcheck %s.", a.Result.Model.Name, a.Result.Model.Runtime, a.Result.Tool.Version)
	return append(a.cited(methodTexts, blazePose), made)
}

// limitWords tell the limits.
func (a *story) limitWords() []string { return a.cited(limitTexts, jointAngles) }

// cited puts the number of a source in the place of %s.
func (a *story) cited(texts []string, source string) []string {
	var words []string
	for _, w := range texts {
		if strings.Contains(w, "%s") {
			w = fmt.Sprintf(w, a.sources.cite(source))
		}
		words = append(words, w)
	}
	return words
}

// clipWords tell the parts of the clip's quality and its warnings.
func (a *story) clipWords() []string {
	q := a.Result.Quality
	var parts []string
	for _, p := range partLabels {
		if v, ok := q.Parts[p.id]; ok {
			parts = append(parts, fmt.Sprintf("%s %.2f", p.label, v))
		}
	}
	words := []string{fmt.Sprintf("Quality %s, %.2f of 1.", q.Grade, q.Score)}
	if len(parts) > 0 {
		words = []string{fmt.Sprintf("Quality %s, %.2f of 1, the least of: %s.", q.Grade, q.Score, join(parts))}
	}
	for _, w := range q.Warnings {
		words = append(words, upper(w.Message)+".")
	}
	return words
}

// points writes paragraphs.
func (s *sheet) points(words []string) {
	for _, w := range words {
		s.paragraph(s.left, s.width, w, bodyStyle)
		s.y += 1.5
	}
}

// references lists the sources by their numbers.
func (s *sheet) references(list sources) {
	s.heading("References", 15)
	for i, source := range list.list {
		number := "[" + itoa(i+1) + "]"
		lines := s.wrap(source, s.width-9, cellStyle)
		s.need(float64(len(lines)) * cellStyle.lineMM())
		s.text(s.left, s.y+cellStyle.lineMM()*0.75, number, cellStyle)
		s.paragraph(s.left+9, s.width-9, source, cellStyle)
		s.y += 1
	}
}
