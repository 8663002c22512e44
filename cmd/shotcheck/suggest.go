package main

import (
	"fmt"

	"github.com/shotcheck/shotcheck/analysis"
)

// farthestTypo is how many edits apart a word may be from what was meant.
const farthestTypo = 2

// didYouMean returns a question that names the known word nearest to an unknown
// one, or "" where none is near.
func didYouMean(word string, known []string) string {
	best, distance := "", farthestTypo+1
	for _, k := range known {
		if d := analysis.EditDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
