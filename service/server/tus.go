package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"github.com/tus/tusd/v2/pkg/handler"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// tusStore keeps what arrives by the tus protocol in the store.
type tusStore struct{ s *Server }

var (
	_ handler.DataStore           = (*tusStore)(nil)
	_ handler.TerminaterDataStore = (*tusStore)(nil)
)

// NewUpload begins an upload for the maker of the request.
func (t *tusStore) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	u, ok := announced(info.MetaData)
	if !ok {
		return nil, tusProblem(problem("bad-metadata"))
	}
	a := actorOf(ctx)
	p, err := t.s.playerFor(ctx, a, info.MetaData["player"])
	if err != nil {
		return nil, t.explain(err)
	}
	if err := p.MayStore(t.s.Store.Now()); p.ID != "" && err != nil {
		return nil, t.explain(err) // before the first byte
	}
	u.OrgID, u.AccountID, u.SizeBytes = a.OrgID, a.AccountID, info.Size
	plan, err := t.s.Store.Plan(ctx, a.OrgID)
	if err != nil {
		return nil, t.explain(err)
	}
	if u.SizeBytes > plan.LargestUploadBytes() {
		return nil, tusProblem(problem("too-large"))
	}
	if u, err = t.s.Store.AddUpload(ctx, u); err != nil {
		return nil, t.explain(err)
	}
	return &tusUpload{t, u}, nil
}

// GetUpload finds an upload that the maker of the request has begun himself.
func (t *tusStore) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	a := actorOf(ctx)
	u, err := t.s.Store.Upload(ctx, a.OrgID, id)
	if err == nil && u.AccountID != a.AccountID {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, t.explain(err)
	}
	return &tusUpload{t, u}, nil
}

// AsTerminatableUpload implements the protocol's extension termination.
func (t *tusStore) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	return u.(*tusUpload)
}

// explain turns an error into one that tusd answers with.
func (t *tusStore) explain(err error) error {
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[handler.Error](err); ok {
		return known
	}
	return tusProblem(t.s.explain(err))
}

// tusProblem makes tusd answer with a problem as the rest of the API does.
func tusProblem(p *service.Problem) handler.Error {
	text, _ := json.Marshal(p) // plain values, which cannot fail
	e := handler.NewError(p.Code, p.Detail, p.Status)
	e.HTTPResponse.Body = string(text)
	e.HTTPResponse.Header["Content-Type"] = p.ContentType("")
	return e
}

// unwrapTus returns the problem that tusd would answer with.
func unwrapTus(err error) error {
	known, ok := errors.AsType[handler.Error](err)
	if !ok {
		return err
	}
	return problem(known.ErrorCode)
}

// tusUpload is one upload.
type tusUpload struct {
	t *tusStore
	u store.Upload
}

// GetInfo tells how much has arrived.
func (u *tusUpload) GetInfo(context.Context) (handler.FileInfo, error) {
	meta := handler.MetaData{"kind": u.u.Kind, "filename": u.u.Name, "sha256": u.u.SHA256}
	return handler.FileInfo{ID: u.u.ID, Size: u.u.SizeBytes, Offset: u.u.ReceivedBytes, MetaData: meta}, nil
}

// WriteChunk appends to the upload. Its beginning must look like what it is
// announced to be.
func (u *tusUpload) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	r := bufio.NewReaderSize(src, sniffBytes)
	if offset == 0 {
		head, _ := r.Peek(sniffBytes) // what is shorter is seen when it is complete
		if len(head) == sniffBytes {
			if err := u.sniff(ctx, head); err != nil {
				return 0, err
			}
		}
	}
	n, err := u.t.s.Store.WriteUpload(ctx, u.u, offset, r)
	u.t.s.metrics.received(n)
	return n, u.t.explain(err)
}

// sniffBytes is how much of a file tells what it is.
const sniffBytes = 3072

// sniff removes the upload and returns the problem when its beginning is that of
// another kind of file.
func (u *tusUpload) sniff(ctx context.Context, head []byte) error {
	kind, code := mimetype.Detect(head), "not-results"
	ok := kind.Is("application/zip")
	if u.u.Kind == store.Clip {
		ok, code = strings.HasPrefix(kind.String(), "video/"), "not-a-video"
	}
	if ok {
		return nil
	}
	if err := u.t.s.Store.RemoveUpload(ctx, u.u); err != nil {
		return u.t.explain(err)
	}
	return tusProblem(problem(code))
}

// FinishUpload makes one blob of what has arrived.
func (u *tusUpload) FinishUpload(ctx context.Context) error {
	head, err := u.t.s.Store.Head(ctx, u.u, sniffBytes)
	if err != nil {
		return u.t.explain(err)
	}
	if err := u.sniff(ctx, head); err != nil {
		return err
	}
	if err := u.t.s.Store.FinishUpload(ctx, u.u); err != nil {
		return u.t.explain(err)
	}
	u.t.s.metrics.uploads.Inc()
	return nil
}

// GetReader is not offered: what was sent is had back as a result only.
func (u *tusUpload) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, handler.ErrNotImplemented
}

// Terminate removes the upload, unless an analysis needs it.
func (u *tusUpload) Terminate(ctx context.Context) error {
	needed, err := u.t.s.Store.Needed(ctx, u.u)
	if err != nil {
		return u.t.explain(err)
	}
	if needed {
		return tusProblem(problem("needed"))
	}
	return u.t.explain(u.t.s.Store.RemoveUpload(ctx, u.u))
}
