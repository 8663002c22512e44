package ort

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// installed returns the networks of a model in the repository's build folder.
// Without it the test is skipped, but fails where the environment says that
// native parts must be there.
func installed(tb testing.TB, model string) *Networks {
	tb.Helper()
	networks, err := Find(NewSearch(func(string) string { return "" }), model, 1)
	missing := errors.Is(err, ErrRuntimeMissing) || errors.Is(err, ErrModelMissing)
	if missing && os.Getenv("SHOTCHECK_REQUIRE_NATIVE") != "1" {
		tb.Skipf("needs make setup: %v", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return networks
}

// open opens a network for the length of a test.
func open(tb testing.TB, networks *Networks) pose.Network {
	tb.Helper()
	network, err := networks.Open()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := network.Close(); err != nil {
			tb.Error(err)
		}
	})
	return network
}

func TestInfo(t *testing.T) {
	info := installed(t, "lite").Info()
	if info.Name != "blazepose-lite" || len(info.SHA256) != 64 || info.Runtime != "onnxruntime 1.30.0" {
		t.Errorf("info is %+v", info)
	}
}

// TestNetworksTogether says that networks beside each other do not change each
// other's results by a bit.
func TestNetworksTogether(t *testing.T) {
	networks := installed(t, "lite")
	want := bits(run(t, open(t, networks)))
	var wait sync.WaitGroup
	for range 3 {
		n := open(t, networks)
		wait.Go(func() {
			for range 3 {
				if !bytes.Equal(want, bits(run(t, n))) {
					t.Error("a network beside others gives other results")
				}
			}
		})
	}
	wait.Wait()
}

// run runs both graphs on noise.
func run(t *testing.T, n pose.Network) [][]float32 {
	boxes, logits, err := n.Detect(noise(pose.DetectorSizePx))
	if err != nil {
		t.Error(err)
	}
	l, err := n.Landmarks(noise(pose.LandmarkSizePx))
	if err != nil {
		t.Error(err)
	}
	return [][]float32{boxes, logits, l.Landmarks, {l.Presence}, l.Heatmap, l.World}
}

// bits returns the bytes of results.
func bits(results [][]float32) []byte {
	var b []byte
	for _, values := range results {
		for _, v := range values {
			bits := math.Float32bits(v)
			b = append(b, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
		}
	}
	return b
}

// TestRunAllocatesNothing keeps the garbage collector out of the frames' way.
func TestRunAllocatesNothing(t *testing.T) {
	n := open(t, installed(t, "lite"))
	crop := noise(pose.LandmarkSizePx)
	allocations := testing.AllocsPerRun(3, func() {
		if _, err := n.Landmarks(crop); err != nil {
			t.Error(err)
		}
	})
	if allocations > 0 {
		t.Errorf("%v allocations a run", allocations)
	}
}

func TestWrongInput(t *testing.T) {
	n := open(t, installed(t, "lite"))
	for _, size := range []int{0, 7, pose.LandmarkSizePx*pose.LandmarkSizePx*3 + 1} {
		if _, err := n.Landmarks(make([]float32, size)); err == nil {
			t.Errorf("no error for a crop of %d values", size)
		}
	}
}

// TestDamagedModel says that a file that is no model is named.
func TestDamagedModel(t *testing.T) {
	networks := installed(t, "lite")
	whole, err := os.ReadFile(networks.landmarks.path)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"empty": nil, "text": []byte("not a model"), "half": whole[:len(whole)/2]} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "damaged.onnx")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			damaged := &Networks{landmarks: model{path: path, input: landmarkInput, outputs: landmarkOutputs}}
			if _, err := damaged.Open(); err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("error is %v, which does not name the file", err)
			}
		})
	}
}

// TestLoadForeignLibrary says that a file that is no library is named, whether
// or not the right one is loaded.
func TestLoadForeignLibrary(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), libraryName())
	if err := os.WriteFile(foreign, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Load(foreign); err == nil || !strings.Contains(err.Error(), foreign) {
		t.Errorf("error is %v, which does not name the file", err)
	}
}
