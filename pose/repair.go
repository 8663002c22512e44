package pose

import (
	"math"
	"slices"
	"time"
)

// sample is one estimated frame of one person.
type sample struct {
	time time.Duration
	*Landmarks
}

// repair corrects one track over time: limbs that the model has exchanged, and
// limbs of impossible length.
func (e *estimator) repair(track int) {
	var samples []sample
	for i, found := range e.found {
		if found[track] != nil {
			samples = append(samples, sample{e.frames[i].Time, found[track]})
		}
	}
	for _, g := range []limbs{arms, legs} {
		g.unswap(samples)
	}
	markLongBones(samples)
}

// limbs are a pair of limbs: the joints by which they are compared over time,
// and all joints that are exchanged with them.
type limbs struct{ compared, all []Joint }

// Left joints stand for both.
var (
	arms = limbs{
		[]Joint{LeftShoulder, LeftElbow, LeftWrist},
		[]Joint{LeftShoulder, LeftElbow, LeftWrist, LeftPinky, LeftIndex, LeftThumb},
	}
	legs = limbs{
		[]Joint{LeftHip, LeftKnee, LeftAnkle},
		[]Joint{LeftHip, LeftKnee, LeftAnkle, LeftHeel, LeftFootIndex},
	}
)

// Costs of an assignment of left and right, in regions' sides.
const (
	// exchangeCost is the cost of assuming that the model has begun, or ceased, to
	// exchange limbs: six joints off by a twentieth of the body's height.
	exchangeCost = 0.2
	// exchangedCost is the cost of each exchanged frame: the model is right more
	// often than not, so the shorter part of a clip is exchanged.
	exchangedCost = 0.002
	// maxJointCost bounds what one wild joint counts.
	maxJointCost = 0.15
	// maxSwapGap is the time after which the past says nothing about a limb.
	maxSwapGap = 200 * time.Millisecond
)

// unswap exchanges left and right limbs in the frames where that makes their
// motion the smoothest: the assignment with the least sum of costs, by dynamic
// programming over the assignments of two successive frames (Viterbi). Motion
// is compared with the continuation of the two frames before, so that limbs
// that swing past each other are not taken for exchanged ones.
func (g limbs) unswap(s []sample) {
	if len(s) < 3 {
		return
	}
	type state = [4]float64 // previous exchanged: bit 1, this one exchanged: bit 0
	cost := make([]state, len(s))
	from := make([][4]int, len(s))
	for b := range 4 {
		cost[1][b] = exchangedCost*float64(b>>1+b&1) + changeCost(b)
	}
	for i := 2; i < len(s); i++ {
		for b := range 4 {
			best, origin := math.Inf(1), 0
			for older := range 2 {
				a := older<<1 | b>>1
				if c := cost[i-1][a] + g.jerk(s[i-2:i+1], older == 1, b>>1 == 1, b&1 == 1); c < best {
					best, origin = c, a
				}
			}
			cost[i][b], from[i][b] = best+exchangedCost*float64(b&1)+changeCost(b), origin
		}
	}
	last := cost[len(s)-1]
	b := slices.Index(last[:], slices.Min(last[:]))
	for i := len(s) - 1; i >= 1; i-- {
		if b&1 == 1 {
			g.exchange(s[i].Landmarks)
		}
		if i == 1 && b>>1 == 1 {
			g.exchange(s[0].Landmarks)
		}
		b = from[i][b]
	}
}

func changeCost(b int) float64 {
	if b>>1 != b&1 {
		return exchangeCost
	}
	return 0
}

// jerk returns how far the limbs in the third sample are from where the first
// two send them, in regions' sides.
func (g limbs) jerk(s []sample, swap0, swap1, swap2 bool) float64 {
	before, now := s[1].time-s[0].time, s[2].time-s[1].time
	if before > maxSwapGap || now > maxSwapGap {
		return 0
	}
	ahead := float64(now) / float64(before)
	var sum float64
	for _, left := range g.compared {
		for _, j := range []Joint{left, left.Mirror()} {
			p, q, r := s[0].joint(j, swap0), s[1].joint(j, swap1), s[2].joint(j, swap2)
			d := math.Hypot(r.X-q.X-ahead*(q.X-p.X), r.Y-q.Y-ahead*(q.Y-p.Y))
			sum += min(d/s[2].Next.SidePx, maxJointCost)
		}
	}
	return sum
}

func (s *sample) joint(j Joint, swapped bool) Keypoint {
	if swapped {
		j = j.Mirror()
	}
	return s.Keypoints[j]
}

func (g limbs) exchange(l *Landmarks) {
	for _, left := range g.all {
		right := left.Mirror()
		l.Keypoints[left], l.Keypoints[right] = l.Keypoints[right], l.Keypoints[left]
		l.WorldM[left], l.WorldM[right] = l.WorldM[right], l.WorldM[left]
	}
}

// Bones whose length is watched, on the left; the outer joint is doubted with
// all that hangs on it.
var watchedBones = []struct {
	from, to Joint
	doubted  []Joint
}{
	{LeftShoulder, LeftElbow, []Joint{LeftElbow, LeftWrist, LeftPinky, LeftIndex, LeftThumb}},
	{LeftElbow, LeftWrist, []Joint{LeftWrist, LeftPinky, LeftIndex, LeftThumb}},
	{LeftHip, LeftKnee, []Joint{LeftKnee, LeftAnkle, LeftHeel, LeftFootIndex}},
	{LeftKnee, LeftAnkle, []Joint{LeftAnkle, LeftHeel, LeftFootIndex}},
}

const (
	// A bone is seen at its true length or shorter, never longer. True is what is
	// exceeded in only a tenth of the frames; beyond longBone times that the outer
	// joint cannot be where the model puts it.
	trueLengthQuantile = 0.9
	longBone           = 1.4
	// doubtfulVisibility is the most that such a joint keeps: below the floor of
	// any analysis.
	doubtfulVisibility = 0.1
)

// markLongBones lowers the visibility of joints that make a bone impossibly
// long.
func markLongBones(s []sample) {
	if len(s) == 0 {
		return
	}
	for _, b := range watchedBones {
		lengths := make([]float64, 0, 2*len(s))
		for _, l := range s {
			lengths = append(lengths, l.boneSides(b.from, b.to), l.boneSides(b.from.Mirror(), b.to.Mirror()))
		}
		sorted := slices.Sorted(slices.Values(lengths))
		limit := longBone * sorted[int(trueLengthQuantile*float64(len(sorted)-1))]
		for i, length := range lengths {
			if length > limit {
				s[i/2].doubt(b.doubted, i%2 == 1)
			}
		}
	}
}

// boneSides returns the length of a bone in sides of the region.
func (l *Landmarks) boneSides(from, to Joint) float64 {
	return distance(&l.Keypoints, from, to) / l.Next.SidePx
}

func (l *Landmarks) doubt(joints []Joint, mirrored bool) {
	for _, j := range joints {
		if mirrored {
			j = j.Mirror()
		}
		l.Keypoints[j].Visibility = min(l.Keypoints[j].Visibility, doubtfulVisibility)
	}
}
