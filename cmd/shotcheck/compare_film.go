package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
)

// film makes the video. Where there is nothing to make it of, that is an error
// only if it was asked for.
func (o *compareOptions) film(ctx context.Context, c *cli, d *draft, comparison *analysis.Comparison, sides [2]compared) error {
	var films [2]shotcheck.Film
	for i, s := range sides {
		clip := ""
		if o.clips != nil {
			clip = o.clips[i]
		}
		film, err := s.film(clip)
		if err != nil && (o.mustFilm || clip != "") {
			return about(s.dir, err)
		}
		if err != nil {
			p := explain(about(s.dir, err))
			comparison.Video.Missing = &analysis.Missing{Code: analysis.MissingPictures, Message: p.Message}
			fmt.Fprintf(c.stderr, "%sno video: %s\n", c.styles().warning("warning: "), p.Error())
			return nil
		}
		film.Name = fmt.Sprintf("%c  %s, shot %d", 'A'+i, s.saved.Result.Clip.Name, s.part.Shown().Index)
		films[i] = film
	}
	p := shotcheck.Pipeline{Create: (&worker{}).createVideo}
	return p.SideBySide(ctx, filepath.Join(d.dir, shotcheck.CompareVideo), comparison, films, o.look.SlowMotion)
}

// film returns how to show the shot of one side.
func (s compared) film(clip string) (shotcheck.Film, error) {
	if len(s.saved.Poses.Frames) == 0 {
		return shotcheck.Film{}, &problem{Code: "not-results", Exit: exitFailed, Message: "no " + shotcheck.PosesFile + ", which tells the times of its pictures", Hint: "analyse the clip again"}
	}
	if _, released := s.part.Shown().Event(analysis.Release); !released {
		return shotcheck.Film{}, &problem{Code: "no-release", Exit: exitFailed, Message: "the release of the shot is not known", Hint: "choose another with --shots"}
	}
	if !shotcheck.HasAnnotated(s.dir) {
		var err error
		known := s.saved.Result.Clip
		if clip, err = findClip(clip, s.dir, known.Name, known.SHA256); err != nil {
			p := *explain(err)
			p.Hint = "make its annotated video with: shotcheck render, or name the clips with --clips"
			return shotcheck.Film{}, &p
		}
	}
	return shotcheck.FilmOf(s.dir, clip, s.saved, s.part.Shown(), s.look.SlowMotion, openVideo), nil
}

// unhashed saves the reading of a file whose hash nobody looks at.
const unhashed = "-"

// openVideo opens a video file, or the part of it that the settings tell.
func openVideo(ctx context.Context, path string, cut analysis.Config) (pose.Source, error) {
	src, err := video.Open(ctx, path, video.Options{Start: cut.Start, End: cut.End, SHA256: unhashed})
	if err != nil {
		return nil, err // not src: a nil *Source is not a nil Source
	}
	return src, nil
}
