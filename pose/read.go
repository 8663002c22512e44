package pose

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// Bounds of what poses.json may hold: far beyond any clip, near enough that
// nothing overflows.
const (
	maxPicturePx   = 1 << 16
	maxCoordinate  = 1e7 // px
	maxWorldM      = 1e3
	maxTimeS       = 1e6
	maxPersons     = 256 // in one frame
	maxPersonID    = 1 << 30
	maxFrameNumber = 1 << 40
)

// ErrNotPoses says that a file is not poses.json.
var ErrNotPoses = errors.New(`not a poses file: "schema" is not "` + Schema + `"`)

// ReadPoses reads poses.json. Members that it does not know are ignored, as
// later versions may add some; those it knows must be right. The values come
// back as [Poses.Round] would leave them.
func ReadPoses(r io.Reader) (*Poses, error) {
	dec := json.NewDecoder(r)
	var p Poses
	var schema, skeleton string
	members := map[string]func() error{
		"schema":   func() error { return dec.Decode(&schema) },
		"skeleton": func() error { return dec.Decode(&skeleton) },
		"clip":     func() error { return dec.Decode(&p.Clip) },
		"model":    func() error { return dec.Decode(&p.Model) },
		"frames":   func() error { return eachElement(dec, p.addFrame) },
		"ball":     func() error { return eachElement(dec, p.addBall) },
		"rim":      func() error { return p.readRim(dec) },
	}
	if err := eachMember(dec, members); err != nil {
		return nil, fmt.Errorf("read poses: %w", err)
	}
	switch {
	case schema != Schema:
		return nil, fmt.Errorf("read poses: %w", ErrNotPoses)
	case skeleton != SkeletonName:
		return nil, fmt.Errorf("read poses: skeleton is %q, want %q", skeleton, SkeletonName)
	}
	if err := p.Clip.check(); err != nil {
		return nil, fmt.Errorf("read poses: clip: %w", err)
	}
	p.Round()
	return &p, nil
}

