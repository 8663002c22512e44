package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// linkLife is how long the address of a file is good.
const linkLife = 15 * time.Minute

// resultPath begins the addresses of results: /r/WORD/index.html, where WORD is
// signed. The report's page finds its pictures beside it, without a cookie.
const resultPath = "/r/"

// reportPage is the name of the report among the files of results.
const reportPage = "index.html"

func (s *Server) fileRoutes(r chi.Router) {
	handle(s, operation{http.MethodGet, "/v1/analyses/{id}/files", "list-files", "List the files of results, with addresses", mayRead, 0, "analyses"}, s.listFiles)
	r.Get(resultPath+"{word}/*", s.serveFile)
}

func (s *Server) listFiles(ctx context.Context, a *actor, in *withID) (*body[service.FileList], error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	files, err := s.Store.Files(ctx, found)
	if err != nil {
		return nil, err
	}
	out := service.FileList{Files: make([]service.File, 0, len(files))}
	base := s.ResultLink(found.ID)
	for _, f := range files {
		url, err := s.fileURL(ctx, found, f, base)
		if err != nil {
			return nil, err
		}
		out.Files = append(out.Files, service.File{Name: f.Name, SizeBytes: f.SizeBytes, MediaType: f.MediaType, URL: url})
		if f.Name == reportPage {
			out.Page = base + reportPage
		}
	}
	return &body[service.FileList]{out}, s.saw(ctx, a, "analysis.files", found.ID)
}

// ResultLink returns the path below which the files of an analysis are had for
// some time, without a token.
func (s *Server) ResultLink(id string) string {
	return resultPath + s.links.sign(id, time.Now().Add(linkLife)) + "/"
}

// fileURL returns where a file is had: from the object store itself where it has
// signed addresses, else from here.
func (s *Server) fileURL(ctx context.Context, a store.Analysis, f store.File, base string) (string, error) {
	url, err := s.Store.Blobs.SignedURL(ctx, a.Key(f.Name), &blob.SignedURLOptions{Expiry: linkLife})
	if gcerrors.Code(err) == gcerrors.Unimplemented {
		return base + f.Name, nil
	}
	return url, err
}

// pagePolicy puts a report into an origin of its own: it may have been uploaded,
// and whatever it runs can read nothing of the service.
const pagePolicy = "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src * data:; media-src *; font-src data:"

// serveFile sends a file of results to whoever has a signed address.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	id, ok := s.links.open(chi.URLParam(r, "word"), time.Now())
	if !ok {
		writeProblem(w, problem("expired-link"))
		return
	}
	a, p := s.linked(r.Context(), id)
	if p != nil {
		writeProblem(w, p)
		return
	}
	f, err := s.Store.File(r.Context(), a, chi.URLParam(r, "*"))
	if err != nil {
		writeProblem(w, s.explain(err))
		return
	}
	s.send(w, r, a, f)
}

// send streams a file; parts of it where the browser asks, as it does of videos.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a store.Analysis, f store.File) {
	content, err := s.Store.Blobs.NewReader(r.Context(), a.Key(f.Name), nil)
	if err != nil {
		writeProblem(w, s.explain(err))
		return
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", f.MediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "no-referrer")
	if !strings.HasPrefix(f.MediaType, "text/html") {
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	}
	http.ServeContent(w, r, "", content.ModTime(), content)
}
