package ort

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

var update = flag.Bool("update", false, "make testdata/parity.json again from the reference outputs")

const (
	// excerptFile holds some of the reference outputs, see testdata/README.md.
	excerptFile = "testdata/parity.json"
	// referenceFolder holds all of them; it is private.
	referenceFolder = "../../../shared/golden"
)

// excerpt is every Step-th value of an output.
type excerpt struct {
	Step   int       `json:"step"`
	Values []float32 `json:"values"`
}

// graphs are what the reference outputs were made with; a value's tolerance
// may depend on its place.
var graphs = map[string]struct {
	model string
	run   func(pose.Network) (map[string][]float32, error)
	ends  map[string]func(i int) float64
}{
	"detector":       {"lite", runDetector, detectorTolerances},
	"landmark_lite":  {"lite", runLandmarks, landmarkTolerances},
	"landmark_full":  {"full", runLandmarks, landmarkTolerances},
	"landmark_heavy": {"heavy", runLandmarks, landmarkTolerances},
}

// Tolerances of shared/golden/README.md, by kind of value.
const (
	pixels        = 0.05
	logits        = 1e-2
	probabilities = 1e-4
	metres        = 1e-4
)

var (
	detectorTolerances = map[string]func(int) float64{
		"Identity":   always(pixels),
		"Identity_1": always(logits),
	}
	landmarkTolerances = map[string]func(int) float64{
		"Identity": func(i int) float64 {
			if i%5 < 3 { // x, y, z; then visibility and presence
				return pixels
			}
			return logits
		},
		"Identity_1": always(probabilities),
		"Identity_3": always(logits),
		"Identity_4": always(metres),
	}
)

func always(tolerance float64) func(int) float64 {
	return func(int) float64 { return tolerance }
}

func runDetector(n pose.Network) (map[string][]float32, error) {
	boxes, logits, err := n.Detect(noise(pose.DetectorSizePx))
	return map[string][]float32{"Identity": boxes, "Identity_1": logits}, err
}

func runLandmarks(n pose.Network) (map[string][]float32, error) {
	t, err := n.Landmarks(noise(pose.LandmarkSizePx))
	return map[string][]float32{
		"Identity": t.Landmarks, "Identity_1": {t.Presence}, "Identity_3": t.Heatmap, "Identity_4": t.World,
	}, err
}

// noise fills a picture of side² pixels with the generator that the reference
// outputs were made from.
func noise(side int) []float32 {
	picture := make([]float32, side*side*3)
	s := uint32(42)
	for i := range picture {
		s = s*1664525 + 1013904223
		picture[i] = float32(float64(s) / (1 << 32))
	}
	return picture
}

// TestParity compares every model with TensorFlow Lite's own results: an
// excerpt always, all values where they are at hand.
func TestParity(t *testing.T) {
	if *update {
		writeExcerpts(t)
	}
	file, err := os.ReadFile(excerptFile)
	if err != nil {
		t.Fatal(err)
	}
	var excerpts map[string]map[string]excerpt
	if err := json.Unmarshal(file, &excerpts); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(graphs)) {
		t.Run(name, func(t *testing.T) {
			g := graphs[name]
			results, err := g.run(open(t, installed(t, g.model)))
			if err != nil {
				t.Fatal(err)
			}
			for end, tolerance := range g.ends {
				compare(t, end+", excerpt", results[end], excerpts[name][end], tolerance)
				if all := reference(t, name, end); all != nil {
					compare(t, end, results[end], excerpt{1, all}, tolerance)
				}
			}
		})
	}
}

// compare reports values that differ by more than their tolerance.
func compare(t *testing.T, name string, got []float32, want excerpt, tolerance func(int) float64) {
	t.Helper()
	if want.Step < 1 || len(want.Values) != (len(got)+want.Step-1)/want.Step {
		t.Fatalf("%s: %d values, every %d, for an output of %d", name, len(want.Values), want.Step, len(got))
	}
	worst := 0.0
	for k, v := range want.Values {
		i := k * want.Step
		off := math.Abs(float64(got[i]) - float64(v))
		if worst = max(worst, off); !(off <= tolerance(i)) { // also when it is not a number
			t.Errorf("%s: value %d is %v, want %v", name, i, got[i], v)
			return
		}
	}
	t.Logf("%s: worst of %d values is off by %.2g", name, len(want.Values), worst)
}

// reference returns all values of a reference output, or nil where they are
// not at hand.
func reference(t *testing.T, graph, end string) []float32 {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(referenceFolder, graph+"."+end+".f32"))
	if os.IsNotExist(err) {
		t.Logf("%s: compared with the excerpt only, as the private reference outputs are not here", end)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	values := make([]float32, len(raw)/4)
	if err := binary.Read(bytes.NewReader(raw), binary.LittleEndian, values); err != nil {
		t.Fatal(err)
	}
	return values
}

// writeExcerpts takes up to two hundred values of each reference output; the odd
// step lets them fall on every kind of value.
func writeExcerpts(t *testing.T) {
	t.Helper()
	excerpts := map[string]map[string]excerpt{}
	for name, g := range graphs {
		excerpts[name] = map[string]excerpt{}
		for end := range g.ends {
			all := reference(t, name, end)
			e := excerpt{Step: (len(all)/200 + 1) | 1}
			for i := 0; i < len(all); i += e.Step {
				e.Values = append(e.Values, all[i])
			}
			excerpts[name][end] = e
		}
	}
	file, err := json.Marshal(excerpts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(excerptFile, append(file, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkRun(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(graphs)) {
		b.Run(name, func(b *testing.B) {
			g := graphs[name]
			n := open(b, installed(b, g.model))
			input, run := noise(pose.LandmarkSizePx), func(input []float32) (err error) { _, err = n.Landmarks(input); return err }
			if name == "detector" {
				input, run = noise(pose.DetectorSizePx), func(input []float32) (err error) { _, _, err = n.Detect(input); return err }
			}
			if err := run(input); err != nil { // loads the graph
				b.Fatal(err)
			}
			for b.Loop() {
				if err := run(input); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
