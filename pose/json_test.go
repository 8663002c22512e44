package pose

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// randomPoses returns poses with all optional members.
func randomPoses(frames int) *Poses {
	rng := rand.New(rand.NewPCG(3, 4))
	p := &Poses{
		Clip:  Clip{Name: "clip \"1\".mp4", WidthPx: 1280, HeightPx: 720, DurationS: 3.53, FPS: 30.04, TimeScale: 1, Camera: "fixed"},
		Model: ModelInfo{Name: "blazepose-heavy"},
		Ball:  []BallPoint{{Time: 33367 * time.Microsecond, X: 640.004, Y: -3, R: 12}},
		Rim:   &[2]float64{1130.128, 140},
	}
	for i := range frames {
		f := FramePoses{Index: i, Time: time.Duration(i) * time.Second / 30, Repeated: i%3 == 2}
		for id := range i % 3 {
			f.Persons = append(f.Persons, randomPerson(rng, id+1))
		}
		if i > 0 {
			f.CameraPx = [2]float64{rng.NormFloat64(), rng.NormFloat64()}
		}
		p.Frames = append(p.Frames, f)
	}
	return p
}

func randomPerson(rng *rand.Rand, id int) Person {
	p := Person{ID: id, Presence: rng.Float64()}
	for j := range p.Keypoints {
		p.Keypoints[j] = Keypoint{1280 * rng.Float64(), 720*rng.Float64() - 20, rng.Float64()}
	}
	if id == 1 {
		p.WorldM = new([NumJoints][3]float64)
		for j := range p.WorldM {
			p.WorldM[j] = [3]float64{rng.NormFloat64(), rng.NormFloat64(), -1e-9}
		}
	}
	return p
}

func TestPosesWriteThenReadIsIdentity(t *testing.T) {
	want := randomPoses(10)
	var first, second bytes.Buffer
	if err := WritePoses(&first, want); err != nil {
		t.Fatal(err)
	}
	want.Round()
	got, err := ReadPoses(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("read differs from written (-written +read):\n%s", d)
	}
	if err := WritePoses(&second, got); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Error("written again, the file differs")
	}
	if n := strings.Count(first.String(), "\n"); n != 5+10+2+1 { // head, frames, ball, rim
		t.Errorf("%d lines, want one for each frame and member", n)
	}
}

func TestTimesAreExactToTheMicrosecond(t *testing.T) {
	for _, want := range []time.Duration{0, time.Microsecond, 33366667 * time.Nanosecond, 2*time.Hour + 999999*time.Microsecond} {
		got, err := seconds(want.Round(time.Microsecond).Seconds())
		if err != nil || got != want.Round(time.Microsecond) {
			t.Errorf("%v became %v, %v", want, got, err)
		}
	}
}

func TestReadPosesRefuses(t *testing.T) {
	var file bytes.Buffer
	if err := WritePoses(&file, randomPoses(3)); err != nil {
		t.Fatal(err)
	}
	good := file.String()
	for _, tc := range []struct{ name, old, new, want string }{
		{"other schema", Schema, "shotcheck.analysis/1", "not a poses file"},
		{"other skeleton", SkeletonName, "coco17", "coco17"},
		{"truncated", "]}\n", "", "unexpected EOF"},
		{"no time", `"time_s":0,`, "", "frames: [0]: index and time_s are required"},
		{"time does not increase", `"time_s":0.033333`, `"time_s":0`, "frames: [1]: index and time_s must increase"},
		{"too many keypoints", `"keypoints":[`, `"keypoints":[[1,1,1],`, "34 keypoints, want 33"},
		{"short keypoint", `"keypoints":[[`, `"keypoints":[[1,`, "keypoints[0]: 4 values, want 3"},
		{"number too large for a float", `"index":1,"time_s":0.033333`, `"index":1,"time_s":1e999`, "frames: [1]"},
		{"huge time", `"time_s":0.033333`, `"time_s":1e300`, "out of range"},
		{"picture without size", `"width_px":1280`, `"width_px":0`, "0 × 720 px"},
		{"person zero", `"id":1`, `"id":0`, "numbered from 1"},
		{"same person twice", `"id":2`, `"id":1`, "id 1 appears twice"},
		{"presence as a word", `"presence":`, `"presence":"x","p":`, "presence"},
		{"not an object", `{"schema"`, `[{"schema"`, "want {"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bad := strings.Replace(good, tc.old, tc.new, 1)
			if tc.new == "" && tc.name == "truncated" {
				bad = good[:len(good)/2]
			}
			if bad == good {
				t.Fatal("the test does not change the file")
			}
			_, err := ReadPoses(strings.NewReader(bad))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
			if errors.Is(err, ErrNotPoses) != (tc.name == "other schema") {
				t.Errorf("%v: wrongly told whether it is a poses file", err)
			}
		})
	}
}

func TestReadPosesIgnoresUnknownMembers(t *testing.T) {
	const file = `{"later":[1,{"a":2}],"schema":"shotcheck.poses/1","skeleton":"blazepose33",
		"clip":{"width_px":8,"height_px":8,"new":true},"frames":[{"index":0,"time_s":0,"persons":[],"x":null}]}`
	p, err := ReadPoses(strings.NewReader(file))
	if err != nil || len(p.Frames) != 1 {
		t.Fatalf("got %v, %v", p, err)
	}
}

func FuzzReadPoses(f *testing.F) {
	var file bytes.Buffer
	if err := WritePoses(&file, randomPoses(2)); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(`{"schema":"shotcheck.poses/1","rim":null,"ball":[{"time_s":1,"x_px":1e300,"y_px":0}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPoses(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := WritePoses(&again, p); err != nil {
			t.Fatal(err)
		}
		q, err := ReadPoses(&again)
		if err != nil {
			t.Fatalf("written by ourselves, refused: %v", err)
		}
		if d := cmp.Diff(p, q); d != "" {
			t.Fatalf("read, written and read again differs:\n%s", d)
		}
	})
}
