package main

import (
	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report/schema"
)

func newSchemaCommand(c *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the JSON Schema of a file or of a command's JSON",
		Long: `Prints the JSON Schema, draft 2020-12, of a file that shotcheck writes or of the
JSON that a command prints; without a name it lists them. The schemas are strict
and of this version: a later one may know further keys.` + exitHelp(exitFailed, exitUsage),
		Example: `  shotcheck schema
  shotcheck schema analysis > analysis.schema.json`,
		Args: arguments(0, 1, "at most one NAME"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return schemaNames(args), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return printTable(c.stdout, "NAME\tDESCRIBES", schema.All(), func(d schema.Document) string { return d.Name + "\t" + d.Title })
			}
			return printSchema(c, args[0])
		},
	}
}

// schemaNames offers the names to the shell, as long as none is given.
func schemaNames(args []string) []cobra.Completion {
	var names []cobra.Completion
	for _, d := range schema.All() {
		names = append(names, cobra.CompletionWithDesc(d.Name, d.Title))
	}
	if len(args) > 0 {
		return nil
	}
	return names
}

func printSchema(c *cli, name string) error {
	d, ok := schema.Named(name)
	if !ok {
		return usage("see: shotcheck schema", "there is no schema %q%s", name, analysis.DidYouMean(name, schema.Names()))
	}
	_, err := c.stdout.Write(d.JSON)
	return err
}
