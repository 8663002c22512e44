package main

import "github.com/spf13/cobra"

func newSynthCommand(c *cli) *cobra.Command {
	return &cobra.Command{Use: "synth", RunE: func(*cobra.Command, []string) error { return nil }}
}
