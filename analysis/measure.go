package analysis

import (
	"cmp"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/pose"
)

// measurement is a value before it becomes a [Metric]: sd is its standard
// deviation, without the error that the model makes on average.
type measurement struct {
	value, sd float64
	method    string
	bound     string
	missing   *Missing
}

func unmeasured(m *Missing) measurement { return measurement{missing: m} }

func lacking(code, message string) measurement { return unmeasured(&Missing{code, message}) }

// measures holds the function of each metric of the catalogue. A metric without
// one is a mistake.
var measures = map[string]func(*shotContext) measurement{
	"knee_dip":              func(c *shotContext) measurement { return c.legAngle(c.knee(c.legs), Dip) },
	"hip_dip":               func(c *shotContext) measurement { return c.legAngle(c.hip(c.legs), Dip) },
	"ankle_dip":             (*shotContext).shankAtDip,
	"knee_release":          func(c *shotContext) measurement { return c.legAngle(c.knee(c.legs), Release) },
	"trunk_lean_dip":        func(c *shotContext) measurement { return c.trunkLean(Dip) },
	"trunk_lean_release":    func(c *shotContext) measurement { return c.trunkLean(Release) },
	"elbow_set":             func(c *shotContext) measurement { return c.elbowAngle(SetPoint) },
	"elbow_release":         (*shotContext).elbowAtRelease,
	"shoulder_set":          func(c *shotContext) measurement { return c.armAngle(c.shoulder(c.arm), SetPoint) },
	"shoulder_release":      func(c *shotContext) measurement { return c.armAngle(c.shoulder(c.arm), Release) },
	"arm_elevation_release": (*shotContext).armElevation,
	"elbow_flare":           (*shotContext).elbowFlare,
	"shoulder_tilt":         (*shotContext).shoulderTilt,
	"release_height":        (*shotContext).releaseHeight,
	"hip_rise_rel":          (*shotContext).hipRiseRel,
	"hip_rise":              (*shotContext).hipRiseCM,
	"head_motion":           (*shotContext).headMotion,
	"landing_drift":         (*shotContext).landingDrift,
	"stance_width":          (*shotContext).stanceWidth,
	"guide_hand_separation": (*shotContext).guideHandSeparation,
	"wrist_snap":            (*shotContext).wristSnap,
	"dip_to_release":        func(c *shotContext) measurement { return c.between(Dip, Release) },
	"set_to_release":        func(c *shotContext) measurement { return c.between(SetPoint, Release) },
	"release_after_apex":    (*shotContext).releaseAfterApex,
	"follow_through_hold":   (*shotContext).followThroughHold,
	"chain_hip_knee": func(c *shotContext) measurement {
		return c.chain(c.hip(c.legs), c.knee(c.legs))
	},
	"chain_knee_elbow": func(c *shotContext) measurement {
		return c.chain(c.knee(c.legs), c.elbow(c.arm))
	},
	"fluidity":            (*shotContext).fluidity,
	"release_height_ball": (*shotContext).ballHeightRel,
	"ball_launch_angle":   (*shotContext).launchAngle,
	"ball_entry_angle":    (*shotContext).entryAngle,
	"ball_release_speed":  (*shotContext).releaseSpeed,
	"ball_release_height": (*shotContext).ballReleaseHeight,
	"ball_apex_height":    (*shotContext).ballApexHeight,
}

// measure returns the metric, or why it is missing: first what the view cannot
// show, then what the clip did not.
func (c *shotContext) measure(info MetricInfo) Metric {
	m := Metric{ID: info.ID, Unit: info.Unit, Trust: info.Trust, Rating: "ungraded"}
	v := c.measurement(info)
	uncertainty := c.uncertainty(info, v.sd)
	if v.missing != nil || math.IsNaN(v.value+uncertainty) {
		m.Missing = v.missing
		if m.Missing == nil {
			m.Missing = &Missing{MissingOccluded, "the landmarks are not seen well enough"}
		}
		return m
	}
	m.Value, m.Method, m.Bound = v.value, v.method, v.bound
	m.Uncertainty = uncertainty
	if c.ball != nil && timed(info.Unit) && c.realTime(c.ball) != nil {
		m.Trust = Flag // seconds of another clock
	}
	if m.Trust == Absolute && info.Graded&viewNamed(c.view.Kind) == 0 {
		m.Trust = Relative
	}
	return m
}

