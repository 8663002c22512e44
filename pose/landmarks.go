package pose

import (
	"errors"
	"math"
)

// Landmarks are one person as the landmark model sees it in one region.
type Landmarks struct {
	// Presence is the probability 0–1 that the region shows a person.
	Presence  float64
	Keypoints [NumJoints]Keypoint
	// WorldM are metres, origin at mid-hip, upright like the picture.
	WorldM [NumJoints][3]float64
	// Next is the region in which to look in the following frame.
	Next Region
}

// Landmark settings of MediaPipe's graph pose_landmark.
const (
	// MinPresence is the least probability of a person in a region; below, the
	// region is taken to be empty.
	MinPresence = 0.5
	// heatmapKernel is the side of the heatmap's part that refines a landmark.
	heatmapKernel = 7
	// minHeatmapPeak is the least value that part must reach.
	minHeatmapPeak = 0.5
	// landmarkValues are x, y, z, visibility and presence.
	landmarkValues = 5
	// auxHip and auxTop are the landmarks that give the next region.
	auxHip, auxTop = 33, 34
)

var errTensorSize = errors.New("the model's outputs do not have the sizes of BlazePose")

// decodeLandmarks reads the landmark model's tensors; r is the region that it
// was shown.
func decodeLandmarks(t LandmarkTensors, r Region) (*Landmarks, error) {
	if len(t.Landmarks) != ModelLandmarks*landmarkValues || len(t.World) != ModelLandmarks*3 ||
		len(t.Heatmap) != HeatmapSize*HeatmapSize*ModelLandmarks {
		return nil, errTensorSize
	}
	out := &Landmarks{Presence: float64(t.Presence)}
	for j := range out.Keypoints {
		x, y := r.at(refine(t, j))
		out.Keypoints[j] = Keypoint{x, y, sigmoid(float64(t.Landmarks[j*landmarkValues+3]))}
	}
	sin, cos := math.Sincos(r.AngleRad)
	for j := range out.WorldM {
		x, y := float64(t.World[j*3]), float64(t.World[j*3+1])
		out.WorldM[j] = [3]float64{x*cos - y*sin, x*sin + y*cos, float64(t.World[j*3+2])}
	}
	hipX, hipY := r.at(refine(t, auxHip))
	topX, topY := r.at(refine(t, auxTop))
	out.Next = aligned(hipX, hipY, topX, topY)
	return out, nil
}

// refine returns landmark j in region coordinates 0…1: the heatmap's centre of
// mass near the landmark, or the landmark itself where the heatmap is weak or
// does not reach.
func refine(t LandmarkTensors, j int) (u, v float64) {
	u = float64(t.Landmarks[j*landmarkValues]) / LandmarkSizePx
	v = float64(t.Landmarks[j*landmarkValues+1]) / LandmarkSizePx
	col, row := int(u*HeatmapSize), int(v*HeatmapSize)
	if !(u >= 0 && u < 1 && v >= 0 && v < 1) {
		return u, v
	}
	const reach = heatmapKernel / 2
	var sum, peak, sumX, sumY float64
	for y := max(row-reach, 0); y <= min(row+reach, HeatmapSize-1); y++ {
		for x := max(col-reach, 0); x <= min(col+reach, HeatmapSize-1); x++ {
			w := sigmoid(float64(t.Heatmap[(y*HeatmapSize+x)*ModelLandmarks+j]))
			sum, peak = sum+w, max(peak, w)
			sumX, sumY = sumX+w*float64(x), sumY+w*float64(y)
		}
	}
	if peak < minHeatmapPeak {
		return u, v
	}
	return sumX / sum / HeatmapSize, sumY / sum / HeatmapSize
}
