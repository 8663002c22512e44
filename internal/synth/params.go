package synth

import (
	"errors"
	"fmt"
	"image/color"
	"slices"
)

// Kind is what the person does.
type Kind string

// The two shots, and movements that are no shots.
const (
	SetShot    Kind = "set"
	JumpShot   Kind = "jump"
	PumpFake   Kind = "pump-fake"   // up to the set point and down again
	Pass       Kind = "pass"        // from the chest
	RaisedArms Kind = "raised-arms" // both arms up and down, no ball
	Walking    Kind = "walking"
	Standing   Kind = "standing"
)

// Kinds lists them all, shots first.
var Kinds = []Kind{SetShot, JumpShot, PumpFake, Pass, RaisedArms, Walking, Standing}

// HasBall says whether there is a ball.
func (k Kind) HasBall() bool { return k.IsShot() || k == PumpFake || k == Pass }

// IsShot says whether the ball is shot at the basket.
func (k Kind) IsShot() bool { return k == SetShot || k == JumpShot }

// Params are all settings of a clip; with the same Params it is the same clip.
type Params struct {
	Seed         uint64    `json:"seed"`
	HeightM      float64   `json:"height_m"`
	Hand         string    `json:"hand"` // "left" or "right"
	Kind         Kind      `json:"kind"`
	Shots        int       `json:"shots"`
	LeadInS      float64   `json:"lead_in_s"`  // rest before the first shot
	IntervalS    float64   `json:"interval_s"` // from one shot's start to the next
	DurationS    float64   `json:"duration_s"` // of the clip; 0: until the last shot's ball has landed
	RimDistanceM float64   `json:"rim_distance_m"`
	Technique    Technique `json:"technique"`
	Flaws        []Flaw    `json:"flaws"`
	Camera       Camera    `json:"camera"`
	Look         Look      `json:"look"`
}

// Camera is a pinhole camera that looks at the shooter.
type Camera struct {
	AzimuthDeg float64 `json:"azimuth_deg"` // see the package's comment
	DistanceM  float64 `json:"distance_m"`  // horizontal, to the shooter
	HeightM    float64 `json:"height_m"`    // above the floor
	AimXM      float64 `json:"aim_x_m"`     // point looked at: from the shooter to the basket
	AimHeightM float64 `json:"aim_height_m"`
	FOVDeg     float64 `json:"fov_deg"` // of the picture's height
	WidthPx    int     `json:"width_px"`
	HeightPx   int     `json:"height_px"`
	FPS        float64 `json:"fps"`
	PanDegS    float64 `json:"pan_deg_s"` // to the right; the middle of the clip is unpanned
	// PanSwingS is the period in which the camera pans to and fro, fastest at PanDegS;
	// 0: it turns on and on.
	PanSwingS float64 `json:"pan_swing_s,omitempty"`
}

// Look is what the picture is made of.
type Look struct {
	NoiseLevels float64    `json:"noise_levels"` // SD of the sensor's noise, of 255
	Blur        float64    `json:"blur"`         // shutter time as part of the frame time, 0–1
	BallColor   color.RGBA `json:"ball_color"`
	// BallPanels is the colour of every other panel of a two-coloured ball.
	BallPanels color.RGBA `json:"ball_panels,omitzero"`
	Shirt      color.RGBA `json:"shirt"`
	Shorts     color.RGBA `json:"shorts"`
	Shoes      color.RGBA `json:"shoes"`
	Skin       color.RGBA `json:"skin"`
	Hair       color.RGBA `json:"hair"`
	Wall       color.RGBA `json:"wall"`
	Floor      color.RGBA `json:"floor"`
	Bystanders int        `json:"bystanders"`
	// Crossing sends the bystanders across the picture, before and behind the shooter.
	Crossing bool `json:"crossing,omitempty"`
}

// Distances to the rim's centre, metres (metrics.md).
const (
	FreeThrowM  = 4.19
	TwoPointM   = 5.2
	ThreePointM = 6.75
)

// DefaultParams returns a right-handed free throw, filmed from the side.
func DefaultParams() Params {
	return Params{
		Seed: 1, HeightM: 1.85, Hand: "right", Kind: SetShot, Shots: 1, LeadInS: 1, IntervalS: 5,
		RimDistanceM: FreeThrowM, Technique: DefaultTechnique(), Flaws: []Flaw{},
		Camera: Camera{
			AzimuthDeg: 90, DistanceM: 5, HeightM: 1.4, AimXM: 0.3, AimHeightM: 1.3, FOVDeg: 36,
			WidthPx: 1280, HeightPx: 720, FPS: 30,
		},
		Look: Look{
			NoiseLevels: 2, Blur: 0.3, BallColor: color.RGBA{206, 104, 44, 255},
			Shirt: color.RGBA{196, 44, 48, 255}, Shorts: color.RGBA{36, 40, 62, 255}, Shoes: color.RGBA{236, 236, 236, 255},
			Skin: color.RGBA{206, 156, 122, 255}, Hair: color.RGBA{44, 32, 26, 255},
			Wall: color.RGBA{188, 194, 196, 255}, Floor: color.RGBA{198, 158, 106, 255},
		},
	}
}

// rangeCheck is a setting with the range it must lie in.
type rangeCheck struct {
	name      string
	x, lo, hi float64
}

// Validate names the first setting that is out of range.
func (p *Params) Validate() error {
	if p.Hand != "left" && p.Hand != "right" {
		return fmt.Errorf("hand is %q; it must be left or right", p.Hand)
	}
	if !slices.Contains(Kinds, p.Kind) {
		return fmt.Errorf("kind is %q; it must be one of %v", p.Kind, Kinds)
	}
	c := p.Camera
	for _, r := range []rangeCheck{
		{"height_m", p.HeightM, 1.2, 2.3},
		{"shots", float64(p.Shots), 1, 100},
		{"lead_in_s", p.LeadInS, 0, 60},
		{"interval_s", p.IntervalS, 4.5, 120},
		{"duration_s", p.DurationS, 0, 3600},
		{"rim_distance_m", p.RimDistanceM, 1, 12},
		{"camera distance_m", c.DistanceM, 1, 60},
		{"camera height_m", c.HeightM, 0.1, 10},
		{"camera fov_deg", c.FOVDeg, 3, 120},
		{"camera width_px", float64(c.WidthPx), 16, 7680},
		{"camera height_px", float64(c.HeightPx), 16, 4320},
		{"camera fps", c.FPS, 1, 480},
		{"camera pan_deg_s", c.PanDegS, -60, 60},
		{"camera pan_swing_s", c.PanSwingS, 0, 60},
		{"noise_levels", p.Look.NoiseLevels, 0, 60},
		{"blur", p.Look.Blur, 0, 1},
		{"bystanders", float64(p.Look.Bystanders), 0, 8},
	} {
		if !(r.x >= r.lo && r.x <= r.hi) {
			return fmt.Errorf("%s is %g; it must lie in %g to %g", r.name, r.x, r.lo, r.hi)
		}
	}
	return p.validateTechnique()
}

func (p *Params) validateTechnique() error {
	if err := p.Technique.validate(); err != nil {
		return err
	}
	if p.Kind != JumpShot && slices.ContainsFunc(p.Flaws, func(f Flaw) bool { return f.ID == "balance" }) {
		return errors.New("flaw balance needs kind jump: only a jump has a landing")
	}
	_, err := p.Technique.withFlaws(p.Flaws)
	return err
}
