package report

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // logos may be JPEG
	_ "image/png"  // or PNG
	"math"
)

// Brand makes a report a club's own.
type Brand struct {
	Club   string // name, may be empty
	Accent string // colour as #RRGGBB; empty: ours
	Logo   []byte // PNG or JPEG; empty: none
}

// maxLogoBytes leaves room for the rest of a report that can be sent.
const maxLogoBytes = 1 << 20

// maxLogoPx is the longest side of a logo.
const maxLogoPx = 4096

// CheckLogo tells what is wrong with a logo, or nil.
func CheckLogo(logo []byte) error {
	if len(logo) > maxLogoBytes {
		return errors.New("larger than 1 MiB")
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(logo))
	switch {
	case err != nil:
		return errors.New("neither PNG nor JPEG")
	case max(c.Width, c.Height) > maxLogoPx || min(c.Width, c.Height) < 1:
		return fmt.Errorf("%d × %d pixels: at most %d a side", c.Width, c.Height, maxLogoPx)
	}
	return nil
}

// logo decodes the logo; nil without one.
func (b Brand) logo() image.Image {
	if len(b.Logo) == 0 || CheckLogo(b.Logo) != nil {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(b.Logo))
	if err != nil {
		return nil
	}
	return img
}

// colour returns the brand's accent, or ours.
func (b Brand) colour() color.NRGBA {
	if c, err := ParseAccent(b.Accent); err == nil {
		return c
	}
	return accent
}

// leastContrast is that of graphics and large letters by WCAG 2.2, 1.4.11.
const leastContrast = 3

// ParseAccent reads a colour as #RRGGBB that stands out on white paper.
func ParseAccent(text string) (color.NRGBA, error) {
	c := color.NRGBA{A: 255}
	if n, err := fmt.Sscanf(text, "#%02x%02x%02x", &c.R, &c.G, &c.B); err != nil || n != 3 || len(text) != 7 {
		return c, errors.New("must be a colour, such as #0B6E4F")
	}
	if contrast := 1.05 / (luminance(c) + 0.05); contrast < leastContrast {
		return c, fmt.Errorf("is too light for white paper: contrast %.1f, at least %d is needed", contrast, leastContrast)
	}
	return c, nil
}

// luminance is the relative luminance of a colour by WCAG 2.2.
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
