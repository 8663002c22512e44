package video

import (
	"fmt"
	"strings"

	"github.com/shotcheck/shotcheck/pose"
)

// timesPipe is the file descriptor on which ffmpeg writes the times of frames:
// the first after stdin, stdout and stderr.
const timesPipe = 3

// filters returns the chain that turns decoded pictures into upright ones with
// square pixels, 8 bits, limited range and one of the two matrices, and that
// writes their times. FFmpeg itself has turned them upright before.
//
// A filter that has nothing to do hands pictures on without copying them.
func (s *stream) filters() string {
	// Only pictures marked as interlaced are touched. The stream's own field
	// order is not asked: it often says "progressive" where pictures differ.
	chain := []string{"yadif=deint=interlaced"}
	if s.isHDR() {
		chain = append(chain, toneMap...)
	}
	w, h := s.uprightPx()
	chain = append(chain,
		fmt.Sprintf("scale=%d:%d:flags=bicubic%s", w, h, s.colours()),
		"format=yuv420p",
		"settb=1/1000000",
		// print writes frames that carry metadata only
		"metadata=add:key=t:value=1",
		fmt.Sprintf(`metadata=print:file='pipe\:%d':direct=1`, timesPipe),
	)
	return strings.Join(chain, ",")
}

// toneMap brings HDR to the range and the primaries of BT.709. A peak of 203
// cd/m² is the white of graphics in ITU-R BT.2408; Hable's curve keeps skin
// and highlights apart, without desaturating.
var toneMap = []string{
	"zscale=transfer=linear:npl=203",
	"format=gbrpf32le",
	"zscale=primaries=bt709",
	"tonemap=tonemap=hable:desat=0",
	"zscale=transfer=bt709:matrix=bt709:range=tv",
	"format=yuv420p",
}

// isHDR reports whether the transfer function is PQ or HLG.
func (s *stream) isHDR() bool {
	return s.ColorTransfer == "smpte2084" || s.ColorTransfer == "arib-std-b67"
}

// hdLinesPx is the height from which video without colour tags is taken to be
// high definition, as players do.
const hdLinesPx = 720

// matrices are FFmpeg's names of the matrices that are kept.
var matrices = map[string]pose.Matrix{
	"bt709":     pose.BT709,
	"bt470bg":   pose.BT601,
	"smpte170m": pose.BT601,
}

// matrix returns the matrix of the pictures that [stream.filters] yields.
func (s *stream) matrix() pose.Matrix {
	if m, ok := matrices[s.ColorSpace]; ok && !s.isHDR() {
		return m
	}
	if s.hasNoMatrix() && min(s.WidthPx, s.HeightPx) < hdLinesPx {
		return pose.BT601
	}
	return pose.BT709
}

func (s *stream) hasNoMatrix() bool { return s.ColorSpace == "" || s.ColorSpace == "unknown" }

// plain reports whether pictures have the format, the range and the matrix that
// are asked for.
func (s *stream) plain() bool {
	_, kept := matrices[s.ColorSpace]
	return s.PixelFormat == "yuv420p" && s.ColorRange != "pc" && (kept || s.hasNoMatrix()) && !s.isHDR()
}

// colours returns the scale filter's colour options, and none for pictures that
// are as they should be: it copies them where it is told a colour. An input matrix is named
// only where the stream has none: the filter knows the others itself.
func (s *stream) colours() string {
	if s.plain() {
		return ""
	}
	matrix := scaleMatrix[s.matrix()]
	options := ":out_range=tv:out_color_matrix=" + matrix
	if s.hasNoMatrix() {
		options += ":in_color_matrix=" + matrix
	}
	return options
}

// scaleMatrix names the matrices for FFmpeg's scale filter.
var scaleMatrix = map[pose.Matrix]string{pose.BT601: "bt601", pose.BT709: "bt709"}
