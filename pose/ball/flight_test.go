package ball

import (
	"math"
	"math/rand/v2"
	"testing"
)

const testHeightPx = 200

// thrown returns a hunt whose glimpses show a ball on the parabola from (300, 200),
// launched at 1 s with the given velocity (px/s), among as many strays.
func thrown(vx, vy float64, pictures, strays int) *hunt {
	rng := rand.New(rand.NewPCG(7, 7))
	h := &hunt{Throw: Throw{TimeS: 1.05, HeightPx: testHeightPx, Hands: []Hand{{0, 300, 200}, {3, 300, 200}}}}
	for i := range 50 {
		t := 0.7 + float64(i)/30
		g := glimpse{timeS: t}
		for range strays {
			g.candidates = append(g.candidates, candidate{600 * rng.Float64(), 400 * rng.Float64(), 12})
		}
		if s := t - 1; s > 0.02 && s*30 < float64(pictures)+1 {
			x, y := onParabola(vx, vy, s)
			g.candidates = append(g.candidates, candidate{x + rng.NormFloat64(), y + rng.NormFloat64(), 13})
		}
		h.glimpses = append(h.glimpses, g)
	}
	return h
}

func onParabola(vx, vy, s float64) (x, y float64) {
	return 300 + vx*s, 200 - vy*s + usualGravity*testHeightPx/2*s*s
}

// Free flight is found among other movement, whether it is seen for long or leaves
// the picture soon.
func TestFlightAmongStrays(t *testing.T) {
	for name, c := range map[string]struct {
		vx, vy           float64
		pictures, strays int
	}{
		"long": {480, 620, 30, 8}, "to the left": {-480, 620, 30, 8}, "half": {480, 620, 14, 5}, "four pictures": {480, 700, 4, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := thrown(c.vx, c.vy, c.pictures, c.strays)
			f, ok := h.flight()
			if !ok {
				t.Fatal("not found")
			}
			if n := f.count(); n < c.pictures*9/10 || n > c.pictures+3 {
				t.Errorf("%d pictures, want %d", n, c.pictures)
			}
			for s := 0.05; s < float64(c.pictures)/30; s += 0.05 {
				x, y := f.at(1 + s)
				wx, wy := onParabola(c.vx, c.vy, s)
				if d := math.Hypot(x-wx, y-wy); d > 4 {
					t.Errorf("%.1f px off at %.2f s", d, s)
				}
			}
		})
	}
}

// What only swings, stands or strays is no flight.
func TestNoFlight(t *testing.T) {
	swing := thrown(0, 0, 0, 0)
	for i := range swing.glimpses {
		g := &swing.glimpses[i]
		a := 6 * (g.timeS - 1) // a hand about the shoulder
		g.candidates = append(g.candidates, candidate{300 + 60*math.Sin(a), 260 - 60*math.Cos(a), 12})
	}
	for name, h := range map[string]*hunt{
		"nothing": thrown(0, 0, 0, 0), "strays": thrown(0, 0, 0, 4), "swinging hand": swing,
		"jumping head": thrown(30, 260, 14, 0), "dropped ball": thrown(50, -10, 12, 0),
	} {
		if f, ok := h.flight(); ok {
			t.Errorf("%s: flight of %d pictures from %.2f s on", name, f.count(), h.glimpses[f.from].timeS)
		}
	}
}

// A polynomial through its own values comes back.
func TestNormalSolve(t *testing.T) {
	want := curve{3, -2, 0.5, 0.25}
	for powers := 2; powers <= 4; powers++ {
		c := want
		clear(c[powers:])
		var n normal
		for i := range 9 {
			n.add(float64(i)/8, c.at(float64(i)/8))
		}
		got := n.solve(powers)
		for i := range got {
			if math.Abs(got[i]-c[i]) > 1e-9 {
				t.Errorf("%d powers: %v, want %v", powers, got, c)
			}
		}
	}
}

// Something that goes up and comes down into the hands has more pictures than the
// ball, but does not go away: it hides no throw.
func TestFlightBesideWhatComesBack(t *testing.T) {
	h := thrown(480, 620, 10, 0)
	for i := range h.glimpses {
		g := &h.glimpses[i]
		if s := g.timeS - 1; s > 0.02 && s < 1.2 {
			x, y := onParabola(20, 620, s)
			g.candidates = append(g.candidates, candidate{x, y, 13})
		}
	}
	f, ok := h.flight()
	if !ok {
		t.Fatal("not found")
	}
	if x, _ := f.at(1.3); math.Abs(x-444) > 10 {
		t.Errorf("0.3 s after the throw at x %.0f, want 444", x)
	}
}

// A ball that leaves hands beside those that are given is found where they are not sure.
func TestFlightFromUnsureHands(t *testing.T) {
	for unsure, want := range map[float64]bool{0: false, 0.25: true} {
		h := thrown(480, 620, 30, 3)
		h.UnsureBH = unsure
		for i := range h.Hands {
			h.Hands[i].X -= 0.45 * testHeightPx
		}
		if _, ok := h.flight(); ok != want {
			t.Errorf("hands within %.2f: found %v, want %v", unsure, ok, want)
		}
	}
}
