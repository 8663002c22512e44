package shotcheck

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

// greys is a source of plain pictures whose brightness is their index.
type greys struct {
	size image.Point
	n, i int
}

func (g *greys) Clip() pose.Clip {
	return pose.Clip{WidthPx: g.size.X, HeightPx: g.size.Y, Frames: g.n}
}
func (g *greys) Close() error { return nil }

func (g *greys) Next() (*pose.Frame, error) {
	if g.i == g.n {
		return nil, io.EOF
	}
	g.i++
	return &pose.Frame{Index: g.i - 1, Picture: grey(g.size, byte(g.i-1))}, nil
}

// grey is a plain picture with even sides.
func grey(size image.Point, luma byte) *pose.Picture {
	n := size.X * size.Y
	return &pose.Picture{
		WidthPx: size.X, HeightPx: size.Y,
		Y: bytes.Repeat([]byte{luma}, n), Cb: bytes.Repeat([]byte{128}, n/4), Cr: bytes.Repeat([]byte{128}, n/4),
	}
}

// recorder is a writer that keeps a row of pixels of each picture.
type recorder struct {
	canvas *pose.Picture
	rows   *[][]byte
}

func newRecorder(f VideoFormat, rows *[][]byte) recorder {
	return recorder{grey(image.Pt(f.WidthPx, f.HeightPx), 0), rows}
}

func (r recorder) Canvas(p *pose.Picture) (*pose.Picture, error) {
	for i := range r.canvas.Y {
		r.canvas.Y[i] = p.Y[0]
	}
	return r.canvas, nil
}

func (r recorder) Write(int) error {
	y := r.canvas.HeightPx / 2
	*r.rows = append(*r.rows, append([]byte(nil), r.canvas.Y[y*r.canvas.WidthPx:(y+1)*r.canvas.WidthPx]...))
	return nil
}

func (recorder) Close() error { return nil }

// film is a video of n pictures at a rate, the release at the given one.
func film(size image.Point, n int, fps float64, release int) Film {
	f := Film{Name: "x", Open: func(context.Context) (pose.Source, error) { return &greys{size: size, n: n}, nil }}
	for i := range n {
		f.Times = append(f.Times, time.Duration(float64(i-release)/fps*1e9))
	}
	return f
}

// Videos of other rates and lengths before the release must show their releases
// together, at one height, and be as far apart in between as real time is.
func TestSideBySide(t *testing.T) {
	films := [2]Film{film(image.Pt(64, 48), 100, 30, 40), film(image.Pt(60, 120), 200, 60, 90)}
	c := &analysis.Comparison{Curves: &analysis.Alignment{Anchors: []analysis.Anchor{{AS: -0.5, BS: -0.7}}}}
	var rows [][]byte
	var size image.Point
	p := &Pipeline{Create: func(_ context.Context, path string, f VideoFormat) (Writer, error) {
		if path != "" {
			size = image.Pt(f.WidthPx, f.HeightPx)
		}
		return newRecorder(f, &rows), nil
	}}
	if err := p.SideBySide(t.Context(), filepath.Join("out", CompareVideo), c, films, 0.5); err != nil {
		t.Fatal(err)
	}
	if size.Y <= 120 || size.X != 160+6+60 {
		t.Errorf("the video is %v: want 160 + 6 + 60 wide, both 120 high below a bar", size)
	}
	at := func(sinceRelease float64) (a, b int) { // of the picture half a speed later
		row := rows[int(c.Video.ReleaseAtS*30+sinceRelease/0.5*30+0.5)]
		return int(row[10]), int(row[len(row)-10])
	}
	if a, b := at(0); a != 40 || b != 90 {
		t.Errorf("at the release pictures %d and %d are shown, want 40 and 90", a, b)
	}
	if a, b := at(-0.5); a != 25 || b != 60 {
		t.Errorf("half a second before pictures %d and %d are shown, want 25 and 60", a, b)
	}
	if first := rows[0]; int(first[10]) != 10 { // 1.0 s before the release: 0.3 before B's dip
		t.Errorf("the video begins with A's picture %d, want 10", first[40])
	}
	if c.Video.File != CompareVideo || c.Video.Speed != 0.5 {
		t.Errorf("the comparison tells of %+v", c.Video)
	}
}

// A video with fewer pictures than its results tell is not theirs: shown, it would
// be out of step.
func TestSideBySideOfAnotherVideo(t *testing.T) {
	short, whole := film(image.Pt(64, 48), 100, 30, 40), film(image.Pt(64, 48), 100, 30, 40)
	short.Open = func(context.Context) (pose.Source, error) { return &greys{size: image.Pt(64, 48), n: 20}, nil }
	c := &analysis.Comparison{Curves: &analysis.Alignment{}}
	p := &Pipeline{Create: func(_ context.Context, _ string, f VideoFormat) (Writer, error) {
		return newRecorder(f, new([][]byte)), nil
	}}
	for _, told := range []bool{true, false} { // by the container, or only by its end
		short.whole = told
		if err := p.SideBySide(t.Context(), "x.mp4", c, [2]Film{whole, short}, 1); !errors.Is(err, ErrOtherVideo) {
			t.Errorf("error %v, want %v", err, ErrOtherVideo)
		}
	}
}

// The times of an annotated video follow its pace: slow around the shot.
func TestFilmOf(t *testing.T) {
	r := sample.Result(sample.Options{Shots: 1})
	s := &Saved{Result: r, Poses: &pose.Poses{Clip: r.Clip}}
	for _, at := range r.Motions[0].Time {
		s.Poses.Frames = append(s.Poses.Frames, pose.FramePoses{Time: at})
	}
	dir := t.TempDir()
	clip := FilmOf(dir, "clip.mp4", s, &r.Shots[0], 0.25, nil)
	if err := writeFile(filepath.Join(dir, AnnotatedFile), func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	annotated := FilmOf(dir, "clip.mp4", s, &r.Shots[0], 0.25, nil)
	if len(clip.Times) != len(s.Poses.Frames) || len(annotated.Times) < 2*len(clip.Times) {
		t.Fatalf("%d times of the clip, %d of the slow video, %d frames", len(clip.Times), len(annotated.Times), len(s.Poses.Frames))
	}
	for _, f := range []Film{clip, annotated} {
		if off := f.Times[f.nearest(0)]; off.Abs() > 17*time.Millisecond {
			t.Errorf("the picture of the release is %v off", off)
		}
	}
}
