package shotcheck

// Names of the files of a comparison.
const (
	CompareFile   = "compare.json"
	CompareReport = "compare.pdf"
	CompareVideo  = "compare.mp4"
)
