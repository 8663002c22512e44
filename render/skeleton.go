package render

import (
	"image/color"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// visibleFrom is the visibility from which a joint is drawn in full; below it
// the model guesses.
const visibleFrom = 0.5

// Opacities of the skeleton's parts.
const (
	sureOpacity    = 0.95
	unsureOpacity  = 0.35 // a joint that the model guesses
	passiveOpacity = 0.40 // somebody who is not shooting now
	haloOpacity    = 0.45
)

// figureStyle says how a skeleton is drawn.
type figureStyle struct {
	side    pose.Side // shooting side, brought forward
	limbPx  float64   // half the width of a limb of the shooting side
	opacity float64
	plain   bool // no side is brought forward
}

// passive is the style of a person who is not shooting now.
var passive = figureStyle{opacity: passiveOpacity, plain: true}

func styleOf(s *scene) figureStyle {
	return figureStyle{side: sideOf(s.shot), limbPx: s.limbPx, opacity: sureOpacity}
}

// sideOf returns the shooting side.
func sideOf(shot *analysis.Shot) pose.Side {
	if shot.Hand == pose.Left.String() {
		return pose.Left
	}
	return pose.Right
}

// layers are the parts of a skeleton from back to front.
const (
	farLayer = iota
	trunkLayer
	nearLayer
	numLayers
)

// layerOf returns the layer of a bone: that of its side, or the trunk's.
func layerOf(b pose.Bone, side pose.Side) int {
	switch {
	case b.From.Mirror() == b.To, isTrunk(b.From) && isTrunk(b.To):
		return trunkLayer
	case side.Joint(b.From) == b.From:
		return nearLayer
	}
	return farLayer
}

func isTrunk(j pose.Joint) bool {
	j = pose.Left.Joint(j)
	return j == pose.LeftShoulder || j == pose.LeftHip
}

// drawSkeleton draws entry i of a motion.
func (o *Overlay) drawSkeleton(m *analysis.Motion, i int, style figureStyle) {
	if style.limbPx == 0 {
		style.limbPx = o.limbPx(m.Person)
	}
	colours := [numLayers]color.NRGBA{farLayer: fade(other, 0.75), trunkLayer: paper, nearLayer: accent}
	if style.plain {
		colours = [numLayers]color.NRGBA{other, other, other}
	}
	for layer := range numLayers {
		width := style.limbPx
		if layer == farLayer || style.plain {
			width *= 0.7
		}
		if layer != farLayer && !style.plain {
			o.addBones(m, i, style.side, layer, width*1.7, true)
			o.painter.fill(fade(ink, haloOpacity))
		}
		o.addBones(m, i, style.side, layer, width, true)
		o.painter.fill(fade(colours[layer], style.opacity))
		o.addBones(m, i, style.side, layer, width, false)
		o.painter.fill(fade(colours[layer], style.opacity*unsureOpacity))
	}
}

// addBones adds the bones of one layer that are sure, or those that are not.
func (o *Overlay) addBones(m *analysis.Motion, i int, side pose.Side, layer int, width float64, sure bool) {
	for _, b := range pose.Bones {
		from, to := o.at(m, b.From, i), o.at(m, b.To, i)
		if layerOf(b, side) != layer || !from.measured() || !to.measured() {
			continue
		}
		if sure == (min(m.Visibility[b.From][i], m.Visibility[b.To][i]) >= visibleFrom) {
			o.painter.capsule(from, to, width, width)
			o.addJoint(from, width*1.5)
			o.addJoint(to, width*1.5)
		}
	}
}

func (o *Overlay) addJoint(c point, r float64) { o.painter.disc(c, r) }
