package report

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shotcheck/shotcheck/internal/sample"
)

// goldenPages are pages of the first of documents that are held as pictures.
const goldenPages = 7

// Pages must look as they did when somebody has looked at them last.
func TestPagesGolden(t *testing.T) {
	dir := t.TempDir()
	tool(t, "pdftoppm", madePDF(t, 0), "-r", "40", "-png", "IN", filepath.Join(dir, "page"))
	for n := 1; n <= goldenPages; n++ {
		file := fmt.Sprintf("page-%d.png", n)
		got := sample.ReadPNG(t, filepath.Join(dir, file))
		sample.HoldGolden(t, filepath.Join("testdata", file), got, sample.Tolerance{Worst: 255, Mean: 1.5}, *update)
	}
}

// A heading stands on the page of what it is above: the first row of its table.
func TestHeadingsStandWithTheirTables(t *testing.T) {
	heads := map[string]string{"Metrics": "Trust", "Not measured": "Why"}
	for i, d := range documents {
		for page := range strings.SplitSeq(string(tool(t, "pdftotext", madePDF(t, i), "IN", "-")), "\f") {
			for heading, head := range heads {
				if strings.Contains("\n"+page, "\n"+heading+"\n") && !strings.Contains(page, head) && !strings.Contains(page, "Nothing could be measured") {
					t.Errorf("%s: the heading %q stands alone on its page", d.name, heading)
				}
			}
		}
	}
}
