package main

import (
	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/internal/ort"
)

// addFlags defines the flags of `analyze`; their defaults are what o holds.
func (o *analyzeOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().SortFlags = false
	o.addOutputFlags(cmd)
	o.addPersonFlags(cmd)
	o.addClipFlags(cmd)
	o.look.addVideoFlags(cmd)
	o.look.addReportFlags(cmd)
	o.addBatchFlags(cmd)
}

func (o *analyzeOptions) addOutputFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&o.out, "out", "o", ".", "`DIR` that receives the result folders")
	flagOf(f, &o.outputs, "outputs", "LIST", joined(outputNames), listOf(oneOf(outputNames...)), "files to write, of "+joined(outputNames))
	flagOf(f, &o.config.Model, "model", "NAME", o.config.Model, parseModel, "lite, full, heavy or an imported model: heavy is the most exact; auto takes the most exact that keeps up on this machine")
}

func (o *analyzeOptions) addPersonFlags(cmd *cobra.Command) {
	f, c := cmd.Flags(), &o.config
	choice(f, &c.Hand, "hand", "shooting hand", "auto", "left", "right")
	choice(f, &c.View, "view", "camera view", "auto", "side", "front", "back", "oblique")
	choice(f, &c.ShotType, "shot-type", "which norms apply; pixels do not tell", "unknown", "free-throw", "two", "three")
	choice(f, &c.Sex, "sex", "which norms apply", "", "female", "male")
	choice(f, &c.Level, "level", "which norms apply", "", "youth", "amateur", "proficient", "professional")
	flagOf(f, &c.HeightM, "height", "H", "", parseHeight, "standing height: 1.93, 193cm or 6ft4; gives centimetres")
	flagOf(f, &c.Person, "person", "N", "", whole(1, 1<<30), "only this person, as numbered in earlier results")
}

func (o *analyzeOptions) addClipFlags(cmd *cobra.Command) {
	f, c := cmd.Flags(), &o.config
	choice(f, &c.Ball, "ball", "follow the ball", "auto", "off")
	flagOf(f, &c.BallSize, "ball-size", "N", "7", whole(5, 7), "size of the ball, 5 to 7")
	flagOf(f, &c.RimPx, "rim", "X,Y", "", parsePoint, "the rim's centre in pixels of the upright picture, for the entry angle (default where the ball comes down to 3.05 m)")
	flagOf(f, &c.CaptureFPS, "capture-fps", "N", "", number(1, 10000), "true capture rate of slow-motion footage")
	flagOf(f, &c.Start, "start", "S", "", parseSeconds, "leave out what lies before, in seconds")
	flagOf(f, &c.End, "end", "S", "", parseSeconds, "leave out what lies after, in seconds")
	flagOf(f, &c.Releases, "release", "S[,S...]", "", listOf(parseSeconds), "your own release times in seconds; they override ours")
	f.StringVar(&o.eventsFile, "events", "", "`FILE` with your own events: "+eventsHint)
	f.StringVar(&o.profile, "profile", "", "`FILE` with norms and rules that replace or extend the built-in ones")
}

func (o *analyzeOptions) addBatchFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVarP(&o.recursive, "recursive", "r", false, "search folders below the given ones")
	f.StringVar(&o.filesFrom, "files-from", "", "`FILE` that lists further clips, one a line; - is stdin")
	flagOf(f, &o.jobs, "jobs", "N", "", whole(1, 256), "clips at once (default the number of cores, as far as memory reaches)")
	flagOf(f, &o.threads, "threads", "N", "", whole(1, 256), "threads for each clip (default cores / jobs)")
	f.BoolVar(&o.resume, "resume", true, "skip clips whose results are up to date")
	f.BoolVar(&o.force, "force", false, "analyse every clip again")
	f.BoolVar(&o.verify, "verify", false, "compare clips with their results by content, not by size and time")
	flagOf(f, &o.minQuality, "min-quality", "Q", "", number(0, 1), "exit 4 when a clip's quality score is below, 0 to 1")
	f.StringArrayVar(&o.assertTexts, "assert", nil, "exit 5 unless every shot meets `'METRIC OP VALUE'`; repeatable")
	f.StringVar(&o.junit, "junit", "", "`FILE` to write as JUnit XML: a suite for each clip, a case for each demand")
	f.BoolVar(&o.json, "json", false, "print JSON lines")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print results and errors only")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "print what is done, and why")
	f.BoolVar(&o.noColor, "no-color", false, "print without colours")
}

// parseModel accepts what a model may be called.
func parseModel(text string) (string, error) {
	if !ort.ValidModelName(text) {
		return "", errNotModelName
	}
	return text, nil
}
