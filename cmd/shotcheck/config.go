package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/shotcheck/shotcheck/analysis"
)

// Settings come from four places; the first that has one wins: flag, variable
// (SHOTCHECK_ANALYZE_MODEL), file (analyze: {model: full}), default. This file
// is the only one that knows viper, which reads the file.

const (
	configName = "shotcheck.yaml"
	envPrefix  = "SHOTCHECK_"
)

// hasSettings is the annotation of commands whose flags may stand in the file.
const hasSettings = "settings"

// notSettings are flags that make sense on a command line only.
var notSettings = []string{"help", "config"}

// config is what the file and the environment say.
type config struct {
	file   string // "" when there is none
	values *viper.Viper
	env    environment
}

// configPlaces returns where the file is looked for, in order.
func configPlaces(c *cli) []string {
	places := []string{configName}
	if c.configDir != "" {
		places = append(places, filepath.Join(c.configDir, "shotcheck", configName))
	}
	return places
}

// readConfig reads the file named by --config, or the first that exists.
func readConfig(c *cli, explicit string) (*config, error) {
	cfg := &config{values: viper.New(), env: c.env}
	if explicit != "" {
		return cfg, cfg.read(explicit)
	}
	for _, place := range configPlaces(c) {
		err := cfg.read(place)
		if !errors.Is(err, fs.ErrNotExist) {
			return cfg, err
		}
	}
	cfg.file = ""
	return cfg, nil
}

func (c *config) read(path string) error {
	if _, err := os.Stat(path); err != nil {
		return &problem{
			Code: "no-such-file", Exit: exitUsage,
			Message: path + ": no such configuration file", Hint: "write one with: shotcheck config init", cause: err,
		}
	}
	c.file = path
	c.values.SetConfigFile(path)
	c.values.SetConfigType("yaml")
	if err := c.values.ReadInConfig(); err != nil {
		return usage("see: shotcheck config init", "%s: %s", path, oneLine(err.Error()))
	}
	return nil
}

// configurable reports whether a command takes settings.
func configurable(cmd *cobra.Command) bool { return cmd.Annotations[hasSettings] != "" }

// setting is one flag with its key in the file.
type setting struct {
	key  string
	flag *pflag.Flag
}

// variable returns the setting's environment variable.
func (s setting) variable() string {
	return envPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(s.key))
}

// settingsOf returns the settings of one command in the order of their keys.
func settingsOf(cmd *cobra.Command) []setting {
	var list []setting
	add := func(f *pflag.Flag) {
		if !f.Hidden && !slices.Contains(notSettings, f.Name) {
			list = append(list, setting{cmd.Name() + "." + f.Name, f})
		}
	}
	cmd.LocalNonPersistentFlags().VisitAll(add)
	return list
}

// allSettings returns the settings of all commands.
func allSettings(root *cobra.Command) []setting {
	var list []setting
	for _, cmd := range root.Commands() {
		if configurable(cmd) {
			list = append(list, settingsOf(cmd)...)
		}
	}
	return list
}

// check refuses keys and variables that no command has.
func (c *config) check(root *cobra.Command) error {
	var keys, variables, commands []string
	for _, s := range allSettings(root) {
		keys, variables = append(keys, s.key), append(variables, s.variable())
		command, _, _ := strings.Cut(s.variable()[len(envPrefix):], "_")
		commands = append(commands, envPrefix+command+"_")
	}
	found := c.values.AllKeys()
	slices.Sort(found)
	for _, key := range found {
		if !slices.Contains(keys, key) {
			return usage("see: shotcheck config show", "%s: unknown key %q%s", c.file, key, suggestKey(key, keys))
		}
	}
	for name := range c.env {
		ofCommand := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
		if slices.ContainsFunc(commands, ofCommand) && !slices.Contains(variables, name) {
			return usage("see: shotcheck config show", "unknown variable %s%s", name, analysis.DidYouMean(name, variables))
		}
	}
	return nil
}

// suggestKey also finds the flag that stands outside its command.
func suggestKey(key string, keys []string) string {
	for _, k := range keys {
		if strings.HasSuffix(k, "."+key) {
			return fmt.Sprintf("; did you mean %q?", k)
		}
	}
	return analysis.DidYouMean(key, keys)
}

// apply gives the flags of a command that the user has not typed the values of
// the environment and the file.
func (c *config) apply(cmd *cobra.Command) error {
	for _, s := range settingsOf(cmd) {
		values, origin := c.lookup(s)
		if s.flag.Changed || values == nil {
			continue
		}
		if err := assign(s.flag, values); err != nil {
			return usage("see: shotcheck "+cmd.Name()+" --help", "%s: %s: %s", origin, s.key, oneLine(err.Error()))
		}
	}
	return nil
}

// lookup returns a setting's values beside the command line, and where they
// stand; nil where the default holds.
func (c *config) lookup(s setting) (values []string, origin string) {
	if value, ok := c.env[s.variable()]; ok {
		return []string{value}, s.variable()
	}
	if c.values.InConfig(s.key) {
		return texts(c.values.Get(s.key)), c.file
	}
	return nil, "default"
}

// assign sets a flag; a flag that takes several values gets them as they are.
func assign(f *pflag.Flag, values []string) error {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.Replace(values)
	}
	return f.Value.Set(strings.Join(values, ","))
}

// texts returns a value of the file as flags take it.
func texts(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		list := make([]string, 0, len(v))
		for _, item := range v {
			list = append(list, texts(item)...)
		}
		return list
	case time.Time: // YAML takes a plain date for a time
		return []string{v.Format(time.DateOnly)}
	default:
		return []string{fmt.Sprint(v)}
	}
}
