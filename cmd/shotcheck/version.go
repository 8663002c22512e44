package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/video"
)

// What the Makefile sets. The version is part of the results: those of another
// version are out of date.
var (
	version = "0.1.0-dev"
	commit  = "" // empty when the build did not record it
)

// versionInfo is what `version --json` prints. What is missing is empty.
type versionInfo struct {
	Version  string   `json:"version"`
	Commit   string   `json:"commit"`
	Go       string   `json:"go"`
	Platform string   `json:"platform"`
	OpenCV   string   `json:"opencv"`
	FFmpeg   string   `json:"ffmpeg"`
	Runtime  string   `json:"runtime"`
	Models   []string `json:"models"`
	// ModelSHA256 holds the hashes of the models and of the detector, by name.
	ModelSHA256 map[string]string `json:"model_sha256"`
}

func newVersionCommand(c *cli) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long:  "Prints the version; with --json also what it is built from and what it finds." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := versionInfo{Version: version, Commit: commit, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
			if asJSON {
				v.addInstalled(cmd.Context(), ort.NewSearch(c.env.get))
				return json.NewEncoder(c.stdout).Encode(v)
			}
			_, err := fmt.Fprintf(c.stdout, "shotcheck %s (%s, %s)\n", v.Version, v.Go, v.Platform)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// addInstalled adds the libraries, tools and models, as far as there are any.
func (v *versionInfo) addInstalled(ctx context.Context, s ort.Search) {
	v.OpenCV = video.OpenCVVersion()
	if found, err := toolVersion("ffmpeg")(ctx); err == nil {
		v.FFmpeg, _, _ = strings.Cut(found, " ")
	}
	if library, err := s.Library(); err == nil && ort.Load(library) == nil {
		v.Runtime = ort.Version()
	}
	v.Models, v.ModelSHA256 = []string{}, map[string]string{}
	if detector, err := s.Detector(); err == nil {
		v.ModelSHA256["detector"], _ = hashFile(detector) // empty: it cannot be read
	}
	for _, name := range s.Models() {
		v.Models = append(v.Models, name)
		if m, err := describeModel(s, name); err == nil {
			v.ModelSHA256[name] = m.SHA256
		}
	}
}
