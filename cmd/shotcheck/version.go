package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/internal/ort"
)

// version is set by the Makefile. It is part of the results: those of another
// version are out of date.
var version = "0.1.0-dev"

// versionInfo is what `version --json` prints.
type versionInfo struct {
	Version  string   `json:"version"`
	Commit   string   `json:"commit"` // empty when the build did not record it
	Go       string   `json:"go"`
	Platform string   `json:"platform"`
	Runtime  string   `json:"runtime"` // empty when it is missing
	Models   []string `json:"models"`
}

func newVersionCommand(c *cli) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long:  "Prints the version; with --json also what it is built from and what it finds." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			v := describeVersion()
			if asJSON {
				v.addInstalled(ort.NewSearch(c.env.get))
				return json.NewEncoder(c.stdout).Encode(v)
			}
			_, err := fmt.Fprintf(c.stdout, "shotcheck %s (%s, %s)\n", v.Version, v.Go, v.Platform)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func describeVersion() versionInfo {
	v := versionInfo{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			v.Commit = s.Value
		}
	}
	return v
}

// addInstalled adds the runtime and the models, as far as there are any.
func (v *versionInfo) addInstalled(s ort.Search) {
	if v.Models = s.Models(); v.Models == nil {
		v.Models = []string{}
	}
	if library, err := s.Library(); err == nil && ort.Load(library) == nil {
		v.Runtime = ort.Version()
	}
}
