package synth

import "github.com/shotcheck/shotcheck/pose"

// wardrobe is what a figure wears.
type wardrobe struct{ shirt, shorts, shoes, sole, skin, hair, dark, white, lip surface }

func newWardrobe(l Look) wardrobe {
	skin := paint(l.Skin)
	lip := skin.darker(0.72)
	lip.rgb[0] *= 1.15
	return wardrobe{
		shirt: paint(l.Shirt), shorts: paint(l.Shorts), shoes: paint(l.Shoes), sole: paint(l.Shoes).darker(0.55),
		skin: skin, hair: paint(l.Hair), dark: surface{rgb: [3]float64{28, 22, 20}},
		white: surface{rgb: [3]float64{226, 222, 216}}, lip: lip,
	}
}

// tailor collects the solids of one figure as one eye sees them.
type tailor struct {
	wardrobe
	eye     vec
	heightM float64
	f       *figure
	solids  []solid
}

// dress returns the solids of a figure. Radii are fractions of height, from
// girths of a lean adult.
func dress(f *figure, heightM float64, w wardrobe, eye vec) []solid {
	t := tailor{wardrobe: w, eye: eye, heightM: heightM, f: f}
	t.trunk()
	t.head()
	for _, side := range []pose.Side{pose.Left, pose.Right} {
		t.leg(side)
		t.foot(side)
		t.arm(side)
		t.hand(side)
	}
	return t.solids
}

// limb adds a cone; radii in fractions of height.
func (t *tailor) limb(p, q vec, rp, rq float64, s surface) {
	t.solids = append(t.solids, newCone(t.eye, p, q, rp*t.heightM, rq*t.heightM, s))
}

// barrel adds a piece of the trunk, which is wider than deep.
func (t *tailor) barrel(p, q vec, rp, rq float64, s surface) {
	const width = 1.5
	t.solids = append(t.solids, newFlattened(t.eye, p, q, rp*t.heightM, rq*t.heightM, t.f.trunk.left, width, s))
}

// lump adds an ellipsoid; half axes in fractions of height.
func (t *tailor) lump(centre vec, a axes, fwd, left, up float64, s surface) {
	size := vec{X: fwd * t.heightM, Y: left * t.heightM, Z: up * t.heightM}
	t.solids = append(t.solids, newEllipsoid(t.eye, centre, a, size, s))
}

// on returns a point relative to an origin in fractions of height.
func (t *tailor) on(a axes, o vec, fwd, left, up float64) vec {
	return a.point(o, fwd*t.heightM, left*t.heightM, up*t.heightM)
}

func (t *tailor) trunk() {
	f := t.f
	a := f.trunk
	hips, chest := f.mid(pose.LeftHip), f.mid(pose.LeftShoulder)
	up := t.on(a, hips, 0, 0, trunkLength) // chest without the shoulders' lift
	for _, side := range []pose.Side{pose.Left, pose.Right} {
		shoulder := f.joints[side.Joint(pose.LeftShoulder)]
		inner := t.on(a, up, 0, (0.5-float64(side))*0.09, -0.035)
		t.limb(inner, shoulder, 0.052, 0.036, t.shirt)
		t.limb(t.on(a, chest, -0.008, 0, 0.008), lerp(chest, shoulder, 0.85), 0.034, 0.033, t.shirt)
	}
	waist := t.on(a, hips, 0, 0, 0.11)
	t.barrel(t.on(a, up, 0, 0, -0.060), waist, 0.064, 0.054, t.shirt)
	t.barrel(waist, t.on(a, hips, 0, 0, 0.045), 0.054, 0.058, t.shirt)
	t.barrel(t.on(a, hips, 0, 0, 0.030), t.on(a, hips, -0.002, 0, -0.005), 0.060, 0.058, t.shorts)
	t.limb(t.on(a, chest, 0, 0, -0.01), t.on(f.head, f.neck, 0, 0, 0.03), 0.034, 0.030, t.skin)
}

func (t *tailor) head() {
	a, o := t.f.head, t.f.neck
	t.lump(t.on(a, o, 0.004, 0, 0.085), a, 0.054, 0.043, 0.062, t.skin) // skull
	t.lump(t.on(a, o, 0.022, 0, 0.050), a, 0.036, 0.034, 0.046, t.skin) // jaw
	t.lump(t.on(a, o, -0.008, 0, 0.097), a, 0.055, 0.046, 0.058, t.hair)
	t.limb(t.on(a, o, 0.054, 0, 0.080), t.on(a, o, 0.062, 0, 0.066), 0.005, 0.0075, t.skin.darker(0.94))
	t.limb(t.on(a, o, 0.0525, 0.012, 0.044), t.on(a, o, 0.0525, -0.012, 0.044), 0.0045, 0.0045, t.lip)
	for _, out := range []float64{1, -1} {
		t.lump(t.on(a, o, 0.046, out*0.018, 0.086), a, 0.008, 0.009, 0.006, t.white)
		t.lump(t.on(a, o, 0.051, out*0.018, 0.086), a, 0.0045, 0.005, 0.0055, t.dark)
		t.limb(t.on(a, o, 0.050, out*0.011, 0.097), t.on(a, o, 0.045, out*0.027, 0.096), 0.0035, 0.003, t.hair)
		t.lump(t.on(a, o, 0.002, out*0.044, 0.074), a, 0.012, 0.006, 0.018, t.skin.darker(0.9))
	}
}

