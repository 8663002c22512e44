package report

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// goldenPages are pages of the first of documents that are held as pictures.
const goldenPages = 7

// Pages must look as they did when somebody has looked at them last.
func TestPagesGolden(t *testing.T) {
	dir := t.TempDir()
	tool(t, "pdftoppm", madePDF(t, 0), "-r", "40", "-png", "IN", filepath.Join(dir, "page"))
	for n := 1; n <= goldenPages; n++ {
		got := readPage(t, filepath.Join(dir, fmt.Sprintf("page-%d.png", n)))
		name := filepath.Join("testdata", fmt.Sprintf("page-%d.png", n))
		if *update {
			writePage(t, name, got)
		}
		comparePages(t, n, got, readPage(t, name))
	}
}

// comparePages allows for renderers that place letters a little differently: the
// mean tells whether something has moved.
func comparePages(t *testing.T, n int, got, want *image.RGBA) {
	t.Helper()
	if got.Rect != want.Rect {
		t.Fatalf("page %d: size %v, want %v", n, got.Rect.Size(), want.Rect.Size())
	}
	const meanAllowed = 1.5
	sum := 0
	for i := range got.Pix {
		d := int(got.Pix[i]) - int(want.Pix[i])
		sum += max(d, -d)
	}
	if mean := float64(sum) / float64(len(got.Pix)); mean > meanAllowed {
		t.Errorf("page %d: differs by %.2f on average; look at it and run the test with -update", n, mean)
	}
}

func readPage(t *testing.T, path string) *image.RGBA {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewRGBA(img.Bounds())
	draw.Draw(page, page.Rect, img, image.Point{}, draw.Src)
	return page
}

func writePage(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
