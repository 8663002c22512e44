package video

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// orphanClip names the clip for the process that TestDieWithParent starts and
// kills.
const orphanClip = "SHOTCHECK_TEST_ORPHAN_CLIP"

// TestDieWithParent kills a process that decodes, as a time limit does, and
// expects its decoder to die too.
func TestDieWithParent(t *testing.T) {
	if clip := os.Getenv(orphanClip); clip != "" {
		decodeForever(t, clip)
	}
	clip := ffmpeg(t, "a.mp4", "-f lavfi -i testsrc2=size=640x480:rate=25:duration=8"+quick)
	parent := exec.Command(os.Args[0], "-test.run=^TestDieWithParent$")
	parent.Env = append(os.Environ(), orphanClip+"="+clip)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	decoder, numberErr := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || numberErr != nil {
		t.Fatalf("no decoder: %q, %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	for deadline := time.Now().Add(10 * time.Second); isRunning(decoder); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("decoder %d outlives its parent", decoder)
		}
	}
}

// decodeForever prints its decoder's process id and waits to be killed.
func decodeForever(t *testing.T, clip string) {
	s, err := Open(t.Context(), clip, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	fmt.Println(s.decoder.pid)
	select {}
}

// isRunning reports whether a process lives and is no zombie.
func isRunning(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}
