package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/analysis"
)

func newNormsCommand(c *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "norms",
		Short: "Show what shots are judged by, with its sources",
		Long: `Shows the published ranges of each metric with their sources, and the coaching
rules that raise flaws where there is no range. Only a range with a mean and a
spread that was measured as we measure can grade; the others are for reading.`,
		Example: `  shotcheck norms list
  shotcheck norms show knee_dip
  shotcheck norms list --profile club.yaml --json`,
	}
	onlyGroups(cmd)
	cmd.AddCommand(newNormsListCommand(c), newNormsShowCommand(c))
	return cmd
}

// normsOptions are the flags of both commands.
type normsOptions struct {
	profile string // file, "" for the built-in one
	json    bool
}

func (o *normsOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.profile, "profile", "", "`FILE` with norms and rules that replace or extend the built-in ones")
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
}

func newNormsListCommand(c *cli) *cobra.Command {
	var opts normsOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List every range and rule",
		Long:  "Lists every published range and every coaching rule." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 0, "no arguments"),
		RunE:  func(*cobra.Command, []string) error { return runNorms(c, opts, nil) },
	}
	opts.addFlags(cmd)
	return cmd
}

func newNormsShowCommand(c *cli) *cobra.Command {
	var opts normsOptions
	cmd := &cobra.Command{
		Use:               "show ID",
		Short:             "Show the ranges and rules of one metric",
		Long:              "Shows what a metric is, its published ranges with their sources, and the coaching\nrules that look at it." + exitHelp(exitFailed, exitUsage),
		Args:              arguments(1, 1, "the ID of one metric"),
		ValidArgsFunction: completeMetrics,
		RunE: func(_ *cobra.Command, args []string) error {
			info, ok := analysis.MetricByID(args[0])
			if !ok {
				return noSuchMetric(args[0])
			}
			return runNorms(c, opts, &info)
		},
	}
	opts.addFlags(cmd)
	return cmd
}

// noSuchMetric is the error of an unknown id, with what may have been meant: also
// the metrics of a flaw.
func noSuchMetric(id string) error {
	meant := analysis.DidYouMean(id, analysis.MetricIDs())
	if flaw, ok := analysis.FlawByID(id); ok {
		meant = "; the flaw of that name is shown by " + strings.Join(flaw.Metrics, " and ")
	}
	return usage("see: shotcheck norms list", "there is no metric %q%s", id, meant)
}

// completeMetrics offers the ids of the metrics, each with its label.
func completeMetrics(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var ids []cobra.Completion
	for _, m := range analysis.Catalogue {
		ids = append(ids, cobra.CompletionWithDesc(m.ID, m.Label))
	}
	if len(args) > 0 {
		ids = nil
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// runNorms prints what a profile says of one metric, or of all.
func runNorms(c *cli, opts normsOptions, metric *analysis.MetricInfo) error {
	profile := analysis.BuiltinProfile()
	if opts.profile != "" {
		var err error
		if profile, err = loadProfile(opts.profile); err != nil {
			return badProfile(opts.profile, err)
		}
	}
	book := newRulebook(profile, metric)
	switch {
	case opts.json:
		return json.NewEncoder(c.stdout).Encode(book)
	case metric != nil:
		return book.show(c.stdout)
	default:
		return book.list(c.stdout)
	}
}

// badProfile is the error of a profile that cannot be read.
func badProfile(path string, err error) error {
	return usage("see the built-in profile in the documentation", "--profile %s: %s", path, oneLine(err.Error()))
}

// rulebook is what a profile judges by.
type rulebook struct {
	Profile string      `json:"profile"` // its name
	Version string      `json:"version"` // of the published norms
	Metric  *metricJSON `json:"metric,omitempty"`
	Norms   []normJSON  `json:"norms"`
	Rules   []ruleJSON  `json:"rules"`
}

type metricJSON struct {
	ID         string   `json:"id"`
	Label      string   `json:"label"`
	Unit       string   `json:"unit"`
	Phase      string   `json:"phase"`
	Definition string   `json:"definition"`
	Trust      string   `json:"trust"`
	Views      []string `json:"views"`
	// GradedViews are those in which a norm may grade it.
	GradedViews []string `json:"graded_views"`
}

type normJSON struct {
	analysis.Norm
	Grades bool `json:"grades"`
}

type ruleJSON struct {
	Flaw string `json:"flaw"`
	analysis.Rule
	Unit      string             `json:"unit"`
	Direction analysis.Direction `json:"direction"`
	info      analysis.FlawInfo
}

// newRulebook gathers what a profile says of one metric, or of all for nil.
func newRulebook(p *analysis.Profile, metric *analysis.MetricInfo) *rulebook {
	book := &rulebook{Profile: p.Name, Version: p.Norms.Version, Norms: []normJSON{}, Rules: []ruleJSON{}}
	if metric != nil {
		book.Metric = describeMetric(*metric)
	}
	for _, info := range analysis.Catalogue {
		if metric == nil || metric.ID == info.ID {
			book.add(p, info)
		}
	}
	return book
}

func describeMetric(m analysis.MetricInfo) *metricJSON {
	graded := []string{}
	if m.Gradable() {
		graded = m.Graded.Names()
	}
	return &metricJSON{m.ID, m.Label, m.Unit, m.Phase, m.Definition, m.Trust, m.Views.Names(), graded}
}

// add appends the norms of a metric and the rules that look at it.
func (b *rulebook) add(p *analysis.Profile, m analysis.MetricInfo) {
	for _, n := range p.Norms.Of(m.ID) {
		b.Norms = append(b.Norms, normJSON{n, m.Gradable() && n.Grades()})
	}
	for _, f := range analysis.FlawCatalogue {
		if !slices.Contains(f.Metrics, m.ID) {
			continue
		}
		for _, r := range p.Rules[f.ID] {
			if r.Metric == m.ID {
				b.Rules = append(b.Rules, ruleJSON{f.ID, r, m.Unit, f.Direction, f})
			}
		}
	}
}
