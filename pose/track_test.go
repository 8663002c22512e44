package pose

import "testing"

// standing is a sighting of somebody upright, of a height in pixels, whose feet stand at
// x, y.
func standing(x, y, heightPx float64) *TrackFrame {
	f := &TrackFrame{Region: Region{X: x, Y: y - heightPx/2, SidePx: 1.4 * heightPx}}
	for joint, up := range map[Joint]float64{Nose: 0.93, LeftShoulder: 0.82, LeftHip: 0.53, LeftKnee: 0.28, LeftAnkle: 0.04} {
		for _, j := range []Joint{joint, joint.Mirror()} {
			f.Keypoints[j] = Keypoint{X: x, Y: y - up*heightPx, Visibility: 1}
		}
	}
	return f
}

func TestLegsAreNobody(t *testing.T) {
	large := standing(100, 330, 230)
	for _, tt := range []struct {
		name  string
		small *TrackFrame
		want  bool
	}{
		{"a body in the legs", standing(104, 327, 95), true},
		{"a child in front", standing(100, 358, 150), false},
		{"somebody far behind", standing(104, 290, 90), false},
		{"a child beside", standing(160, 330, 95), false},
		{"the same body", standing(101, 331, 228), false},
	} {
		if got := inLegs(tt.small, large); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
		if inLegs(large, tt.small) {
			t.Errorf("%s: the large one is taken for the legs", tt.name)
		}
	}
}

// A trail that has slid into the legs of another gives its sighting up, whatever it
// claims.
func TestTheLegsGiveWay(t *testing.T) {
	trailOf := func(f *TrackFrame) *trail { return newTrail(&sighting{TrackFrame: *f}) }
	body, legs := trailOf(standing(100, 330, 230)), trailOf(standing(104, 327, 95))
	if wrongOf(body, legs) != legs || wrongOf(legs, body) != legs {
		t.Error("the legs keep their sighting")
	}
	if other := trailOf(standing(200, 330, 230)); wrongOf(body, other) != nil {
		t.Error("of two bodies one gives way")
	}
}
