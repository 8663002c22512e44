package pose

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"time"
)

// WritePoses writes poses.json, one frame a line. Values are rounded as by
// [Poses.Round]; p itself is not changed.
func WritePoses(w io.Writer, p *Poses) error {
	out := &posesWriter{w: bufio.NewWriter(w)}
	out.text(`{"schema":"` + Schema + `",` + "\n" + `"clip":`).json(p.Clip)
	if p.Model != (ModelInfo{}) {
		out.text(",\n\"model\":").json(p.Model)
	}
	out.text(",\n" + `"skeleton":"` + SkeletonName + `",` + "\n" + `"frames":[`)
	for i := range p.Frames {
		out.separate(i, ",\n", "\n").frame(&p.Frames[i])
	}
	out.text("]")
	if len(p.Ball) > 0 {
		out.text(",\n\"ball\":[")
		for i, b := range p.Ball {
			out.separate(i, ",\n", "\n").ball(b)
		}
		out.text("]")
	}
	if p.Rim != nil {
		out.text(",\n\"rim\":{\"x_px\":").number(p.Rim[0], pixelDecimals).text(`,"y_px":`).number(p.Rim[1], pixelDecimals).text("}")
	}
	out.text("}\n")
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

// posesWriter writes pieces of JSON; it keeps the first error. Writing by hand
// keeps a minute of video at a tenth of a second; encoding/json by reflection
// would indent all of it or none.
type posesWriter struct {
	w   *bufio.Writer
	buf []byte
	err error
}

func (o *posesWriter) text(s string) *posesWriter {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
	return o
}

// separate writes what stands between elements of a list.
func (o *posesWriter) separate(i int, between, first string) *posesWriter {
	if i == 0 {
		return o.text(first)
	}
	return o.text(between)
}

func (o *posesWriter) json(v any) *posesWriter {
	b, err := json.Marshal(v)
	if o.err == nil {
		o.err = err
	}
	return o.text(string(b))
}

// number writes a rounded number in its shortest form. What is not finite
// cannot stand in JSON; it is a mistake of the program.
func (o *posesWriter) number(x float64, decimals int) *posesWriter {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		panic("pose: number in poses is not finite")
	}
	o.buf = strconv.AppendFloat(o.buf[:0], round(x, decimals), 'f', -1, 64)
	if o.err == nil {
		_, o.err = o.w.Write(o.buf)
	}
	return o
}

// vector writes a list of numbers.
func (o *posesWriter) vector(decimals int, v ...float64) *posesWriter {
	o.text("[")
	for i, x := range v {
		o.separate(i, ",", "").number(x, decimals)
	}
	return o.text("]")
}

func (o *posesWriter) seconds(t time.Duration) *posesWriter {
	const decimals = 6 // microseconds
	return o.number(t.Round(timeResolution).Seconds(), decimals)
}

func (o *posesWriter) frame(f *FramePoses) {
	o.text(`{"index":` + strconv.Itoa(f.Index) + `,"time_s":`).seconds(f.Time)
	if f.Repeated {
		o.text(`,"repeated":true`)
	}
	if f.CameraPx != [2]float64{} {
		o.text(`,"camera_px":`).vector(pixelDecimals, f.CameraPx[:]...)
	}
	o.text(`,"persons":[`)
	for i := range f.Persons {
		o.separate(i, ",", "").person(&f.Persons[i])
	}
	o.text("]}")
}

func (o *posesWriter) person(p *Person) {
	o.text(`{"id":` + strconv.Itoa(p.ID) + `,"keypoints":[`)
	for j, k := range p.Keypoints {
		o.separate(j, ",", "").text("[").number(k.X, pixelDecimals).text(",").number(k.Y, pixelDecimals)
		o.text(",").number(k.Visibility, probabilityDecimals).text("]")
	}
	o.text("]")
	if p.WorldM != nil {
		o.text(`,"world_m":[`)
		for j := range p.WorldM {
			o.separate(j, ",", "").vector(worldDecimals, p.WorldM[j][:]...)
		}
		o.text("]")
	}
	if p.Presence != 0 {
		o.text(`,"presence":`).number(p.Presence, probabilityDecimals)
	}
	o.text("}")
}

func (o *posesWriter) ball(b BallPoint) {
	o.text(`{"time_s":`).seconds(b.Time).text(`,"x_px":`).number(b.X, pixelDecimals)
	o.text(`,"y_px":`).number(b.Y, pixelDecimals).text(`,"r_px":`).number(b.R, pixelDecimals).text("}")
}
