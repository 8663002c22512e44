package render

import (
	"image"
	"math"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// head is a circle around a head, in pixels of the clip's picture.
type head struct {
	frame  int
	centre point
	radius float64
}

// headTrack is one person's head over the frames in which it was found.
type headTrack []head

// headGap is how long a head stays blurred where it is not found: a face must
// not flash up between two detections.
const headGap = 700 * time.Millisecond

// joints returns where a person's joint is; NaN where it is not measured.
type joints func(pose.Joint) point

// guesses are the two ways to tell where a head is. They fail at different
// moments, so both circles are blurred.
var guesses = []func(joints) head{faceHead, trunkHead}

// newHeadTracks finds the heads of all shooters and of everybody in the poses.
func newHeadTracks(res *analysis.Result, poses *pose.Poses) []headTrack {
	var tracks []headTrack
	for _, guess := range guesses {
		for _, m := range res.Motions {
			tracks = append(tracks, shooterHeads(m, guess))
		}
		if poses != nil {
			tracks = append(tracks, everybody(poses, guess)...)
		}
	}
	return tracks
}

func shooterHeads(m *analysis.Motion, guess func(joints) head) headTrack {
	var t headTrack
	for i, frame := range m.Index {
		h := guess(func(j pose.Joint) point { return point{m.Joints[j][i].X, m.Joints[j][i].Y} })
		t = t.with(frame, h)
	}
	return t
}

// everybody returns the head tracks of all people in the poses, in the order
// in which they appear.
func everybody(poses *pose.Poses, guess func(joints) head) []headTrack {
	var tracks []headTrack
	place := map[int]int{} // track by person
	for _, f := range poses.Frames {
		for _, p := range f.Persons {
			k, known := place[p.ID]
			if !known {
				k = len(tracks)
				place[p.ID] = k
				tracks = append(tracks, nil)
			}
			h := guess(func(j pose.Joint) point { return point{p.Keypoints[j].X, p.Keypoints[j].Y} })
			tracks[k] = tracks[k].with(f.Index, h)
		}
	}
	return tracks
}

// with adds a head, if there is one.
func (t headTrack) with(frame int, h head) headTrack {
	if !h.centre.measured() || math.IsNaN(h.radius) {
		return t
	}
	h.frame = frame
	return append(t, h)
}

// headPart is a head's radius as a part of the trunk's length, with some margin.
const headPart = 0.3

// faceHead encloses the landmarks of the face. In profile they lie close
// together, so the trunk sets the least size.
func faceHead(at joints) head {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for j := pose.Nose; j <= pose.MouthRight; j++ {
		if p := at(j); p.measured() {
			low = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}
			high = point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
		}
	}
	if low.x > high.x {
		return head{centre: point{math.NaN(), math.NaN()}}
	}
	const margin = 1.6
	h := head{centre: low.plus(high).times(0.5), radius: high.minus(low).length() / 2 * margin}
	if least := trunk(at).length() * headPart; least > h.radius {
		h.radius = least
	}
	return h
}

// trunkHead prolongs the trunk: it holds where the face is turned away and its
// landmarks are guesses.
func trunkHead(at joints) head {
	const neck = 0.4 // from the shoulders to the middle of the head, in trunks
	t := trunk(at)
	return head{centre: middle(at, pose.LeftShoulder).plus(t.times(neck)), radius: t.length() * headPart}
}

// trunk points from the hips to the shoulders.
func trunk(at joints) point { return middle(at, pose.LeftShoulder).minus(middle(at, pose.LeftHip)) }

// middle returns the point between a joint and its mirror.
func middle(at joints, j pose.Joint) point { return at(j).plus(at(j.Mirror())).times(0.5) }

// at returns the head in a frame: found, between two findings, or near one.
func (t headTrack) at(frame, gapFrames int) (head, bool) {
	next, _ := slices.BinarySearchFunc(t, frame, func(h head, frame int) int { return h.frame - frame })
	switch {
	case next < len(t) && t[next].frame-frame <= gapFrames && next > 0 && frame-t[next-1].frame <= gapFrames:
		a, b := t[next-1], t[next]
		f := float64(frame-a.frame) / float64(b.frame-a.frame)
		centre := a.centre.plus(b.centre.minus(a.centre).times(f))
		return head{frame, centre, math.Max(a.radius, b.radius)}, true
	case next < len(t) && t[next].frame-frame <= gapFrames:
		return t[next], true
	case next > 0 && frame-t[next-1].frame <= gapFrames:
		return t[next-1], true
	}
	return head{}, false
}

// blurHeads coarsens every head known in the frame beyond recognition.
func (o *Overlay) blurHeads(frame int) {
	gap := max(1, int(headGap.Seconds()*o.res.Clip.FPS))
	for _, t := range o.heads {
		if h, ok := t.at(frame, gap); ok {
			pixelate(o.painter.dst, h.centre.times(o.scale), h.radius*o.scale)
		}
	}
}

// blocksAcross is how many blocks of one colour are left of a head's width; five
// leave neither features nor outline.
const blocksAcross = 5

// pixelate replaces the disc by blocks of their mean colour.
func pixelate(dst surface, c point, r float64) {
	side := max(2, int(math.Ceil(2*r/blocksAcross)))
	x0, y0 := int(c.x-r), int(c.y-r)
	for by := y0; by < y0+blocksAcross*side; by += side {
		for bx := x0; bx < x0+blocksAcross*side; bx += side {
			block := image.Rect(bx, by, bx+side, by+side).Intersect(dst.Bounds())
			if !block.Empty() {
				dst.flatten(block, c, r)
			}
		}
	}
}
