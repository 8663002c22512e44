package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/tflite"
	"github.com/shotcheck/shotcheck/pose"
)

// builtinModels are what `make setup` installs, from quick to exact.
var builtinModels = []string{"lite", "full", "heavy"}

// maxModelBytes bounds a file to import; the largest known has 30 MB.
const maxModelBytes = 512 << 20

func newModelsCommand(c *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "models",
		Short: "List, verify and import pose models",
	}
	onlyGroups(cmd)
	cmd.AddCommand(newModelsListCommand(c), newModelsVerifyCommand(c), newModelsImportCommand(c))
	return cmd
}

// installedModel is one line of `models list`.
type installedModel struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func newModelsListCommand(c *cli) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the installed models",
		Long:  "Lists the models that --model takes." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 0, "no arguments"),
		RunE:  func(*cobra.Command, []string) error { return runModelsList(c, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func runModelsList(c *cli, asJSON bool) error {
	search := ort.NewSearch(c.env.get)
	list := []installedModel{}
	for _, name := range search.Models() {
		m, err := describeModel(search, name)
		if err != nil {
			return err
		}
		list = append(list, m)
	}
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(list)
	}
	if len(list) == 0 {
		return &problem{Code: "model-missing", Exit: exitFailed, Message: "no model is installed", Hint: "run: " + setupFix}
	}
	return printTable(c.stdout, "NAME\tMB\tSHA256\tFILE", list, func(m installedModel) string {
		return fmt.Sprintf("%s\t%.1f\t%.12s\t%s", m.Name, float64(m.Bytes)/1e6, m.SHA256, m.File)
	})
}

func describeModel(search ort.Search, name string) (m installedModel, err error) {
	m.Name = name
	if m.File, err = search.Model(name); err != nil {
		return m, err
	}
	info, err := os.Stat(m.File)
	if err != nil {
		return m, err
	}
	m.Bytes = info.Size()
	m.SHA256, err = hashFile(m.File)
	return m, err
}

func newModelsVerifyCommand(c *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [NAME...]",
		Short: "Load models and run them once",
		Long:  "Loads the named models, or all, with the detector, and runs each once on an empty picture." + exitHelp(exitFailed, exitUsage),
		RunE: func(cmd *cobra.Command, names []string) error {
			return runModelsVerify(cmd.Context(), c, names)
		},
	}
}

func runModelsVerify(ctx context.Context, c *cli, names []string) error {
	search := ort.NewSearch(c.env.get)
	if len(names) == 0 {
		names = search.Models()
	}
	if len(names) == 0 {
		return &problem{Code: "model-missing", Exit: exitFailed, Message: "no model is installed", Hint: "run: " + setupFix}
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tryModel(search, name); err != nil {
			return fmt.Errorf("model %s: %w", name, err)
		}
		fmt.Fprintf(c.stdout, "%s: ok\n", name)
	}
	return nil
}

// tryModel runs a model and the detector once.
func tryModel(search ort.Search, name string) (err error) {
	networks, err := ort.Find(search, name, 1)
	if err != nil {
		return err
	}
	n, err := networks.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if _, _, err := n.Detect(make([]float32, pose.DetectorSizePx*pose.DetectorSizePx*3)); err != nil {
		return err
	}
	_, err = n.Landmarks(make([]float32, pose.LandmarkSizePx*pose.LandmarkSizePx*3))
	return err
}

func newModelsImportCommand(c *cli) *cobra.Command {
	var name string
	var force bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Convert a MediaPipe model, for --model NAME",
		Long: `Converts a pose landmark model of MediaPipe, a .tflite file or a .task bundle, and
puts it into the user's data folder. Then: shotcheck analyze --model NAME` + exitHelp(exitFailed, exitUsage),
		Example: "  shotcheck models import --name heavy-2024 pose_landmarker_heavy.task",
		Args:    arguments(1, 1, "one FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			if name == "" {
				name = stem(filepath.Base(args[0]))
			}
			return runModelsImport(c, args[0], name, force)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`NAME` of the model (default the file's, without its extension)")
	cmd.Flags().BoolVar(&force, "force", false, "replace a model of this name")
	return cmd
}

func runModelsImport(c *cli, file, name string, force bool) error {
	if !ort.ValidModelName(name) || slices.Contains(builtinModels, name) || name == autoModel {
		return usage("choose another with --name", "a model cannot be called %q", name)
	}
	search := ort.NewSearch(c.env.get)
	if search.UserModels == "" {
		return &problem{Code: "no-home", Exit: exitFailed, Message: "the user's data folder is not known", Hint: "set HOME or XDG_DATA_HOME"}
	}
	target := filepath.Join(search.UserModels, name+".onnx")
	if _, err := os.Stat(target); err == nil && !force {
		return usage("replace it with --force, or choose another with --name", "there is a model %q already", name)
	}
	model, err := convertModel(file)
	if err != nil {
		return err
	}
	if err := writeWhole(target, model); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "%s\nuse it with: shotcheck analyze --model %s\n", target, name)
	return err
}

func convertModel(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxModelBytes {
		return nil, &problem{Code: "not-a-model", Exit: exitFailed, Message: file + ": too large for a pose model", Hint: "give a .tflite file or a .task bundle"}
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	model, err := tflite.Convert(source, tflite.Landmarks)
	if err != nil {
		return nil, &problem{
			Code: "not-a-model", Exit: exitFailed, Message: file + " " + oneLine(err.Error()),
			Hint: "give a pose landmark model of MediaPipe, .tflite or .task",
		}
	}
	return model, nil
}

// writeWhole writes a file, with its folder, completely or not at all.
func writeWhole(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