// timed says whether a unit holds seconds.
func timed(unit string) bool { return unit == "s" || strings.HasSuffix(unit, "/s") }

func (c *shotContext) measurement(info MetricInfo) measurement {
	if info.Views&viewNamed(c.view.Kind) == 0 {
		return lacking(MissingView, "needs a "+list(info.Views.Names())+" view")
	}
	return measures[info.ID](c)
}

// list joins words as in "side or oblique".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// at returns the time of an event, or why there is none.
func (c *shotContext) at(id string) (moment, *Missing) {
	m, ok := c.moments[id]
	if !ok || m.missing != nil {
		return m, cmp.Or(m.missing, &Missing{MissingOccluded, "the " + id + " was not found"})
	}
	return m, nil
}

// read returns the value of a curve at an event, if the shooter is seen then: its mean
// over the time that the event may lie in, because the least value of a noisy curve is
// too small. The instant's own uncertainty enters by the curve's slope, and the
// landmarks' jitter by sd.
func (c *shotContext) read(v curve, m moment, sd float64, method string) measurement {
	if !c.covers(m.t) {
		return lacking(MissingOccluded, "the shooter is hidden at that moment")
	}
	half := math.Min(m.sd, readHalfS)
	from, to := c.clamp(m.t-half), c.clamp(m.t+half)
	slope := (v.near(to) - v.near(from)) / (to - from)
	return measurement{value: v.mean(from, to), sd: math.Hypot(sd, slope*m.sd), method: method}
}

// readHalfS is the longest half width over which a value is averaged: within it a
// knee at the dip opens by about a degree.
const readHalfS = 0.04

const imagePlane = "image-plane"

// legAngle reads an angle of the measured leg.
func (c *shotContext) legAngle(v curve, event string) measurement {
	m, miss := c.at(event)
	if miss == nil {
		miss = c.allInPicture(m.t, c.legs.Joint(pose.LeftHip), c.legs.Joint(pose.LeftKnee), c.legs.Joint(pose.LeftAnkle))
	}
	if miss != nil {
		return unmeasured(miss)
	}
	return c.read(v, m, c.jitterDeg(c.legs.Joint(pose.LeftKnee), thighFraction), imagePlane)
}

// armAngle reads an angle of the shooting arm, unless it is the far one.
func (c *shotContext) armAngle(v curve, event string) measurement {
	if miss := cmp.Or(c.farArm(), c.armBelied()); miss != nil {
		return unmeasured(miss)
	}
	m, miss := c.at(event)
	if miss == nil {
		miss = c.allInPicture(m.t, c.arm.Joint(pose.LeftShoulder), c.arm.Joint(pose.LeftElbow), c.arm.Joint(pose.LeftWrist))
	}
	if miss != nil {
		return unmeasured(miss)
	}
	return c.read(v, m, c.jitterDeg(c.arm.Joint(pose.LeftElbow), upperArmFraction), imagePlane)
}

// Lengths between joint centres as fractions of standing height, de Leva 1996 as for
// the legs.
const (
	upperArmFraction = 0.162
	forearmFraction  = 0.154
)

// leastInPlane is the cosine of 45°: a limb that is seen shorter than that points more
// out of the plane of the shot than along it, and its angle in the picture says
// little of the joint's.
const leastInPlane = 0.7

// armAcross says that upper arm or forearm points out of the plane of the shot at t.
func (c *shotContext) armAcross(t float64) *Missing {
	elbow := c.joint(c.arm, pose.LeftElbow).at(t)
	upper := distance(c.joint(c.arm, pose.LeftShoulder).at(t), elbow) / (upperArmFraction * c.heightPx)
	fore := distance(c.joint(c.arm, pose.LeftWrist).at(t), elbow) / (forearmFraction * c.heightPx)
	if math.Min(upper, fore) < leastInPlane {
		return &Missing{MissingView, "the arm points out of the plane of the shot"}
	}
	return nil
}

// mostShoulderRise is how much farther from the hip than usual a raised arm's shoulder
// can be: the girdle lifts it by about a tenth of the trunk's length (scapulohumeral
// rhythm: Inman et al. 1944, J. Bone Joint Surg. 26:1), noise adds as much.
const mostShoulderRise = 1.2

