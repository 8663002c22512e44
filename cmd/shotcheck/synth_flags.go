package main

import (
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/shotcheck/shotcheck/internal/synth"
)

func (o *synthOptions) addFlags(cmd *cobra.Command) {
	f, p := cmd.Flags(), &o.params
	f.SortFlags = false
	f.StringVarP(&o.out, "out", "o", "shot.mp4", "`FILE` to write, .mp4")
	f.Uint64Var(&p.Seed, "seed", p.Seed, "what chance draws from")
	quantity(f, &p.Camera.AzimuthDeg, "view", "DEG", 0, 360, "azimuth of the camera: 0 in front, 90 on the right, 180 behind")
	quantity(f, &p.Camera.DistanceM, "distance", "M", 1, 60, "of the camera")
	quantity(f, &p.Camera.HeightM, "camera-height", "M", 0.1, 10, "above the floor")
	flagOf(f, &p.HeightM, "height", "H", fmt.Sprint(p.HeightM), parseHeight, "of the shooter: 1.93, 193cm or 6ft4")
	choice(f, &p.Hand, "hand", "shooting hand", "right", "left")
	flagOf(f, &p.Kind, "kind", "KIND", string(p.Kind), parseKind, "what he does: "+alternatives(kindNames()))
	flagOf(f, &p.Shots, "shots", "N", strconv.Itoa(p.Shots), whole(1, 100), "how often he does it")
	quantity(f, &p.Camera.FPS, "fps", "N", 1, 480, "frames a second")
	f.Var(&sizeFlag{&p.Camera}, "size", "of the picture")
	quantity(f, &p.DurationS, "duration", "S", 0, 3600, "length in seconds; 0 is until the last ball has landed")
	f.StringArrayVar(&o.flaws, "flaw", nil, "`ID=SIZE` of a flaw in every shot; repeatable")
	quantity(f, &p.Look.NoiseLevels, "noise", "LEVELS", 0, 60, "of the sensor: standard deviation, of 255")
	quantity(f, &p.Look.Blur, "blur", "SHARE", 0, 1, "of motion: how much of a frame's time the shutter is open")
	flagOf(f, &p.Look.BallColor, "ball-color", "RRGGBB", hexColor(p.Look.BallColor), parseColor, "in hexadecimal digits")
	flagOf(f, &p.Look.Bystanders, "bystanders", "N", strconv.Itoa(p.Look.Bystanders), whole(0, 8), "other people")
	quantity(f, &p.Camera.PanDegS, "pan", "DEG_S", -60, 60, "turn of the camera, degrees a second")
	f.BoolVar(&o.random, "random", false, "draw all that is not given")
	f.BoolVar(&o.force, "force", false, "overwrite files that exist")
}

// quantity defines a flag for a number whose default is what the value holds.
func quantity(f *pflag.FlagSet, value *float64, name, unit string, least, most float64, help string) {
	flagOf(f, value, name, unit, strconv.FormatFloat(*value, 'g', -1, 64), number(least, most), help)
}

// restoreGiven sets what the user has given once more, after a draw of
// everything.
func restoreGiven(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		_, list := f.Value.(pflag.SliceValue)
		if given := f.Changed || f.Value.String() != f.DefValue; given && !list {
			_ = f.Value.Set(f.Value.String()) // it has been accepted before
		}
	})
}

// sizeFlag is the picture's size, WIDTHxHEIGHT in pixels.
type sizeFlag struct{ camera *synth.Camera }

func (s *sizeFlag) String() string {
	if s.camera == nil { // pflag compares with the zero value
		return ""
	}
	return fmt.Sprintf("%dx%d", s.camera.WidthPx, s.camera.HeightPx)
}

// Set implements [pflag.Value].
func (s *sizeFlag) Set(text string) error {
	w, h, _ := strings.Cut(text, "x")
	width, err1 := whole(16, 7680)(w)
	height, err2 := whole(16, 4320)(h)
	if err1 != nil || err2 != nil || width%2 != 0 || height%2 != 0 {
		return errors.New("must be WIDTHxHEIGHT in even pixels, such as 1280x720")
	}
	s.camera.WidthPx, s.camera.HeightPx = width, height
	return nil
}

// Type names the kind of value in the help.
func (s *sizeFlag) Type() string { return "WxH" }

func parseKind(text string) (synth.Kind, error) {
	kind, err := oneOf(kindNames()...)(text)
	return synth.Kind(kind), err
}

func kindNames() []string {
	names := make([]string, 0, len(synth.Kinds))
	for _, k := range synth.Kinds {
		names = append(names, string(k))
	}
	return names
}

func hexColor(c color.RGBA) string { return fmt.Sprintf("%02x%02x%02x", c.R, c.G, c.B) }

func parseColor(text string) (color.RGBA, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 24)
	if err != nil || len(strings.TrimPrefix(text, "#")) != 6 {
		return color.RGBA{}, errors.New("must be six hexadecimal digits, such as ce682c")
	}
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}, nil
}

func flawIDs() []string {
	var ids []string
	for id := range synth.FlawUnits() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func flawList() string {
	units := synth.FlawUnits()
	var list []string
	for _, id := range flawIDs() {
		list = append(list, id+" ("+units[id]+")")
	}
	return strings.Join(list, ", ")
}
