package store

import (
	"bytes"
	"context"
	_ "embed" // plans.yaml
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// FreePlan is the plan of a new organisation.
const FreePlan = "free"

// Plan is what an organisation may use.
type Plan struct {
	AnalysesAMonth   int64 `yaml:"analyses_a_month"`
	RetentionDays    int   `yaml:"retention_days"`
	LargestUploadMiB int64 `yaml:"largest_upload_mib"`
}

//go:embed plans.yaml
var plansYAML []byte

// Plans are the plans by name.
var Plans = func() map[string]Plan {
	plans := map[string]Plan{}
	d := yaml.NewDecoder(bytes.NewReader(plansYAML))
	d.KnownFields(true)
	if err := d.Decode(&plans); err != nil {
		panic("store: plans.yaml: " + err.Error())
	}
	return plans
}()

// Retention is how long results are kept.
func (p Plan) Retention() time.Duration { return time.Duration(p.RetentionDays) * 24 * time.Hour }

// LargestUploadBytes bounds one upload.
func (p Plan) LargestUploadBytes() int64 { return p.LargestUploadMiB << 20 }

// LargestUpload returns the most bytes that any plan lets an upload have.
func LargestUpload() int64 {
	var most int64
	for _, p := range Plans {
		most = max(most, p.LargestUploadBytes())
	}
	return most
}

// Plan returns the plan of an organisation.
func (s *Store) Plan(ctx context.Context, org string) (Plan, error) { return planOf(ctx, s.reads, org) }

func planOf(ctx context.Context, q querier, org string) (Plan, error) {
	var name string
	if err := get(ctx, q, &name, "SELECT plan FROM organisations WHERE id = ?", org); err != nil {
		return Plan{}, err
	}
	p, ok := Plans[name]
	if !ok {
		return Plan{}, fmt.Errorf("there is no plan %q", name)
	}
	return p, nil
}

// ErrUsedUp says that an organisation has made all analyses of its month.
var ErrUsedUp = errors.New("the plan's analyses of this month are used up")

// count counts one more analysis of this month. The row's own lock keeps two
// at once from exceeding the plan.
func (s *Store) count(ctx context.Context, q querier, org string, p Plan) error {
	month := s.now().UTC().Format("2006-01")
	if _, err := change(ctx, q, "INSERT INTO used (org_id, month, analyses) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", org, month); err != nil {
		return err
	}
	err := changeOne(ctx, q, "UPDATE used SET analyses = analyses + 1 WHERE org_id = ? AND month = ? AND analyses < ?", org, month, p.AnalysesAMonth)
	if errors.Is(err, ErrNotFound) {
		return ErrUsedUp
	}
	return err
}

// Used returns how many analyses an organisation has made this month.
func (s *Store) Used(ctx context.Context, org string) (n int64, err error) {
	err = get(ctx, s.reads, &n, "SELECT analyses FROM used WHERE org_id = ? AND month = ?", org, s.now().UTC().Format("2006-01"))
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return n, err
}
