package server

import (
	"context"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	"golang.org/x/exp/slog"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// uploadsPath is where uploads are made, by the tus protocol 1.0.0 with its
// extensions creation, creation-with-upload and termination.
const uploadsPath = "/v1/uploads"

// tusRoutes are the protocol's routes: tusd handles them, so that they are
// declared to OpenAPI by hand.
var tusRoutes = []struct {
	operation
	path, words string
	handle      func(*handler.UnroutedHandler) http.HandlerFunc
}{
	{
		operation{method: http.MethodPost, id: "create-upload", summary: "Begin an upload", need: mayWrite, status: http.StatusCreated, tag: "uploads"},
		uploadsPath,
		"By the tus protocol 1.0.0: Upload-Length, and Upload-Metadata with kind (clip or results), filename, sha256 in hexadecimal, and player where the file shows one under age: without a guardian's consent it is refused at once. The body may be the beginning of the file.",
		func(h *handler.UnroutedHandler) http.HandlerFunc { return h.PostFile },
	},
	{
		operation{method: http.MethodHead, id: "upload-offset", summary: "Ask how much of an upload has arrived", need: mayWrite, tag: "uploads"},
		uploadsPath + "/{id}",
		"By the tus protocol: the answer is in Upload-Offset.",
		func(h *handler.UnroutedHandler) http.HandlerFunc { return h.HeadFile },
	},
	{
		operation{method: http.MethodPatch, id: "continue-upload", summary: "Continue an upload", need: mayWrite, status: http.StatusNoContent, tag: "uploads"},
		uploadsPath + "/{id}",
		"By the tus protocol: the body goes on at Upload-Offset. What arrives before the connection breaks is kept.",
		func(h *handler.UnroutedHandler) http.HandlerFunc { return h.PatchFile },
	},
	{
		operation{method: http.MethodDelete, id: "remove-upload", summary: "Remove an upload", need: mayWrite, status: http.StatusNoContent, tag: "uploads"},
		uploadsPath + "/{id}",
		"By the tus protocol. One that an analysis was made of goes with that.",
		func(h *handler.UnroutedHandler) http.HandlerFunc { return h.DelFile },
	},
}

// uploadRoutes adds the routes of uploads.
func (s *Server) uploadRoutes(r chi.Router) {
	tus := s.tus()
	for _, route := range tusRoutes {
		o := route.describe()
		o.Path, o.Description = route.path, route.words
		if strings.Contains(route.path, "{id}") {
			o.Parameters = []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}}
		}
		s.api.OpenAPI().AddOperation(&o)
		if tus != nil {
			h := http.StripPrefix(uploadsPath, withProblems(tus.Middleware(route.handle(tus))))
			r.Method(route.method, route.path, require(route.need, h.ServeHTTP))
		}
	}
	handle(s, operation{http.MethodGet, uploadsPath, "find-upload", "Find the upload of a content", mayWrite, 0, "uploads"}, s.findUpload)
}

// tus returns the handler of the protocol, nil where nothing is stored.
func (s *Server) tus() *handler.UnroutedHandler {
	if s.Store == nil {
		return nil
	}
	composer := handler.NewStoreComposer()
	data := &tusStore{s}
	composer.UseCore(data)
	composer.UseTerminater(data)
	composer.UseLocker(patientLocker{memorylocker.New()})
	h, err := handler.NewUnroutedHandler(handler.Config{
		StoreComposer: composer, BasePath: uploadsPath, MaxSize: store.LargestUpload(),
		DisableDownload: true, DisableConcatenation: true,
		Cors: &handler.CorsConfig{Disable: true}, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), RespectForwardedHeaders: len(s.Proxies) > 0,
	})
	if err != nil {
		panic("server: tus: " + err.Error()) // the configuration above is constant
	}
	return h
}

// contentQuestion asks for an upload by its content.
type contentQuestion struct {
	SHA256 string `query:"sha256" required:"true" pattern:"^[0-9a-f]{64}$" doc:"Of the whole content, in hexadecimal"`
	Kind   string `query:"kind" required:"true" enum:"clip,results"`
}

// findUpload finds what has been sent already, so that it is not sent again: a
// complete upload of the organisation, or the asker's own that was cut.
func (s *Server) findUpload(ctx context.Context, a *actor, in *contentQuestion) (*body[service.UploadList], error) {
	out := &body[service.UploadList]{service.UploadList{Uploads: []service.Upload{}}}
	u, err := s.Store.FindUpload(ctx, a.OrgID, a.AccountID, in.Kind, in.SHA256)
	if err == nil {
		out.Body.Uploads = append(out.Body.Uploads, uploadOf(u))
		return out, nil
	}
	if s.explain(err).Code == "not-found" {
		return out, nil
	}
	return nil, err
}

func uploadOf(u store.Upload) service.Upload {
	return service.Upload{
		ID: u.ID, Kind: u.Kind, Name: u.Name, SHA256: u.SHA256, SizeBytes: u.SizeBytes, ReceivedBytes: u.ReceivedBytes,
		Complete: u.Complete, ExpiresAt: store.Time(u.ExpiresMs),
	}
}

// announced reads an upload's metadata; ok says whether all is there.
func announced(meta handler.MetaData) (u store.Upload, ok bool) {
	u = store.Upload{Kind: meta["kind"], Name: cleanName(meta["filename"]), SHA256: strings.ToLower(meta["sha256"])}
	sum, err := hex.DecodeString(u.SHA256)
	ok = err == nil && len(sum) == 32 && (u.Kind == store.Clip || u.Kind == store.Results) && u.Name != ""
	return u, ok
}

// maxNameRunes bounds a file's name.
const maxNameRunes = 120

// cleanName returns the last element of a path in any notation, without what a
// terminal, a page or a shell would take for something else.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*/`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimLeft(strings.TrimSpace(name), ".-")
	if runes := []rune(name); len(runes) > maxNameRunes {
		name = string(runes[len(runes)-maxNameRunes:]) // the extension stays
	}
	return name
}
