package video

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// requireNative is set where a missing tool is a failure, not a reason to skip.
const requireNative = "SHOTCHECK_REQUIRE_NATIVE"

// needFFmpeg skips a test where the tools are not installed.
func needFFmpeg(t testing.TB) {
	t.Helper()
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv(requireNative) == "1" {
			t.Fatalf("%s is not installed, and %s=1", tool, requireNative)
		}
		t.Skipf("%s is not installed", tool)
	}
}

// ffmpeg makes a file from FFmpeg's own test sources and returns its path.
func ffmpeg(t testing.TB, name, args string) string {
	t.Helper()
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), name)
	all := append([]string{"-nostdin", "-v", "error", "-y"}, strings.Fields(args)...)
	if out, err := exec.Command("ffmpeg", append(all, path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s %s: %v\n%s", args, name, err, out)
	}
	return path
}

// moving is a source of pictures that all differ: 10 frames, 25 a second.
const moving = "-f lavfi -i testsrc2=size=160x120:rate=25:duration=0.4 "

// quick are encoder settings for fixtures.
const quick = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p "
