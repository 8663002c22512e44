package analysis

// AngleInfo describes an angle of a [Motion] over time, in degrees.
type AngleInfo struct {
	ID, Label string
	Deg       func(*Motion) []float64
	// Vouchers are the metrics of which one must be measured in a shot for its
	// curve to be compared; none: it never is.
	Vouchers []string
}

// Angles lists the angles in the order of frames.csv.
var Angles = []AngleInfo{
	{"knee_deg", "Knee", func(m *Motion) []float64 { return m.KneeDeg }, []string{"knee_dip", "knee_release"}},
	{"hip_deg", "Hip", func(m *Motion) []float64 { return m.HipDeg }, []string{"hip_dip"}},
	{"elbow_deg", "Elbow", func(m *Motion) []float64 { return m.ElbowDeg }, []string{"elbow_set", "elbow_release"}},
	{"shoulder_deg", "Shoulder", func(m *Motion) []float64 { return m.ShoulderDeg }, nil},
	{"trunk_lean_deg", "Trunk lean", func(m *Motion) []float64 { return m.TrunkLeanDeg }, []string{"trunk_lean_dip", "trunk_lean_release"}},
}

// vouched returns the largest uncertainty of the values that vouch for a
// shot's curve, in degrees; false if there is none.
func (a AngleInfo) vouched(s *Shot) (uncertaintyDeg float64, ok bool) {
	for _, id := range a.Vouchers {
		if m, measured := s.Metric(id); measured {
			uncertaintyDeg, ok = max(uncertaintyDeg, m.Uncertainty), true
		}
	}
	return uncertaintyDeg, ok
}
