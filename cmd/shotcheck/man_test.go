package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

var manDir = flag.String("man", "", "write the manual pages into `DIR`, for the package")

// TestManPages makes a page for each command, which tells all that its help tells.
func TestManPages(t *testing.T) {
	dir := *manDir
	if dir == "" {
		dir = t.TempDir()
	}
	root := newRootCommand(&cli{})
	prepareForMan(root)
	// The date of the pages is SOURCE_DATE_EPOCH, or today.
	if err := doc.GenManTree(root, &doc.GenManHeader{Source: "shotcheck", Manual: "shotcheck"}, dir); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"shotcheck", "shotcheck-analyze", "shotcheck-models-import", "shotcheck-completion-zsh"} {
		text, err := os.ReadFile(filepath.Join(dir, page+".1"))
		if err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(text), "130  interrupted") && page != "shotcheck-completion-zsh" {
			t.Errorf("%s does not tell its exit codes line by line", page)
		}
	}
}

// indented matches the lines of a table in a command's help.
var indented = regexp.MustCompile(`(?m)^  +\S`)

// prepareForMan makes Markdown of a command's help, which package doc expects, and
// tells what each flag takes, which it leaves out.
func prepareForMan(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true
	cmd.Long = indented.ReplaceAllString(cmd.Long, "    $0")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if takes, usage := pflag.UnquoteUsage(f); f.NoOptDefVal == "" && !strings.Contains(usage, takes) {
			f.Usage = takes + ": " + usage
		}
	})
	for _, sub := range cmd.Commands() {
		prepareForMan(sub)
	}
}
