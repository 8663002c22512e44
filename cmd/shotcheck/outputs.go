package main

import (
	"slices"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// outputTable lists the words of --outputs with the files they stand for.
var outputTable = []struct {
	name, file string
	choose     func(*shotcheck.Outputs) *bool
}{
	{"json", shotcheck.AnalysisFile, func(o *shotcheck.Outputs) *bool { return &o.JSON }},
	{"csv", shotcheck.FramesFile, func(o *shotcheck.Outputs) *bool { return &o.CSV }},
	{"poses", shotcheck.PosesFile, func(o *shotcheck.Outputs) *bool { return &o.Poses }},
	{"video", shotcheck.AnnotatedFile, func(o *shotcheck.Outputs) *bool { return &o.Video }},
	{"stills", stillsFolder, func(o *shotcheck.Outputs) *bool { return &o.Stills }},
	{"pdf", shotcheck.ReportFile, func(o *shotcheck.Outputs) *bool { return &o.PDF }},
	{"html", shotcheck.PageFile, func(o *shotcheck.Outputs) *bool { return &o.HTML }},
	{"trc", shotcheck.ExportFolder, func(o *shotcheck.Outputs) *bool { return &o.TRC }},
	{"mot", shotcheck.ExportFolder, func(o *shotcheck.Outputs) *bool { return &o.MOT }},
}

// stillsFolder is the folder of pictures in a result folder.
const stillsFolder = render.StillsFolder

// outputNames are all words of --outputs.
var outputNames = func() []string {
	var names []string
	for _, o := range outputTable {
		names = append(names, o.name)
	}
	return names
}()

// outputsOf returns the outputs of those names.
func outputsOf(names []string) shotcheck.Outputs {
	var chosen shotcheck.Outputs
	for _, o := range outputTable {
		*o.choose(&chosen) = slices.Contains(names, o.name)
	}
	return chosen
}

// chosenOutputs returns what the pipeline is to write. analysis.json always is
// among it: the clip's outcome is read from it.
func chosenOutputs(names []string) shotcheck.Outputs {
	chosen := outputsOf(names)
	chosen.JSON = true
	return chosen
}

// unwritten is an output that was asked for and cannot be made.
type unwritten struct {
	Output  string `json:"output"`
	Shooter int    `json:"shooter"`
	analysis.Missing
}

// unwritten returns which of the outputs that the user has named cannot be made of a
// result: markers in metres need a scale.
func (o *analyzeOptions) unwritten(r *analysis.Result) []unwritten {
	if !o.named || !slices.Contains(o.outputs, "trc") {
		return nil
	}
	var list []unwritten
	for _, s := range r.Shooters {
		if why := report.NoMetres(s); why != nil {
			list = append(list, unwritten{"trc", s.ID, *why})
		}
	}
	return list
}
