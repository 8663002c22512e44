package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/analysis"
)

// newRootCommand returns the tree of commands.
func newRootCommand(c *cli) *cobra.Command {
	root := &cobra.Command{
		Use:   "shotcheck",
		Short: "Measure basketball shots in video clips",
		Long: `shotcheck finds the shots in video clips and measures the shooter's body: when
he dips, sets and releases, his angles, heights and times, each with its
uncertainty or with the reason why it cannot be measured. It works on this
machine; no clip leaves it, unless you upload it.

Film from the side, camera still, the whole body in the picture and at least a
third of its height, at 60 frames a second or more: what the view does not show
is reported as missing.` + exitHelp(exitFailed, exitUsage),
		Example: `  shotcheck analyze clip.mp4
  shotcheck analyze --out results --recursive clips/
  shotcheck doctor`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetArgs(c.args)
	root.SetIn(c.stdin)
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("see: "+cmd.CommandPath()+" --help", "%s", oneLine(err.Error()))
	})
	configFile := root.PersistentFlags().String("config", "", "`FILE` with settings (default shotcheck.yaml in ., then in the user's configuration folder)")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if !configurable(cmd) {
			return nil
		}
		cfg, err := readConfig(c, *configFile)
		if err != nil {
			return err
		}
		if err := cfg.check(root); err != nil {
			return err
		}
		return cfg.apply(cmd)
	}
	onlyGroups(root)
	root.AddCommand(
		newAnalyzeCommand(c), newRenderCommand(c), newReportCommand(c), newSessionCommand(c), newCompareCommand(c), newSynthCommand(c), newModelsCommand(c), newNormsCommand(c), newSchemaCommand(c), newDoctorCommand(c),
		newConfigCommand(c, configFile), newVersionCommand(c), newClipCommand(c), newUploadCommand(c), newLoginCommand(c),
	)
	root.InitDefaultCompletionCmd(c.args...)
	root.InitDefaultHelpCmd()
	return root
}

// onlyGroups makes a command that has only subcommands: alone it prints its
// help, and what it does not know is wrong usage.
func onlyGroups(cmd *cobra.Command) {
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		names := make([]string, 0, len(cmd.Commands()))
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				names = append(names, sub.Name())
			}
		}
		return usage("see: "+cmd.CommandPath()+" --help", "unknown command %q for %q%s", args[0], cmd.CommandPath(), analysis.DidYouMean(args[0], names))
	}
}

// arguments returns a check for the number of a command's arguments.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && len(args) <= most {
			return nil
		}
		return usage("see: "+cmd.CommandPath()+" --help", "%s needs %s, %s given", cmd.CommandPath(), what, plural(len(args), "argument"))
	}
}

// plural returns a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
