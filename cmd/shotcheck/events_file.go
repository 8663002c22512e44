package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// eventsHint shows the format of an events file.
const eventsHint = `JSON, an object a shot with seconds: [{"dip": 0.61, "release": 0.92}, {"release": 7.4}]`

// readEvents reads the user's own moments: for each shot in order, event ids
// with their times in seconds.
func (o *analyzeOptions) readEvents() error {
	if o.eventsFile == "" {
		return nil
	}
	data, err := os.ReadFile(o.eventsFile)
	if err != nil {
		return errors.New(explain(err).Message)
	}
	var shots []map[string]float64
	if err := json.Unmarshal(data, &shots); err != nil {
		return fmt.Errorf("is not a list of objects with numbers: %w", err)
	}
	if len(shots) == 0 {
		return errors.New("holds no shot")
	}
	known := eventIDs()
	for i, shot := range shots {
		moments := make(map[string]time.Duration, len(shot))
		for id, s := range shot {
			if !slices.Contains(known, id) {
				return fmt.Errorf("shot %d: there is no event %q%s", i+1, id, analysis.DidYouMean(id, known))
			}
			if !(s >= 0 && s <= maxClipS) {
				return fmt.Errorf("shot %d: %s is %g; it must be seconds in the clip", i+1, id, s)
			}
			moments[id] = asDuration(s)
		}
		o.config.Events = append(o.config.Events, moments)
	}
	return nil
}

func eventIDs() []string {
	ids := make([]string, 0, len(analysis.EventCatalogue))
	for _, e := range analysis.EventCatalogue {
		ids = append(ids, e.ID)
	}
	return ids
}
