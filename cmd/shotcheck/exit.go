package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/report"
	"github.com/shotcheck/shotcheck/service"
)

// exitCode is what the process ends with. Scripts rely on the numbers.
type exitCode int

const (
	exitOK          exitCode = 0
	exitFailed      exitCode = 1
	exitUsage       exitCode = 2
	exitSomeFailed  exitCode = 3
	exitNoShot      exitCode = 4
	exitAssert      exitCode = 5
	exitNetwork     exitCode = 6
	exitInterrupted exitCode = 130
)

// exitMeanings explains the codes in the help of each command.
var exitMeanings = map[exitCode]string{
	exitOK:          "all done",
	exitFailed:      "failed; of several clips: all failed",
	exitUsage:       "wrong usage or configuration; also a folder without videos",
	exitSomeFailed:  "some of several clips failed, the others are complete",
	exitNoShot:      "a clip without a person, without a shot, or below --min-quality",
	exitAssert:      "an --assert was not met",
	exitNetwork:     "the service does not answer, or does not allow it",
	exitInterrupted: "interrupted (SIGINT, SIGTERM)",
}

// exitPrecedence orders the codes of a batch: the first that applies wins.
var exitPrecedence = []exitCode{exitFailed, exitSomeFailed, exitAssert, exitNoShot, exitOK}

// worse returns whichever code takes precedence.
func worse(a, b exitCode) exitCode {
	if slices.Index(exitPrecedence, a) < slices.Index(exitPrecedence, b) {
		return a
	}
	return b
}

// exitHelp returns the section on exit codes of a command's help; 0 and 130
// are every command's.
func exitHelp(codes ...exitCode) string {
	var b strings.Builder
	b.WriteString("\n\nExit codes:\n")
	for _, code := range slices.Concat([]exitCode{exitOK}, codes, []exitCode{exitInterrupted}) {
		fmt.Fprintf(&b, "  %3d  %s\n", code, exitMeanings[code])
	}
	return strings.TrimRight(b.String(), "\n")
}

// ended is the error of a command that has told everything itself.
type ended exitCode

func (e ended) Error() string { return fmt.Sprintf("ended with code %d", int(e)) }

// problem is an error for the user: what is wrong, where, and what to do next.
type problem struct {
	// Code names the kind for scripts.
	Code string `json:"code"`
	// Exit is the code that a run with only this clip ends with.
	Exit    exitCode `json:"exit_code"`
	Message string   `json:"message"`
	Hint    string   `json:"hint,omitempty"`

	cause error // for callers that act on it; not told
}

// Unwrap returns the error behind the words, or nil.
func (p *problem) Unwrap() error { return p.cause }

// Error returns message and hint in one line.
func (p *problem) Error() string {
	if p.Hint == "" {
		return p.Message
	}
	return p.Message + " (" + p.Hint + ")"
}

// usage returns the error of a wrong argument, flag or setting.
func usage(hint, format string, args ...any) error {
	return &problem{Code: "usage", Exit: exitUsage, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// kinds are the errors that have a name, words or a hint of their own. The
// first that matches counts.
var kinds = []struct {
	matches func(error) bool
	code    string
	exit    exitCode
	// says replaces the innermost error's words where those are technical.
	says, hint string
}{
	{is(context.Canceled), "interrupted", exitInterrupted, "interrupted", ""},
	{is(shotcheck.ErrNoPerson), "no-person", exitNoShot, "nobody was found", "the shooter should be at least a quarter of the picture's height"},
	{is(syscall.ENOSPC), "disk-full", exitFailed, "no space left on the disk", "free some, or write elsewhere with --out"},
	{is(syscall.EFBIG), "too-large", exitFailed, "a file of the results would be too large", "cut the part that matters with --start and --end"},
	{is(syscall.ENOMEM), "out-of-memory", exitFailed, "the analysis ran out of memory", "use --jobs 1, or a smaller copy of the clip"},
	{is(video.ErrEmpty), "empty-file", exitFailed, "", "copy the clip again from the camera"},
	{is(video.ErrNoVideoStream), "no-video-stream", exitFailed, "", "it holds sound or data only"},
	{is(video.ErrIndexMissing), "truncated", exitFailed, "", "copy the clip again from the camera"},
	{is(video.ErrNoFrames), "undecodable", exitFailed, "", "does another player show it?"},
	{is(video.ErrEmptyCut), "empty-cut", exitFailed, "", "check --start and --end against the clip's length"},
	{is(video.ErrNotVideo), "not-a-video", exitFailed, "", "give a .mp4, .mov, .m4v, .webm, .mkv or .avi file, or poses.json"},
	{as[video.UnsupportedError], "unsupported", exitFailed, "", "convert it with: ffmpeg -i CLIP -pix_fmt yuv420p converted.mp4"},
	{is(video.ErrToolMissing), "tool-missing", exitFailed, "", "run: shotcheck doctor"},
	{is(ort.ErrRuntimeMissing), "runtime-missing", exitFailed, "ONNX Runtime is not installed", "run: " + setupFix + ", or: shotcheck doctor"},
	{is(ort.ErrModelMissing), "model-missing", exitFailed, "", "run: " + setupFix + ", or: shotcheck models list"},
	{is(shotcheck.ErrOtherVideo), "other-video", exitFailed, "", "make it again with: shotcheck render"},
	{as[report.SchemaError], "unknown-schema", exitFailed, "", "analyse the clip again, or update shotcheck"},
	{is(report.ErrDamaged), "damaged", exitFailed, "", "analyse the clip again"},
	{is(pose.ErrNotPoses), "not-poses", exitFailed, "", "give a video, or the poses.json of a results folder"},
	{as[*service.UnreachableError], "unreachable", exitNetwork, "", "check the address and the network, then run it again: it goes on where it was"},
	{is(fs.ErrNotExist), "no-such-file", exitFailed, "no such file or folder", "check the path"},
	{is(fs.ErrPermission), "no-permission", exitFailed, "permission denied", "check its permissions, or write elsewhere with --out"},
	{is(syscall.EROFS), "no-permission", exitFailed, "the file system is read-only", "choose another folder with --out"},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func as[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// explain turns any error into a problem.
func explain(err error) *problem {
	if known, ok := errors.AsType[*problem](err); ok {
		return known
	}
	if told, ok := errors.AsType[*service.Problem](err); ok {
		return fromService(told)
	}
	p := &problem{Code: "failed", Exit: exitFailed, Message: oneLine(err.Error())}
	for _, k := range kinds {
		if !k.matches(err) {
			continue
		}
		p.Code, p.Exit, p.Hint = k.code, k.exit, k.hint
		if k.says != "" {
			p.Message = reworded(err, k.says)
		}
		break
	}
	return p
}

// fromService is what the hosted service has said.
func fromService(told *service.Problem) *problem {
	bare := service.Problem{Detail: told.Detail, Errors: told.Errors}
	p := &problem{Code: told.Code, Exit: exitFailed, Message: oneLine(bare.Error()), Hint: told.Hint}
	if p.Code == "" {
		p.Code = "service-failed"
	}
	switch {
	case told.Status == http.StatusUnauthorized, told.Status == http.StatusForbidden, told.Status == http.StatusTooManyRequests, told.Status >= 500:
		p.Exit = exitNetwork
	}
	return p
}

// reworded says what an error says in other words, with the path that the
// error names.
func reworded(err error, words string) string {
	file, ok := errors.AsType[*fs.PathError](err)
	switch {
	case !ok:
		return words
	case file.Path == "":
		return oneLine(err.Error())
	default:
		return file.Path + ": " + words
	}
}

// oneLine folds a text into one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
