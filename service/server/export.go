package server

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shotcheck/shotcheck/service/store"
)

// exportRoutes adds the copy of all that is stored.
func (s *Server) exportRoutes() {
	o := operation{http.MethodGet, "/v1/export", "export", "Have a zip archive of all that is stored: an owner of the organisation, a player of himself", mayExport, 0, "account"}
	handle(s, o, s.export)
	s.api.OpenAPI().Paths[o.path].Get.Responses["200"] = &huma.Response{
		Description: "rows.json has the tables' rows; clips and results lie beside it",
		Content:     map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}
}

// export streams the archive. Where that breaks so does the connection: half an
// archive must not look like one.
func (s *Server) export(ctx context.Context, a *actor, _ *struct{}) (*huma.StreamResponse, error) {
	all, err := s.Store.Export(ctx, a.OrgID, a.own())
	if err != nil {
		return nil, err
	}
	if err := s.did(ctx, a, "export", ""); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "application/zip")
		h.SetHeader("Content-Disposition", `attachment; filename="shotcheck-export.zip"`)
		h.SetHeader("Cache-Control", "no-store")
		if err := s.writeExport(ctx, h.BodyWriter(), all); err != nil {
			if ctx.Err() == nil {
				s.Log.Error("export", "error", err)
			}
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

func (s *Server) writeExport(ctx context.Context, w io.Writer, all store.Export) error {
	z := zip.NewWriter(w)
	rows, err := z.Create("rows.json")
	if err != nil {
		return err
	}
	text := json.NewEncoder(rows)
	text.SetIndent("", "  ")
	if err := text.Encode(all.Rows); err != nil {
		return err
	}
	for _, b := range all.Blobs {
		f, err := z.CreateHeader(&zip.FileHeader{Name: b.Path, Method: zip.Store}) // most are compressed already
		if err != nil {
			return err
		}
		if err := s.Store.CopyBlob(ctx, b, f); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return z.Close()
}