// eachMember reads an object, each member by its own function.
func eachMember(dec *json.Decoder, members map[string]func() error) error {
	if err := expect(dec, '{'); err != nil {
		return err
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		read, known := members[name]
		if !known {
			var skipped json.RawMessage
			read = func() error { return dec.Decode(&skipped) }
		}
		if err := read(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return expect(dec, '}')
}

// eachElement reads a list element by element, so that a long clip is not held
// twice.
func eachElement[T any](dec *json.Decoder, add func(T) error) error {
	if err := expect(dec, '['); err != nil {
		return err
	}
	for i := 0; dec.More(); i++ {
		var v T
		if err := dec.Decode(&v); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
		if err := add(v); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return expect(dec, ']')
}

func expect(dec *json.Decoder, want json.Delim) error {
	token, err := dec.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	if err == nil && token != want {
		err = fmt.Errorf("found %v, want %v", token, want)
	}
	return err
}

// Wire forms: lists whose lengths must be checked, pointers where absence
// differs from zero.
type (
	frameWire struct {
		Index    *int         `json:"index"`
		TimeS    *float64     `json:"time_s"`
		Repeated bool         `json:"repeated"`
		CameraPx []float64    `json:"camera_px"`
		Persons  []personWire `json:"persons"`
	}
	personWire struct {
		ID        int         `json:"id"`
		Keypoints [][]float64 `json:"keypoints"`
		WorldM    [][]float64 `json:"world_m"`
		Presence  float64     `json:"presence"`
	}
	ballWire struct {
		TimeS *float64 `json:"time_s"`
		X     *float64 `json:"x_px"`
		Y     *float64 `json:"y_px"`
		R     float64  `json:"r_px"`
	}
)

func (p *Poses) addFrame(w frameWire) error {
	if w.Index == nil || w.TimeS == nil {
		return errors.New("index and time_s are required")
	}
	f := FramePoses{Index: *w.Index, Repeated: w.Repeated}
	var err error
	if f.Time, err = seconds(*w.TimeS); err != nil {
		return err
	}
	if n := len(p.Frames); n > 0 && (f.Index <= p.Frames[n-1].Index || f.Time <= p.Frames[n-1].Time) {
		return errors.New("index and time_s must increase from frame to frame")
	}
	if f.Index < 0 || f.Index > maxFrameNumber {
		return fmt.Errorf("index %d is out of range", f.Index)
	}
	if w.CameraPx != nil {
		if err := copyExactly(f.CameraPx[:], w.CameraPx, maxCoordinate); err != nil {
			return fmt.Errorf("camera_px: %w", err)
		}
	}
	if len(w.Persons) > maxPersons {
		return fmt.Errorf("%d persons, at most %d are possible", len(w.Persons), maxPersons)
	}
	for i, pw := range w.Persons {
		person, err := pw.person()
		if err != nil {
			return fmt.Errorf("persons[%d]: %w", i, err)
		}
		if f.Person(person.ID) != nil {
			return fmt.Errorf("persons[%d]: id %d appears twice", i, person.ID)
		}
		f.Persons = append(f.Persons, *person)
	}
	p.Frames = append(p.Frames, f)
	return nil
}

func (w personWire) person() (*Person, error) {
	p := &Person{ID: w.ID, Presence: w.Presence}
	if w.ID < 1 || w.ID > maxPersonID {
		return nil, fmt.Errorf("id %d is out of range, people are numbered from 1", w.ID)
	}
	if w.Presence < 0 || w.Presence > 1 {
		return nil, fmt.Errorf("presence %v is not within 0 and 1", w.Presence)
	}
	if len(w.Keypoints) != NumJoints {
		return nil, fmt.Errorf("%d keypoints, want %d", len(w.Keypoints), NumJoints)
	}
	for j, k := range w.Keypoints {
		var v [3]float64
		if err := copyExactly(v[:], k, maxCoordinate); err != nil {
			return nil, fmt.Errorf("keypoints[%d]: %w", j, err)
		}
		if v[2] < 0 || v[2] > 1 {
			return nil, fmt.Errorf("keypoints[%d]: visibility %v is not within 0 and 1", j, v[2])
		}
		p.Keypoints[j] = Keypoint{v[0], v[1], v[2]}
	}
	if w.WorldM == nil {
		return p, nil
	}
	if len(w.WorldM) != NumJoints {
		return nil, fmt.Errorf("%d world_m, want %d", len(w.WorldM), NumJoints)
	}
	p.WorldM = new([NumJoints][3]float64)
	for j, v := range w.WorldM {
		if err := copyExactly(p.WorldM[j][:], v, maxWorldM); err != nil {
			return nil, fmt.Errorf("world_m[%d]: %w", j, err)
		}
	}
	return p, nil
}

func (p *Poses) addBall(w ballWire) error {
	if w.TimeS == nil || w.X == nil || w.Y == nil {
		return errors.New("time_s, x_px and y_px are required")
	}
	t, err := seconds(*w.TimeS)
	if err != nil {
		return err
	}
	var v [3]float64
	if err := copyExactly(v[:], []float64{*w.X, *w.Y, w.R}, maxCoordinate); err != nil {
		return err
	}
	p.Ball = append(p.Ball, BallPoint{Time: t, X: v[0], Y: v[1], R: v[2]})
	return nil
}

func (p *Poses) readRim(dec *json.Decoder) error {
	var w *struct {
		X *float64 `json:"x_px"`
		Y *float64 `json:"y_px"`
	}
	if err := dec.Decode(&w); err != nil || w == nil {
		return err
	}
	if w.X == nil || w.Y == nil {
		return errors.New("x_px and y_px are required")
	}
	p.Rim = new([2]float64)
	return copyExactly(p.Rim[:], []float64{*w.X, *w.Y}, maxCoordinate)
}

func (c *Clip) check() error {
	switch {
	case c.WidthPx < 1 || c.WidthPx > maxPicturePx || c.HeightPx < 1 || c.HeightPx > maxPicturePx:
		return fmt.Errorf("a picture of %d × %d px is not possible", c.WidthPx, c.HeightPx)
	case c.Frames < 0 || c.DurationS < 0 || c.DurationS > maxTimeS || c.FPS < 0 || c.DistinctFPS < 0 || c.TimeScale < 0:
		return errors.New("a count, a duration or a rate is out of range")
	}
	return nil
}

// seconds converts to a duration in whole microseconds.
func seconds(s float64) (time.Duration, error) {
	if !(math.Abs(s) <= maxTimeS) {
		return 0, fmt.Errorf("time_s %v is out of range", s)
	}
	return time.Duration(math.Round(s*1e6)) * time.Microsecond, nil
}

// copyExactly copies a list that must have exactly the length of dst and hold values
// of at most limit.
func copyExactly(dst, src []float64, limit float64) error {
	if len(src) != len(dst) {
		return fmt.Errorf("%d values, want %d", len(src), len(dst))
	}
	for i, v := range src {
		if !(math.Abs(v) <= limit) {
			return fmt.Errorf("value %v is out of range", v)
		}
		dst[i] = v
	}
	return nil
}
