package analysis

import (
	"fmt"
	"strings"
)

// DidYouMean returns a question that names what an unknown name may stand for:
// the nearest known one, else the first three that contain it; "" for none.
func DidYouMean(name string, known []string) string {
	best, least := "", max(3, len(name)/2+1)
	for _, k := range known {
		if d := editDistance(name, k); d < least && d < len(name) {
			best, least = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	var like []string
	for _, k := range known {
		if len(like) < 3 && len(name) >= 3 && strings.Contains(k, name) {
			like = append(like, fmt.Sprintf("%q", k))
		}
	}
	if len(like) == 0 {
		return ""
	}
	return "; did you mean " + list(like) + "?"
}

// editDistance is Levenshtein's: the least number of bytes to insert, delete or
// replace that turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
