package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service"
)

// uploadOptions are what `shotcheck upload` is told.
type uploadOptions struct {
	server              string
	analyze, wait       bool
	withClip, recursive bool
	settings            service.Settings
	date                time.Time
	json, quiet         bool
	client              *service.Client

	out *uploadPrinter
}

func newUploadCommand(c *cli) *cobra.Command {
	o := &uploadOptions{}
	cmd := &cobra.Command{
		Use:   "upload PATH...",
		Short: "Send results, or clips to be analysed, to the hosted service",
		Long: `Sends results to the hosted service of a club. A PATH is a folder of results
such as clip.shotcheck, or one that holds such folders. With --analyze it is a
clip, or a folder of clips, to be analysed there; --wait waits for that.

What the service has already is not sent again, and an upload that was cut goes on
where it was, also in another run. When the service does not answer, it is asked
again for about half a minute; then this ends with code 6.

The token is that of SHOTCHECK_TOKEN, or the one that shotcheck login has kept.
Only an encrypted connection is used, except to this machine.` + exitHelp(exitFailed, exitUsage, exitSomeFailed, exitNoShot, exitNetwork),
		Example: `  shotcheck upload --server https://shots.example results
  shotcheck upload --analyze --wait clip.mp4
  shotcheck upload --with-clip march.shotcheck may.shotcheck`,
		Args:        arguments(1, 1<<20, "results, or with --analyze clips"),
		Annotations: map[string]string{hasSettings: "yes"},
		RunE:        func(cmd *cobra.Command, paths []string) error { return o.run(cmd.Context(), c, paths) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.server, "server", "", "`ADDRESS` of the service (default where shotcheck login was last)")
	f.BoolVar(&o.analyze, "analyze", false, "PATH is a clip, or a folder of clips, to be analysed there")
	f.BoolVar(&o.wait, "wait", false, "wait until all is analysed or imported")
	f.BoolVar(&o.withClip, "with-clip", false, "send the annotated video of results too, in which the clip is seen")
	f.BoolVarP(&o.recursive, "recursive", "r", false, "search folders below the given ones")
	choice(f, &o.settings.Hand, "hand", "shooting hand, for --analyze", "auto", "left", "right")
	choice(f, &o.settings.View, "view", "camera view, for --analyze", "auto", "side", "front", "back", "oblique")
	choice(f, &o.settings.ShotType, "shot-type", "which norms apply, for --analyze", "unknown", "free-throw", "two", "three")
	flagOf(f, &o.settings.HeightM, "height", "H", "", parseHeight, "standing height, for --analyze")
	f.StringVar(&o.settings.Player, "player", "", "`NAME` for reports, for --analyze")
	flagOf(f, &o.date, "date", "YYYY-MM-DD", "", parseDate, "day of the recording, for --analyze")
	f.BoolVar(&o.json, "json", false, "print JSON lines")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print results and errors only")
	return cmd
}

// parcel is one thing to be sent.
type parcel struct {
	path string
	// name is what it is called there.
	name string
	kind string
}

// run sends everything in order. It stops at the first failure that the rest
// would share.
func (o *uploadOptions) run(ctx context.Context, c *cli, paths []string) error {
	parcels, err := o.parcels(paths)
	if err != nil {
		return err
	}
	if o.client, err = newClient(c, o.server); err != nil {
		return err
	}
	if !o.date.IsZero() {
		o.settings.Date = o.date.Format(time.DateOnly)
	}
	o.out = newUploadPrinter(c, o, parcels)
	total := summary{Clips: len(parcels)}
	for _, p := range parcels {
		o.one(ctx, p, &total)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if total.ExitCode == exitNetwork {
			break
		}
	}
	if total.Failed > 0 && total.ExitCode != exitNetwork {
		total.ExitCode = exitSomeFailed
		if total.Failed == total.Clips {
			total.ExitCode = exitFailed
		}
	}
	o.out.close(total)
	if total.ExitCode != exitOK {
		return ended(total.ExitCode)
	}
	return nil
}

// one sends a parcel and tells and counts what came of it.
func (o *uploadOptions) one(ctx context.Context, p parcel, total *summary) {
	a, sent, err := o.deliver(ctx, p)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		problem := explain(err)
		o.out.problem(p, problem)
		if total.Failed++; problem.Exit == exitNetwork {
			total.ExitCode = exitNetwork
		}
		return
	}
	code := exitOK
	switch {
	case a.State == service.StateFailed || a.State == service.StateCancelled:
		code = exitFailed
		total.Failed++
	case a.Code != "":
		code = exitNoShot
		total.NoShot++
		total.ExitCode = worse(total.ExitCode, exitNoShot)
	}
	if code != exitFailed && sent {
		total.Done++
	} else if code != exitFailed {
		total.Skipped++
	}
	o.out.result(p, a, sent, code)
}

// deliver sends a parcel, and asks for what is to be made of it.
func (o *uploadOptions) deliver(ctx context.Context, p parcel) (a service.Analysis, sent bool, err error) {
	content := service.Content{Kind: p.kind, Name: p.name, Path: p.path}
	if p.kind == service.KindResults {
		var remove func()
		if content.Path, remove, err = packed(p.path, o.withClip); err != nil {
			return a, false, err
		}
		defer remove()
	}
	u, sent, err := o.client.Send(ctx, content, func(done, all int64) { o.out.progress(p, "upload", float64(done)/float64(all)) })
	if err != nil {
		return a, sent, err
	}
	if a, err = o.client.Analyze(ctx, service.NewAnalysis{UploadID: u.ID, Settings: o.settings}); err != nil || !o.wait {
		return a, sent, err
	}
	a, err = o.client.Wait(ctx, a.ID, func(a service.Analysis) {
		if a.Stage == "" {
			a.Stage = a.State
		}
		o.out.progress(p, a.Stage, a.Fraction)
	})
	return a, sent, err
}

// packed writes the archive of a result folder into a temporary file.
func packed(dir string, videos bool) (path string, remove func(), err error) {
	f, err := os.CreateTemp("", "shotcheck-upload-*.zip")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.Remove(f.Name()) } // a temporary file that stays is the system's to remove
	if err := errors.Join(service.WriteArchive(f, dir, videos), f.Close()); err != nil {
		remove()
		return "", nil, err
	}
	return f.Name(), remove, nil
}

// parcels finds what the paths stand for.
func (o *uploadOptions) parcels(paths []string) (list []parcel, err error) {
	for _, path := range paths {
		found, err := o.found(path)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func (o *uploadOptions) found(path string) (list []parcel, err error) {
	if o.analyze {
		clips, err := findClips(path, o.recursive)
		for _, c := range clips {
			if c.poses {
				return nil, usage("send the folder that it lies in, without --analyze", "%s is no clip", path)
			}
			list = append(list, parcel{c.path, c.name, service.KindClip})
		}
		return list, err
	}
	if slices.Contains(videoExtensions, strings.ToLower(filepath.Ext(path))) {
		return nil, usage("have it analysed there with --analyze", "%s is no folder of results", path)
	}
	dirs, err := findResults([]string{path}, o.recursive)
	for _, dir := range dirs {
		r, err := readResult(dir)
		if err != nil {
			return nil, about(dir, notResults(err, dir))
		}
		list = append(list, parcel{dir, cmpName(r.Clip.Name, dir), service.KindResults})
	}
	return list, err
}

// cmpName is what results are called: after their clip.
func cmpName(clip, dir string) string {
	if clip == "" {
		return resultStem(dir)
	}
	return clip
}
