package render

import (
	"image"
	"math"
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

// newHeadTracks finds the heads of all shooters and of everybody in the poses.
func newHeadTracks(res *analysis.Result, poses *pose.Poses) []headTrack {
	var tracks []headTrack
	for _, m := range res.Motions {
		var t headTrack
		for i, frame := range m.Index {
			if h, ok := headOf(func(j pose.Joint) point { return point{m.Joints[j][i].X, m.Joints[j][i].Y} }); ok {
				h.frame = frame
				t = append(t, h)
			}
		}
		tracks = append(tracks, t)
	}
	if poses == nil {
		return tracks
	}
	return append(tracks, bystanders(poses)...)
}

// bystanders returns the head tracks of all people in the poses, in the order
// in which they appear.
func bystanders(poses *pose.Poses) []headTrack {
	var tracks []headTrack
	place := map[int]int{} // track by person
	for _, f := range poses.Frames {
		for _, p := range f.Persons {
			h, ok := headOf(func(j pose.Joint) point { return point{p.Keypoints[j].X, p.Keypoints[j].Y} })
			if !ok {
				continue
			}
			k, known := place[p.ID]
			if !known {
				k = len(tracks)
				place[p.ID] = k
				tracks = append(tracks, nil)
			}
			h.frame = f.Index
			tracks[k] = append(tracks[k], h)
		}
	}
	return tracks
}

// headOf encloses the landmarks of a head. In profile they lie close together,
// so the trunk sets the least size: a head is about 0.3 of it in radius.
func headOf(at func(pose.Joint) point) (head, bool) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for j := pose.Nose; j <= pose.MouthRight; j++ {
		if p := at(j); p.measured() {
			low = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}
			high = point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
		}
	}
	if low.x > high.x {
		return head{}, false
	}
	const trunkPart, margin = 0.3, 1.6
	radius := high.minus(low).length() / 2 * margin
	shoulders := at(pose.LeftShoulder).plus(at(pose.RightShoulder)).times(0.5)
	hips := at(pose.LeftHip).plus(at(pose.RightHip)).times(0.5)
	if trunk := shoulders.minus(hips).length() * trunkPart; trunk > radius {
		radius = trunk
	}
	return head{centre: low.plus(high).times(0.5), radius: radius}, true
}

// at returns the head in a frame: found, between two findings, or near one.
func (t headTrack) at(frame, gapFrames int) (head, bool) {
	next := 0
	for next < len(t) && t[next].frame < frame {
		next++
	}
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
func pixelate(dst *image.RGBA, c point, r float64) {
	side := max(2, int(math.Ceil(2*r/blocksAcross)))
	x0, y0 := int(c.x-r), int(c.y-r)
	for by := y0; by < y0+blocksAcross*side; by += side {
		for bx := x0; bx < x0+blocksAcross*side; bx += side {
			block := image.Rect(bx, by, bx+side, by+side).Intersect(dst.Rect)
			if !block.Empty() {
				flatten(dst, block, c, r)
			}
		}
	}
}

// flatten gives the part of a block inside the disc the block's mean colour.
func flatten(dst *image.RGBA, block image.Rectangle, c point, r float64) {
	var sum [3]int
	eachRow(dst, block, func(_ int, pix []byte) {
		for i := 0; i < len(pix); i += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(pix[i]), sum[1]+int(pix[i+1]), sum[2]+int(pix[i+2])
		}
	})
	n := block.Dx() * block.Dy()
	mean := [3]byte{byte(sum[0] / n), byte(sum[1] / n), byte(sum[2] / n)}
	eachRow(dst, block, func(y int, pix []byte) {
		for i := 0; i < len(pix); i += 4 {
			if math.Hypot(float64(block.Min.X+i/4)-c.x, float64(y)-c.y) <= r {
				copy(pix[i:i+3], mean[:])
			}
		}
	})
}

// eachRow calls f with the pixels of each row of a block.
func eachRow(dst *image.RGBA, block image.Rectangle, f func(y int, pix []byte)) {
	for y := block.Min.Y; y < block.Max.Y; y++ {
		from := dst.PixOffset(block.Min.X, y)
		f(y, dst.Pix[from:from+4*block.Dx()])
	}
}
