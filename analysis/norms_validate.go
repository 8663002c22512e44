package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// plausible bounds what a mean may be, by unit; norms outside it are slips of
// the pen, such as a wrong decimal point.
var plausible = map[string][2]float64{
	"deg":             {-45, 180},
	"body heights":    {0, 2},
	"shoulder widths": {0, 4},
	"cm":              {0, 100},
	"m":               {0, 6},
	"m/s":             {0, 15},
	"s":               {-1, 5},
	"1":               {-30, 30},
}

// keyValues lists what the keys of a norm may be.
var keyValues = map[string][]string{
	"shot_type": {"", "free-throw", "two", "three"},
	"sex":       {"", "female", "male"},
	"level":     {"", "youth", "amateur", "proficient", "professional"},
	"method":    {"", "2D", "3D", "IMU"},
	"read":      {"", "first-hand", "second-hand"},
}

// validate reports the first thing that is wrong with a norm.
func (n Norm) validate() error {
	for _, check := range []func() error{n.checkKeys, n.checkUnit, n.checkNumbers, n.checkSource} {
		if err := check(); err != nil {
			return fmt.Errorf("norm of %q: %w", n.Metric, err)
		}
	}
	return nil
}

func (n Norm) checkKeys() error {
	for _, key := range []struct{ name, value string }{
		{"shot_type", n.ShotType}, {"sex", n.Sex}, {"level", n.Level}, {"method", n.Method}, {"read", n.Read},
	} {
		if !slices.Contains(keyValues[key.name], key.value) {
			return fmt.Errorf("%s %q is none of %q", key.name, key.value, keyValues[key.name][1:])
		}
	}
	return nil
}

func (n Norm) checkUnit() error {
	info, ok := MetricByID(n.Metric)
	if !ok {
		return fmt.Errorf("there is no such metric%s", DidYouMean(n.Metric, MetricIDs()))
	}
	if n.Unit != info.Unit {
		return fmt.Errorf("unit is %q, the metric's is %q", n.Unit, info.Unit)
	}
	return nil
}

func (n Norm) checkNumbers() error {
	values := slices.Clone(n.Range)
	if n.Mean != nil {
		values = append(values, *n.Mean)
	}
	switch {
	case len(values) == 0:
		return errors.New("needs a mean or a range")
	case len(n.Range) != 0 && (len(n.Range) != 2 || !(n.Range[0] < n.Range[1])):
		return fmt.Errorf("range %v is not two rising numbers", n.Range)
	case n.N < 0:
		return fmt.Errorf("n is %d", n.N)
	}
	bounds := plausible[n.Unit]
	for _, v := range values {
		if !(v >= bounds[0] && v <= bounds[1]) {
			return fmt.Errorf("%v %s is not plausible", v, n.Unit)
		}
	}
	if !(n.SD >= 0 && n.SD < (bounds[1]-bounds[0])/4) || math.IsInf(n.SD, 0) {
		return fmt.Errorf("sd %v %s is not plausible", n.SD, n.Unit)
	}
	return nil
}

func (n Norm) checkSource() error {
	if n.Text == "" {
		return errors.New("needs a source")
	}
	return nil
}
