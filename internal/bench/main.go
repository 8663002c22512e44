//go:build linux

// Command bench measures how quick shotcheck is, and how little memory it takes:
// it is what `make bench` runs.
//
// Times are processor time, user and system, of the whole process tree, so that
// other work on the machine matters little. The floor (decoding once for each
// pass, the model once for each frame, encoding once) is measured in the same
// run.
//
// Limits: Linux, whose /proc tells of trees of processes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options are the command line.
type options struct {
	program, folder, model string
	seconds                int
	parts                  string
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "build/bin/shotcheck", "the program to measure")
	flag.StringVar(&o.folder, "folder", "build/bench", "clips, which are made once, and results")
	flag.StringVar(&o.model, "model", "heavy", "lite, full or heavy")
	flag.IntVar(&o.seconds, "seconds", 30, "length of the clip")
	flag.StringVar(&o.parts, "parts", "whole,memory,jobs", "what to measure, with commas between")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if err := os.MkdirAll(o.folder, 0o755); err != nil {
		return err
	}
	clip, err := o.clip(ctx)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		measure func(context.Context, options, string) error
	}{{"whole", whole}, {"memory", memory}, {"jobs", jobs}} {
		if slices.Contains(strings.Split(o.parts, ","), part.name) {
			if err := part.measure(ctx, o, clip); err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
		}
	}
	return nil
}

const (
	fps       = 30
	intervalS = 5 // from shot to shot
)

// clip makes the synthetic clip, 1080p at 30 frames a second, unless it is there.
func (o options) clip(ctx context.Context) (string, error) {
	path := filepath.Join(o.folder, fmt.Sprintf("%ds.mp4", o.seconds))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err := command(ctx, o.program, "synth", "-o", path, "--size", "1920x1080", "--fps", fmt.Sprint(fps),
		"--duration", fmt.Sprint(o.seconds), "--shots", fmt.Sprint(max(1, o.seconds/intervalS)))
	return path, err
}

// whole compares an analysis with its floor.
func whole(ctx context.Context, o options, clip string) error {
	m, err := analyze(ctx, o.program, o.folder, []string{clip}, "--model", o.model)
	if err != nil {
		return err
	}
	f, err := measureFloor(ctx, clip, o.model)
	if err != nil {
		return err
	}
	frames := o.seconds * fps
	each := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(frames) }
	for _, s := range m.stages {
		fmt.Printf("%-22s %6.2f ms a frame\n", s.name, each(s.cpu))
	}
	fmt.Printf("%-22s %6.2f ms a frame, %.1f s of processor time, %.1f s in all\n", "whole", each(m.cpu), m.cpu.Seconds(), m.wall.Seconds())
	fmt.Printf("%-22s %6.2f ms a frame: decoding %d × %.2f, %s %.2f, encoding %.2f\n", "floor", each(f.total(frames)),
		passes, each(f.decode), o.model, f.look.Seconds()*1000, each(f.encode))
	fmt.Printf("%-22s %6.2f (at most 1.35)\n", "whole / floor", m.cpu.Seconds()/f.total(frames).Seconds())
	fmt.Printf("%-22s %6.0f MB (under 800)\n", "memory of the tree", megabytes(m.peakPSS))
	return nil
}

func megabytes(b int64) float64 { return float64(b) / 1e6 }

// memory compares a third of the clip with four times its length.
func memory(ctx context.Context, o options, clip string) error {
	short, long := filepath.Join(o.folder, "short.mp4"), filepath.Join(o.folder, "long.mp4")
	copies := [][]string{
		{"-t", fmt.Sprint(o.seconds / 3), "-i", clip, "-c", "copy", short},
		{"-stream_loop", "3", "-i", clip, "-c", "copy", long},
	}
	for _, args := range copies {
		if _, err := command(ctx, "ffmpeg", append([]string{"-v", "error", "-nostdin", "-y"}, args...)...); err != nil {
			return err
		}
	}
	var m [2]measured
	for i, path := range []string{short, long} {
		var err error
		if m[i], err = analyze(ctx, o.program, o.folder, []string{path}, "--model", "lite"); err != nil {
			return err
		}
	}
	const times = 12 // the long clip is so many times the short one
	frames := float64(o.seconds / 3 * fps)
	for i, s := range m[0].stages {
		if i < len(m[1].stages) {
			fmt.Printf("%-22s %6.2f ms a frame, then %.2f\n", s.name, s.cpu.Seconds()*1000/frames, m[1].stages[i].cpu.Seconds()*1000/frames/times)
		}
	}
	fmt.Printf("%-22s %+6.1f %% memory, %+.1f %% time a frame (lite; at most 5): %.0f and %.0f MB\n", fmt.Sprintf("%d s against %d s", o.seconds/3, 4*o.seconds),
		100*(float64(m[1].peakPSS)/float64(m[0].peakPSS)-1), 100*(m[1].cpu.Seconds()/times/m[0].cpu.Seconds()-1), megabytes(m[0].peakPSS), megabytes(m[1].peakPSS))
	return nil
}

// clipsAtOnce are as many clips as jobs are compared on.
const clipsAtOnce = 8

// jobs compares two clips at once with one after the other.
func jobs(ctx context.Context, o options, clip string) error {
	var clips []string
	for i := range clipsAtOnce {
		path := filepath.Join(o.folder, fmt.Sprintf("job%d.mp4", i))
		if _, err := command(ctx, "ffmpeg", "-v", "error", "-nostdin", "-y", "-t", "4", "-i", clip, "-c", "copy", path); err != nil {
			return err
		}
		clips = append(clips, path)
	}
	var wall [2]float64
	for i := range wall {
		m, err := analyze(ctx, o.program, o.folder, clips, "--model", o.model, "--threads", "1", "--jobs", fmt.Sprint(i+1))
		if err != nil {
			return err
		}
		wall[i] = m.wall.Seconds()
	}
	fmt.Printf("%-22s %6.2f times faster (at least 1.8; on a quiet machine)\n", "--jobs 2", wall[0]/wall[1])
	return nil
}
