// Package ort runs BlazePose's graphs with ONNX Runtime.
//
// Data in: crops as tensors. Data out: the graphs' raw tensors, which package
// pose decodes. [Search] finds the runtime's library and the models, [Load]
// loads the library, [Networks] opens the graphs for each goroutine.
//
// Limits: the library is loaded once for the life of the process, as it keeps
// its state in global variables. Every network runs on the processor and gives
// the same bytes for the same input, whatever runs beside it.
package ort

import (
	"fmt"
	"os"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"
)

// loaded is the library that this process has loaded.
var loaded struct {
	sync.Mutex
	path string
}

// Microsoft's builds keep a device id and a database of events in the user's
// cache, run blkid and hostname, and hold what it takes to send that. They read
// this variable when they start; the call that disables telemetry comes too late.
const noTelemetry = "ORT_DISABLE_TELEMETRY"

// Load loads ONNX Runtime from a file, without its telemetry. Loading the same
// file again does nothing.
func Load(library string) error {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.path != "" {
		if loaded.path != library {
			return fmt.Errorf("load ONNX Runtime from %s: %s is loaded already", library, loaded.path)
		}
		return nil
	}
	if err := os.Setenv(noTelemetry, "1"); err != nil {
		return err
	}
	onnx.SetSharedLibraryPath(library)
	if err := onnx.InitializeEnvironment(onnx.WithLogLevelError()); err != nil {
		return fmt.Errorf("load ONNX Runtime from %s: %w", library, err)
	}
	loaded.path = library
	return nil
}

// Version returns the loaded library's name and version, such as "onnxruntime
// 1.30.0".
func Version() string { return "onnxruntime " + onnx.GetVersion() }
