// Package video reads the frames of clips and writes annotated videos.
//
// Data in: a file. Data out: [pose.Frame] with upright 8-bit pictures of
// square pixels and with the times that stand in the container. [Writer] goes
// the other way.
//
// Decoding and encoding are done by ffmpeg processes, through pipes: such a
// process gives every frame together with its true time, applies rotation,
// pixel aspect, deinterlacing and tone mapping, and a clip that crashes it does
// not take us down. Work on the pictures (colours, scaling, comparing, camera
// motion) is done by OpenCV; this is the only package that imports gocv.
//
// Limits: one video stream a file, the first that is not cover art; pictures
// of at most [MaxSidePx]; only files, never network addresses or playlists.
package video

import (
	"gocv.io/x/gocv"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

var (
	_ pose.Source      = (*Source)(nil)
	_ shotcheck.Writer = (*Writer)(nil)
)

// OpenCVVersion returns the version of the library that is loaded.
func OpenCVVersion() string { return gocv.OpenCVVersion() }
