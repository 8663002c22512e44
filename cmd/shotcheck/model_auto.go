package main

import (
	"fmt"
	"time"

	"github.com/shotcheck/shotcheck/internal/ort"
)

// autoModel lets the speed of this machine choose.
const autoModel = "auto"

// byExactness are the models that auto chooses from, the most exact first.
var byExactness = []string{"heavy", "full", "lite"}

// playedFPS is how many frames a second a clip plays: to measure no fewer takes no
// longer than to watch it.
const playedFPS = 30

// useModel replaces auto by the most exact model that keeps up on this machine, and
// says so where that is not the most exact of all.
func (o *analyzeOptions) useModel(c *cli) error {
	if o.config.Model != autoModel {
		return nil
	}
	search := ort.NewSearch(c.env.get)
	model, slow, err := keepsUp(c.cores, func(model string) (time.Duration, error) { return lookTime(search, model) })
	if err != nil {
		return err
	}
	o.config.Model = model
	if slow > 0 && !o.quiet {
		fmt.Fprintf(c.stderr, "model %s: %s would take %.1f s for a second of video on this machine; have it with --model %[2]s\n", model, byExactness[0], slow)
	}
	return nil
}

// keepsUp returns the most exact model of which cores look at playedFPS frames a
// second, else the quickest, and how many seconds the most exact one takes for one of
// video, 0 where it is chosen.
func keepsUp(cores int, look func(model string) (time.Duration, error)) (model string, slow float64, err error) {
	for _, model = range byExactness {
		d, err := look(model)
		if err != nil {
			return "", 0, err
		}
		load := playedFPS * d.Seconds() / float64(cores)
		if load <= 1 {
			break
		}
		if slow == 0 {
			slow = load
		}
	}
	return model, slow, nil
}

// measuredLooks are enough to tell how fast a model is; the quickest counts, as other
// work disturbs the others.
const measuredLooks = 5

// lookTime is how long one look of a model takes on one core.
func lookTime(search ort.Search, model string) (quickest time.Duration, err error) {
	err = ort.Try(search, model, func(look func() error) error {
		for i := range measuredLooks {
			begun := time.Now()
			if err := look(); err != nil {
				return err
			}
			if d := time.Since(begun); i == 0 || d < quickest {
				quickest = d
			}
		}
		return nil
	})
	return quickest, err
}
