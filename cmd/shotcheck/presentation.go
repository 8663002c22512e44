package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report"
)

// presentation are the settings that change video, stills and reports, but no
// number.
type presentation struct {
	SlowMotion float64   `json:"slow_motion"`
	BlurFaces  bool      `json:"blur_faces"`
	Units      string    `json:"units"` // a key of unitSystems
	Player     string    `json:"player,omitempty"`
	Date       time.Time `json:"date,omitzero"`
	PageSize   string    `json:"page_size,omitempty"`
	Club       string    `json:"club,omitempty"`
	Accent     string    `json:"accent,omitempty"`
	Logo       string    `json:"logo,omitempty"` // file
	LogoSHA256 string    `json:"logo_sha256,omitempty"`

	logo []byte // content of Logo
}

func defaultPresentation() presentation { return presentation{SlowMotion: 0.25, Units: "metric"} }

// unitSystems are the words of --units.
var unitSystems = map[string]analysis.Units{"metric": analysis.MetricUnits, "imperial": analysis.ImperialUnits}

// addVideoFlags defines the flags of the pictures.
func (p *presentation) addVideoFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	flagOf(f, &p.SlowMotion, "slow-motion", "X", "0.25", number(0.05, 1), "playback speed around each shot in the annotated video; 1 is off")
	f.BoolVar(&p.BlurFaces, "blur-faces", false, "blur faces in video, stills and reports")
}

// addReportFlags defines the flags of what people read.
func (p *presentation) addReportFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.Player, "player", "", "`NAME` for reports")
	flagOf(f, &p.Date, "date", "YYYY-MM-DD", "", parseDate, "day of the recording (default what the clip says)")
	p.addPaperFlags(cmd)
}

// addPaperFlags defines the flags of how reports look.
func (p *presentation) addPaperFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	choice(f, &p.Units, "units", "units in reports; JSON and CSV stay SI", "metric", "imperial")
	choice(f, &p.PageSize, "page-size", "paper of the PDF", "A4", "Letter")
	f.StringVar(&p.Club, "club", "", "`NAME` of the club, for reports")
	f.StringVar(&p.Logo, "logo", "", "PNG or JPEG `FILE` for the head of reports")
	flagOf(f, &p.Accent, "accent", "#RRGGBB", "", parseAccent, "colour of reports")
}

// parseAccent accepts a colour that can be read on white.
func parseAccent(text string) (string, error) {
	_, err := report.ParseAccent(text)
	return text, err
}

// adopt takes from a profile what no flag has said; its logo lies in the
// profile's folder.
func (p *presentation) adopt(b analysis.Brand, dir string) error {
	if _, err := report.ParseAccent(b.Accent); b.Accent != "" && err != nil {
		return fmt.Errorf("brand: accent %q %w", b.Accent, err)
	}
	if b.Logo != "" && !filepath.IsAbs(b.Logo) {
		b.Logo = filepath.Join(dir, b.Logo)
	}
	p.Club, p.Accent, p.Logo = cmp.Or(p.Club, b.Club), cmp.Or(p.Accent, b.Accent), cmp.Or(p.Logo, b.Logo)
	return nil
}

// complete reads the logo.
func (p *presentation) complete() (err error) {
	if p.Logo == "" {
		return nil
	}
	if p.logo, err = os.ReadFile(p.Logo); err == nil {
		err = report.CheckLogo(p.logo)
	}
	if err != nil {
		return usage("give a PNG or JPEG file", "--logo %s: %s", p.Logo, explain(err).Message)
	}
	sum := sha256.Sum256(p.logo)
	p.LogoSHA256 = hex.EncodeToString(sum[:])
	return nil
}

// job returns a job with this look for a folder.
func (p *presentation) job(dir string) shotcheck.Job {
	return shotcheck.Job{
		Dir: dir, SlowMotion: p.SlowMotion, BlurFaces: p.BlurFaces,
		Units: unitSystems[p.Units], Player: p.Player, Date: p.Date, PageSize: p.PageSize, Brand: p.brand(),
	}
}

func (p *presentation) brand() report.Brand {
	return report.Brand{Club: p.Club, Accent: p.Accent, Logo: p.logo}
}

// givenFlags returns the flags that the user has typed.
func givenFlags(cmd *cobra.Command) map[string]string {
	set := map[string]string{}
	cmd.Flags().Visit(func(f *pflag.Flag) { set[f.Name] = f.Value.String() })
	return set
}

// overlay lays the flags that the user has set over the look of earlier results.
func (p *presentation) overlay(cmd *cobra.Command, set map[string]string, earlier presentation) error {
	*p = earlier
	for name, text := range set {
		if err := cmd.Flags().Lookup(name).Value.Set(text); err != nil {
			return fmt.Errorf("--%s: %w", name, err)
		}
	}
	return p.complete()
}
