package servicetest

import (
	_ "embed" // analyzer.sh
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// Analyzer is a shell script that stands in for shotcheck.
//
//go:embed analyzer.sh
var Analyzer []byte

// FakeAnalyzer writes a program that behaves like shotcheck and measures nothing.
func FakeAnalyzer(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "shotcheck")
	if err := os.WriteFile(file, Analyzer, 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// mp4 is how a file begins that is taken for MP4.
const mp4 = "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"

// Clip returns bytes that are taken for a video, the same for the same seed.
func Clip(seed uint64, size int) []byte {
	var key [32]byte
	key[0], key[1], key[2] = byte(seed), byte(seed>>8), byte(seed>>16)
	content := make([]byte, size)
	_, _ = rand.NewChaCha8(key).Read(content) // never fails
	copy(content, mp4)
	return content
}

// ClipFile writes such a clip into a file of its own folder.
func ClipFile(t *testing.T, name string, seed uint64, size int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, Clip(seed, size), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