// shoulderAstray says that the shoulder's landmark has left the trunk at t.
func (c *shotContext) shoulderAstray(t float64) *Missing {
	shoulder, hip := c.joint(c.arm, pose.LeftShoulder), c.joint(c.arm, pose.LeftHip)
	length := combine(func(v ...float64) float64 { return math.Hypot(v[0]-v[2], v[1]-v[3]) }, shoulder.x, shoulder.y, hip.x, hip.y)
	if length.at(t) > mostShoulderRise*median(length.v) {
		return &Missing{MissingOccluded, "the shoulder is not seen where the trunk ends"}
	}
	return nil
}

// elbowAngle reads the elbow where the arm lies in the plane of the shot.
func (c *shotContext) elbowAngle(event string) measurement {
	m, miss := c.at(event)
	if miss = cmp.Or(miss, c.farArm(), c.armAcross(c.clamp(m.t)), c.shoulderAstray(c.clamp(m.t))); miss != nil {
		return unmeasured(miss)
	}
	return c.armAngle(c.elbow(c.arm), event)
}

// farArm says that the body hides the shooting arm: the far one in views from the
// side.
func (c *shotContext) farArm() *Missing {
	if viewNamed(c.view.Kind) == SideView && c.arm != nearSide(c.forward) {
		return &Missing{MissingFarSide, "the shooting arm is on the far side"}
	}
	return nil
}

// beliedSDs is from how many standard deviations on two releases are not one.
const beliedSDs = 3

// armBelied says that the ball leaves the hand when the arm in the picture cannot have let
// it go: the model has not seen that arm as it is.
func (c *shotContext) armBelied() *Missing {
	if off, ok := c.armOffBall(); ok && off > beliedSDs {
		return &Missing{MissingOccluded, "the arm in the picture does not extend when the ball leaves"}
	}
	return c.armUnseen()
}

// armUnseen says that the ball alone tells the shot: whatever arm is seen did not throw it.
func (c *shotContext) armUnseen() *Missing {
	if c.throw.flies != nil {
		return &Missing{MissingOccluded, "the arm that throws is hidden, and the ball alone tells the shot"}
	}
	return nil
}

// armOffBall is how far the releases by elbow and ball lie apart, in standard
// deviations of their difference, where both are known.
func (c *shotContext) armOffBall() (sds float64, ok bool) {
	ball, arm := c.moments[Release], c.byArm
	ok = ball.method == byBall && arm.method == byElbow && arm.missing == nil
	return math.Abs(ball.t-arm.t) / math.Hypot(ball.sd, arm.sd), ok
}

// jitterDeg is the standard deviation of an angle from the jitter of the joint at
// its vertex and the two beside it, on a limb of the given share of body height.
// The filter passes about a third of white jitter.
func (c *shotContext) jitterDeg(vertex pose.Joint, limb float64) float64 {
	const passed = 0.6 // √(2 · cut-off / frame rate) at 30 Hz
	return degrees(passed * math.Sqrt(6) * c.noisePx[vertex] / (limb * c.heightPx))
}

func (c *shotContext) shankAtDip() measurement {
	shank := leanCurve(c.joint(c.legs, pose.LeftAnkle), c.joint(c.legs, pose.LeftKnee), c.forward)
	toFloor := combine(func(v ...float64) float64 { return 90 - math.Abs(v[0]) }, shank)
	return c.legAngle(toFloor, Dip)
}

func (c *shotContext) trunkLean(event string) measurement {
	m, miss := c.at(event)
	if miss == nil {
		miss = c.allInPicture(m.t, c.legs.Joint(pose.LeftShoulder), c.legs.Joint(pose.LeftHip))
	}
	if miss != nil {
		return unmeasured(miss)
	}
	return c.read(leanCurve(c.midHip(), c.midShoulder(), c.forward), m, c.jitterDeg(c.legs.Joint(pose.LeftHip), trunkFraction)/2, imagePlane)
}

// elbowAtRelease is independent only when the ball, or the user, tells the
// release: the pose rule fixes the elbow by itself.
func (c *shotContext) elbowAtRelease() measurement {
	if c.moments[Release].method == byElbow {
		return lacking(MissingFromElbow, "the release was found by the elbow itself, so its angle there is no measurement")
	}
	return c.elbowAngle(Release)
}

func (c *shotContext) armElevation() measurement {
	shoulder, wrist := c.joint(c.arm, pose.LeftShoulder), c.joint(c.arm, pose.LeftWrist)
	v := leanCurve(shoulder, wrist, c.forward)
	return c.armAngle(combine(func(v ...float64) float64 { return 90 - v[0] }, v), Release)
}
