package report

import "slices"

// sources numbers the publications that the report names, in the order of
// their first use.
type sources struct{ list []string }

// cite returns the number of a source in brackets, or nothing for none.
func (s *sources) cite(source string) string {
	if source == "" {
		return ""
	}
	i := slices.Index(s.list, source)
	if i < 0 {
		i = len(s.list)
		s.list = append(s.list, source)
	}
	return "[" + itoa(i+1) + "]"
}
