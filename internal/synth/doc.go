// Package synth makes up basketball shooters whose every joint, event and ball
// position is known, so that the whole of shotcheck can be measured against
// truth.
//
// Data in: [Params]. Data out: a [Scene], which yields the [Truth], noisy
// poses without any drawing ([Scene.Poses]), and shaded frames
// ([Scene.Render], [Scene.Source]).
//
//	Params → Scene → Truth
//	               → Poses   (projected joints with noise)
//	               → Frames  (ray-cast figures in a gymnasium)
//
// The room: metres, right-handed. X points from the shooter to the basket, Y to
// the shooter's left, Z up; the origin lies on the floor midway between the
// ankles at the start. A left-handed shooter is the mirror image (Y → −Y) of a
// right-handed one. The camera's azimuth is 0 in front of the shooter, 90 on his
// right side so that he faces right in the picture, 180 behind him, and 270 on
// his left. Time is seconds since the clip began, inside this package as
// float64, outside as [time.Duration].
//
// Truth is computed from the continuous motion, sampled every millisecond, and
// never from frames. Angles are internal angles between joints in three
// dimensions. [Definitions] says how each number is defined where metrics.md
// leaves a choice.
//
// Limits: one rigid trunk, level hips, rigid feet. The mid-hip, not the centre of mass, flies
// on a parabola. Everything follows from the seed.
package synth