func (t *tailor) leg(side pose.Side) {
	f := t.f
	hip, knee, ankle := f.joints[side.Joint(pose.LeftHip)], f.joints[side.Joint(pose.LeftKnee)], f.joints[side.Joint(pose.LeftAnkle)]
	t.limb(hip, lerp(hip, knee, 0.68), 0.055, 0.053, t.shorts)
	t.limb(lerp(hip, knee, 0.55), knee, 0.042, 0.031, t.skin)
	patella := unit(lerp(unit(sub(knee, hip)), unit(sub(knee, ankle)), 0.5))
	t.limb(knee, t.on(axes{fwd: patella}, knee, 0.010, 0, 0), 0.026, 0.020, t.skin)
	calf := lerp(knee, ankle, 0.3)
	t.limb(knee, calf, 0.030, 0.031, t.skin)
	t.limb(calf, ankle, 0.031, 0.018, t.skin)
	t.limb(lerp(knee, ankle, 0.86), ankle, 0.0215, 0.0205, t.white)
}

func (t *tailor) foot(side pose.Side) {
	f := t.f
	heel, toe := f.joints[side.Joint(pose.LeftHeel)], f.joints[side.Joint(pose.LeftFootIndex)]
	ankle := f.joints[side.Joint(pose.LeftAnkle)]
	ahead := unit(sub(toe, heel))
	up := unit(along(sub(ankle, heel), -dot(sub(ankle, heel), ahead), ahead))
	a := axes{fwd: ahead, left: cross(up, ahead), up: up}
	at := func(base vec, fwd, rise float64) vec { return t.on(a, base, fwd, 0, rise) }
	collar := t.on(a, ankle, 0, 0, -0.010)
	t.limb(at(heel, 0.019, 0.006), collar, 0.0185, 0.0195, t.shoes)
	t.limb(at(heel, 0.016, 0), at(toe, -0.014, 0.003), 0.0165, 0.0115, t.shoes)
	t.limb(collar, at(toe, -0.045, 0.006), 0.0185, 0.014, t.shoes)
	t.lump(lerp(at(heel, 0, -0.006), at(toe, 0, -0.002), 0.5), a, 0.079, 0.024, 0.009, t.sole)
}

func (t *tailor) arm(side pose.Side) {
	f := t.f
	shoulder, elbow, wrist := f.joints[side.Joint(pose.LeftShoulder)], f.joints[side.Joint(pose.LeftElbow)], f.joints[side.Joint(pose.LeftWrist)]
	t.limb(shoulder, lerp(shoulder, elbow, 0.45), 0.036, 0.034, t.shirt)
	t.limb(lerp(shoulder, elbow, 0.3), elbow, 0.026, 0.021, t.skin)
	tip := unit(lerp(unit(sub(elbow, shoulder)), unit(sub(elbow, wrist)), 0.5)) // of the elbow: away from both ends
	t.limb(elbow, t.on(axes{fwd: tip}, elbow, 0.008, 0, 0), 0.019, 0.014, t.skin)
	t.limb(elbow, lerp(elbow, wrist, 0.3), 0.021, 0.022, t.skin)
	t.limb(lerp(elbow, wrist, 0.3), wrist, 0.022, 0.014, t.skin)
}

func (t *tailor) hand(side pose.Side) {
	f := t.f
	wrist, h := f.joints[side.Joint(pose.LeftWrist)], f.hands[side]
	a := axes{fwd: h.along, left: h.thumb, up: h.palm}
	t.lump(t.on(a, wrist, 0.027, 0, 0), a, 0.033, 0.022, 0.009, t.skin)
	for i := range 4 {
		across := 0.018 - 0.0125*float64(i)
		long := [4]float64{0.098, 0.105, 0.100, 0.086}[i]
		knuckle := t.on(a, wrist, 0.052, across, 0)
		middle := t.on(a, wrist, 0.052+0.55*(long-0.052), across*1.15, 0.003)
		t.limb(knuckle, middle, 0.0062, 0.0055, t.skin)
		t.limb(middle, t.on(a, wrist, long, across*1.2, 0.010), 0.0055, 0.0048, t.skin)
	}
	t.limb(t.on(a, wrist, 0.014, 0.014, 0.002), t.on(a, wrist, 0.040, 0.034, 0.008), 0.0085, 0.0065, t.skin)
	t.limb(t.on(a, wrist, 0.040, 0.034, 0.008), t.on(a, wrist, 0.060, 0.040, 0.012), 0.0065, 0.0055, t.skin)
}
