package pose

import (
	"errors"
	"sync"
	"sync/atomic"
)

// Options are how a pass over a clip is made.
type Options struct {
	// Threads is the number of networks that run at once; 0 means 1.
	Threads int
	// Progress is called with the fraction 0–1 of the clip's frames that is done;
	// nil for none.
	Progress func(fraction float64)
	// Thorough lets Scout search small tiles for far figures too, which takes long, and
	// again where somebody was lost, which finds some bodies twice.
	Thorough bool
}

// report calls Progress, if the number of frames is known.
func (o Options) report(done, frames int) {
	if o.Progress != nil && frames > 0 {
		o.Progress(min(float64(done)/float64(frames), 1))
	}
}

// worker is one goroutine's network with the memory that it fills.
type worker struct {
	net      Network
	cropper  Cropper
	detector [DetectorSizePx * DetectorSizePx * 3]float32
	landmark [LandmarkSizePx * LandmarkSizePx * 3]float32
}

// detect finds people in a region.
func (w *worker) detect(p *Picture, r Region) ([]Detection, error) {
	w.cropper.Crop(w.detector[:], DetectorSizePx, p, r, DetectorRange)
	boxes, logits, err := w.net.Detect(w.detector[:])
	if err != nil {
		return nil, err
	}
	if len(boxes) != DetectorAnchors*DetectorValues || len(logits) != DetectorAnchors {
		return nil, errTensorSize
	}
	return decodeDetections(boxes, logits, r), nil
}

// look estimates the landmarks of the person in a region.
func (w *worker) look(p *Picture, r Region) (*Landmarks, error) {
	w.cropper.Crop(w.landmark[:], LandmarkSizePx, p, r, LandmarkRange)
	tensors, err := w.net.Landmarks(w.landmark[:])
	if err != nil {
		return nil, err
	}
	return decodeLandmarks(tensors, r)
}

// crew is a fixed set of workers.
type crew []*worker

func openCrew(nets Networks, threads int) (crew, error) {
	c := make(crew, 0, max(threads, 1))
	for range cap(c) {
		net, err := nets.Open()
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
		c = append(c, &worker{net: net})
	}
	return c, nil
}

func (c crew) close() error {
	var errs []error
	for _, w := range c {
		errs = append(errs, w.net.Close())
	}
	return errors.Join(errs...)
}

// each calls do for 0…n−1, spread over the workers, and returns the error of
// the lowest number. Results must go to places of their own: then they do not
// depend on the number of workers.
func (c crew) each(n int, do func(w *worker, i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	work := func(w *worker) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			errs[i] = do(w, i)
		}
	}
	var wait sync.WaitGroup
	for _, w := range c[1:min(len(c), max(n, 1))] {
		wait.Go(func() { work(w) })
	}
	work(c[0])
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
