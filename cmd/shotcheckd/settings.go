package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Settings come from four places; the first that has one wins: flag, variable
// (SHOTCHECKD_DATABASE), file (database: postgres://…), default. All commands
// share them. This file is the only one that knows viper, which reads the file.

const (
	settingsFile = "shotcheckd.yaml"
	envPrefix    = "SHOTCHECKD_"
)

// notSettings are flags that make sense on a command line only.
var notSettings = []string{"help", "config", "version"}

// applySettings gives the flags that were not typed the values of variables and
// of the file.
func applySettings(cmd *cobra.Command, file string) error {
	values, err := readSettings(file)
	if err != nil {
		return err
	}
	known := knownSettings(cmd.Root())
	for _, key := range values.AllKeys() {
		if !slices.Contains(known, key) {
			return usage("%s: unknown key %q (see: shotcheckd serve --help)", values.ConfigFileUsed(), key)
		}
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, envPrefix) && !slices.ContainsFunc(known, func(k string) bool { return variableOf(k) == name }) {
			return usage("unknown variable %s (see: shotcheckd serve --help)", name)
		}
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if err == nil && !f.Changed && !slices.Contains(notSettings, f.Name) {
			err = applySetting(cmd, f, values)
		}
	})
	return err
}

func applySetting(cmd *cobra.Command, f *pflag.Flag, values *viper.Viper) error {
	origin := variableOf(f.Name)
	value, ok := os.LookupEnv(origin)
	if !ok {
		if !values.InConfig(f.Name) {
			return nil
		}
		value, origin = strings.Join(values.GetStringSlice(f.Name), ","), values.ConfigFileUsed()
	}
	if err := cmd.Flags().Set(f.Name, value); err != nil {
		return usage("%s: %s: %w", origin, f.Name, err)
	}
	return nil
}

// readSettings reads the file that was named, or the one in the current folder if
// there is one.
func readSettings(file string) (*viper.Viper, error) {
	values := viper.New()
	if file == "" {
		if _, err := os.Stat(settingsFile); err != nil {
			return values, nil
		}
		file = settingsFile
	}
	values.SetConfigFile(file)
	values.SetConfigType("yaml")
	if err := values.ReadInConfig(); err != nil {
		return nil, usage("%s: %w", file, err)
	}
	return values, nil
}

// knownSettings lists the flags of all commands that may stand in the file.
func knownSettings(root *cobra.Command) (names []string) {
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !slices.Contains(notSettings, f.Name) {
				names = append(names, f.Name)
			}
		})
	}
	return names
}

func variableOf(name string) string {
	return fmt.Sprint(envPrefix, strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
}
