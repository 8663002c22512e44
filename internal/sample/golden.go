package sample

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"testing"
)

// Tolerance is how far a picture may be from its golden file, in steps of 255: any
// channel of any pixel, and all on average. Renderers place letters and edges a
// little differently on other processors; the mean tells whether something has
// moved.
type Tolerance struct {
	Worst int
	Mean  float64
}

// HoldGolden compares a picture with the file that somebody has looked at last, or
// writes that file anew.
func HoldGolden(t *testing.T, path string, got *image.RGBA, allowed Tolerance, update bool) {
	t.Helper()
	if update {
		writePNG(t, path, got)
	}
	want := ReadPNG(t, path)
	if got.Rect != want.Rect {
		t.Fatalf("%s: size %v, want %v", path, got.Rect.Size(), want.Rect.Size())
	}
	worst, sum := 0, 0
	for i := range got.Pix {
		d := int(got.Pix[i]) - int(want.Pix[i])
		worst, sum = max(worst, d, -d), sum+max(d, -d)
	}
	if mean := float64(sum) / float64(len(got.Pix)); worst > allowed.Worst || mean > allowed.Mean {
		t.Errorf("%s: differs by %d at worst and %.3f on average; look at it and run the test with -update", path, worst, mean)
	}
}

// ReadPNG reads a picture.
func ReadPNG(t *testing.T, path string) *image.RGBA {
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
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Rect, img, image.Point{}, draw.Src)
	return rgba
}

func writePNG(t *testing.T, path string, img image.Image) {
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
