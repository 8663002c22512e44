package shotcheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// Names of the files of a comparison.
const (
	CompareFile   = "compare.json"
	CompareReport = "compare.pdf"
	CompareVideo  = "compare.mp4"
)

// WriteComparison writes JSON and PDF of a comparison into a folder that exists.
func WriteComparison(dir string, doc report.CompareDocument, o Outputs) error {
	doc.Still = releaseStill
	return writeWanted(dir, []wantedFile{
		{CompareFile, o.JSON, func(w io.Writer) error { return report.WriteCompareJSON(w, doc.Comparison) }},
		{CompareReport, o.PDF, func(w io.Writer) error { return report.WriteComparePDF(w, doc) }},
	})
}

// Pace of a video of two shots.
const (
	pairFPS      = 30
	pairHold     = 800 * time.Millisecond // for which the release stands
	pairBefore   = 300 * time.Millisecond // real time before the first dip
	pairAfter    = 900 * time.Millisecond // real time after the release
	pairEarliest = 1500 * time.Millisecond
)

// pairMoments are the real times from the release that the pictures of a video
// show, and the picture at which the release stands.
func pairMoments(c *analysis.Comparison, speed float64) (moments []time.Duration, release int) {
	from := -time.Second
	if a := c.Curves.Anchors; len(a) > 0 {
		from = time.Duration(min(a[0].AS, a[0].BS)*float64(time.Second)) - pairBefore
	}
	from = max(from, -pairEarliest)
	step := time.Duration(speed * float64(time.Second) / pairFPS)
	for t := -(-from / step) * step; t <= pairAfter; t += step {
		held := 1
		if t == 0 {
			release, held = len(moments), 1+int(pairHold*pairFPS/time.Second)
		}
		for range held {
			moments = append(moments, t)
		}
	}
	return moments, release
}

// SideBySide writes the video of two shots at path, played at a speed of real
// time so that both release at the same moment, and completes the comparison
// with it.
func (p *Pipeline) SideBySide(ctx context.Context, path string, c *analysis.Comparison, films [2]Film, speed float64) (err error) {
	var reels [2]*reel
	defer func() {
		for _, r := range reels {
			if r != nil {
				err = errors.Join(err, r.close())
			}
		}
	}()
	for i, f := range films {
		if reels[i], err = openReel(ctx, f); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	pair := render.NewPair(reels[0].size(), reels[1].size(), [2]string{films[0].Name, films[1].Name})
	for i, r := range reels {
		size := pair.Parts[i].Size()
		if r.canvas, err = p.Create(ctx, "", VideoFormat{WidthPx: size.X, HeightPx: size.Y, FPS: pairFPS, Matrix: r.matrix}); err != nil {
			return err
		}
	}
	w, err := p.Create(ctx, path, VideoFormat{WidthPx: pair.Size.X, HeightPx: pair.Size.Y, FPS: pairFPS, Matrix: reels[0].matrix})
	if err != nil {
		return err
	}
	moments, release := pairMoments(c, speed)
	err = play(w, pair, reels, moments)
	if closed := w.Close(); err == nil {
		err = closed
	}
	c.Video = analysis.SyncedVideo{File: filepath.Base(path), Speed: speed, ReleaseAtS: float64(release) / pairFPS}
	return err
}

// play writes a picture for each moment.
func play(w Writer, pair *render.Pair, reels [2]*reel, moments []time.Duration) error {
	blank := &pose.Picture{WidthPx: 2, HeightPx: 2, Matrix: reels[0].matrix, Y: make([]byte, 4), Cb: make([]byte, 1), Cr: make([]byte, 1)}
	for _, t := range moments {
		var pictures [2]*pose.Picture
		for i, r := range reels {
			var err error
			if pictures[i], err = r.at(t); err != nil {
				return err
			}
		}
		canvas, err := w.Canvas(blank)
		if err != nil {
			return err
		}
		pair.Draw(canvas, pictures, t)
		if err := w.Write(1); err != nil {
			return err
		}
	}
	return nil
}
