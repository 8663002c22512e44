package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// sampleConfig documents every setting with its default.
//
//go:embed shotcheck.yaml
var sampleConfig []byte

func newConfigCommand(c *cli, configFile *string) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show the settings that hold, and where each comes from",
		Long: `Shows the settings of every command that takes them, and where each comes from.

Settings stand in shotcheck.yaml, in the current folder or else in the user's
configuration folder, under the name of their command:

  analyze:
    model: full
    outputs: [json, pdf]

The same as a variable: SHOTCHECK_ANALYZE_MODEL=full. A flag comes before a
variable, a variable before the file, the file before the default. SHOTCHECK_HOME
names a folder with lib/ (ONNX Runtime) and models/.` + exitHelp(exitFailed, exitUsage),
	}
	show := func(cmd *cobra.Command, _ []string) error { return runConfigShow(c, cmd.Root(), *configFile, asJSON) }
	onlyGroups(cmd)
	cmd.RunE = show
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")

	showCmd := &cobra.Command{Use: "show", Short: "Show the settings that hold", Args: arguments(0, 0, "no arguments"), RunE: show}
	showCmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	path := &cobra.Command{
		Use: "path", Short: "Print which file is read", Args: arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return runConfigPath(c, *configFile) },
	}
	cmd.AddCommand(showCmd, path, newConfigInitCommand(c))
	return cmd
}

func newConfigInitCommand(c *cli) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a file with every setting explained",
		Long:  "Writes every setting with its default and an explanation to FILE, or to " + configName + " here." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 1, "at most one FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			path := configName
			if len(args) == 1 {
				path = args[0]
			}
			if err := writeNew(path, sampleConfig, force); err != nil {
				return err
			}
			_, err := fmt.Fprintln(c.stdout, path)
			return err
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	return cmd
}

// writeNew writes a file that must not exist yet, unless forced.
func writeNew(path string, data []byte, force bool) error {
	mode := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if force {
		mode = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, mode, 0o644)
	if os.IsExist(err) {
		return usage("overwrite it with --force", "%s exists already", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// shownSetting is one line of `config show`.
type shownSetting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"` // the variable, the file, or "default"
}

func runConfigShow(c *cli, root *cobra.Command, configFile string, asJSON bool) error {
	cfg, err := readConfig(c, configFile)
	if err != nil {
		return err
	}
	if err := cfg.check(root); err != nil {
		return err
	}
	var shown []shownSetting
	for _, cmd := range root.Commands() {
		if !configurable(cmd) {
			continue
		}
		if err := cfg.apply(cmd); err != nil {
			return err
		}
		for _, s := range settingsOf(cmd) {
			_, origin := cfg.lookup(s)
			shown = append(shown, shownSetting{s.key, strings.Trim(s.flag.Value.String(), "[]"), origin})
		}
	}
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(shown)
	}
	return printTable(c.stdout, "KEY\tVALUE\tFROM", shown, func(s shownSetting) string {
		return s.Key + "\t" + s.Value + "\t" + s.Origin
	})
}

func runConfigPath(c *cli, configFile string) error {
	cfg, err := readConfig(c, configFile)
	if err != nil {
		return err
	}
	if cfg.file == "" {
		return &problem{
			Code: "no-config", Exit: exitFailed, Message: "no configuration file: looked for " + strings.Join(configPlaces(c), ", "),
			Hint: "write one with: shotcheck config init",
		}
	}
	_, err = fmt.Fprintln(c.stdout, cfg.file)
	return err
}

// printTable writes rows as aligned columns below a heading.
func printTable[T any](w io.Writer, heading string, rows []T, row func(T) string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, heading)
	for _, r := range rows {
		fmt.Fprintln(t, row(r))
	}
	return t.Flush()
}
