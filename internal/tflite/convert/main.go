// Command convert puts the pose models and ONNX Runtime, which npm has fetched,
// where shotcheck finds them:
//
//	go run ./internal/tflite/convert -from models/node_modules -to build
//
// It converts every model each time, which takes less than a second, and
// writes only files that differ.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/shotcheck/shotcheck/internal/tflite"
)

// models are the files of the npm package @mediapipe/pose 0.5.1675469404. The
// assets' only content is the detector.
var models = []struct {
	source, sha256 string
	network        tflite.Network
	name           string
}{
	{
		"pose_solution_packed_assets.data",
		"a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
		tflite.Detector, "detector.onnx",
	},
	{
		"pose_landmark_lite.tflite",
		"f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
		tflite.Landmarks, "lite.onnx",
	},
	{
		"pose_landmark_full.tflite",
		"e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
		tflite.Landmarks, "full.onnx",
	},
	{
		"pose_landmark_heavy.tflite",
		"59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
		tflite.Landmarks, "heavy.onnx",
	},
}

// libraries are ONNX Runtime's files in the npm package onnxruntime-node by
// system and processor.
var libraries = map[string]string{
	"linux/amd64":  "linux/x64/libonnxruntime.so.1",
	"linux/arm64":  "linux/arm64/libonnxruntime.so.1",
	"darwin/arm64": "darwin/arm64/libonnxruntime.1.dylib",
}

func main() {
	from := flag.String("from", "models/node_modules", "folder of npm packages")
	to := flag.String("to", "build", "folder that receives lib and models")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	for _, m := range models {
		src, err := os.ReadFile(filepath.Join(from, "@mediapipe/pose", m.source))
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(src); hex.EncodeToString(sum[:]) != m.sha256 {
			return fmt.Errorf("%s is not the file that is pinned: run npm ci again", m.source)
		}
		onnx, err := tflite.Convert(src, m.network)
		if err != nil {
			return fmt.Errorf("%s: %w", m.source, err)
		}
		if err := install(filepath.Join(to, "models", m.name), onnx); err != nil {
			return err
		}
	}
	return installLibrary(from, filepath.Join(to, "lib"))
}

// installLibrary copies ONNX Runtime under the name that package ort looks for.
func installLibrary(from, to string) error {
	platform := runtime.GOOS + "/" + runtime.GOARCH
	file, ok := libraries[platform]
	if !ok {
		return fmt.Errorf("no ONNX Runtime for %s in the npm package: see onnxruntime.ai", platform)
	}
	data, err := os.ReadFile(filepath.Join(from, "onnxruntime-node/bin/napi-v6", file))
	if err != nil {
		return err
	}
	name := "libonnxruntime.so.1"
	if runtime.GOOS == "darwin" {
		name = "libonnxruntime.dylib"
	}
	return install(filepath.Join(to, name), data)
}

// install writes a file completely or not at all, unless it is there already.
func install(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // fails once it is renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	fmt.Println(path)
	return os.Rename(f.Name(), path)
}
