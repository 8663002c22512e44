package service

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"
)

// Content is a file to be sent.
type Content struct {
	Kind string // KindClip or KindResults
	Name string // what it is called there
	Path string
}

// The tus protocol, see https://tus.io/protocols/resumable-upload.
const (
	uploadsPath = "/v1/uploads"
	tusVersion  = "1.0.0"
	// chunkBytes is how much one request sends at most.
	chunkBytes = 32 << 20
)

// Send sends a file, unless its content is there already; sent says which. What
// an earlier run has sent of it is not sent again. progress is called with how
// much of it is there.
func (c *Client) Send(ctx context.Context, content Content, progress func(done, total int64)) (u Upload, sent bool, err error) {
	f, err := os.Open(content.Path)
	if err != nil {
		return u, false, err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	if err != nil {
		return u, false, err
	}
	if size == 0 {
		return u, false, errEmpty
	}
	sum := hex.EncodeToString(h.Sum(nil))
	u, err = c.find(ctx, content.Kind, sum)
	if err != nil || u.Complete {
		return u, false, err
	}
	if u.ID == "" {
		u = Upload{Kind: content.Kind, Name: content.Name, SHA256: sum, SizeBytes: size}
		if u.ID, err = c.begin(ctx, u); err != nil {
			return u, false, err
		}
	}
	err = c.sendAll(ctx, &u, f, progress)
	return u, true, err
}

var errEmpty = errors.New("the file is empty")

// find asks for the upload of a content; one without an ID where there is none.
func (c *Client) find(ctx context.Context, kind, sum string) (u Upload, err error) {
	var list UploadList
	query := url.Values{"kind": {kind}, "sha256": {sum}}
	if err := c.call(ctx, http.MethodGet, uploadsPath+"?"+query.Encode(), nil, &list); err != nil || len(list.Uploads) == 0 {
		return u, err
	}
	return list.Uploads[0], nil
}

// begin makes an upload and returns its ID.
func (c *Client) begin(ctx context.Context, u Upload) (id string, err error) {
	var meta []string
	for _, m := range [][2]string{{"kind", u.Kind}, {"filename", u.Name}, {"sha256", u.SHA256}} {
		meta = append(meta, m[0]+" "+base64.StdEncoding.EncodeToString([]byte(m[1])))
	}
	header := http.Header{}
	header.Set("Tus-Resumable", tusVersion)
	header.Set("Upload-Length", strconv.FormatInt(u.SizeBytes, 10))
	header.Set("Upload-Metadata", strings.Join(meta, ","))
	err = c.Retry.do(ctx, func() (*http.Response, error) {
		resp, err := c.roundTrip(ctx, request{method: http.MethodPost, path: uploadsPath, header: header})
		if err != nil {
			return resp, err
		}
		id = path.Base(resp.Header.Get("Location")) // wherever it points: we ask the service that we know
		return resp, resp.Body.Close()
	})
	return id, err
}

// sendAll sends what is missing of an upload. Failures count as long as nothing
// arrives.
func (c *Client) sendAll(ctx context.Context, u *Upload, f *os.File, progress func(done, total int64)) error {
	pauses, failures := c.Retry.pauses(), 0
	for !u.Complete {
		before := u.ReceivedBytes
		progress(before, u.SizeBytes)
		resp, err := c.sendChunk(ctx, u, f, progress)
		if err == nil {
			continue
		}
		if failures++; !passes(err) && !moved(err) || failures == c.Retry.attempts() {
			return err
		}
		// The service still reads what arrived before the cut: asked at once it tells
		// too little, and that would be sent twice.
		if err := pause(ctx, max(pauses.NextBackOff(), retryAfter(resp))); err != nil {
			return err
		}
		if err := c.offset(ctx, u); err != nil {
			return err
		}
		if u.ReceivedBytes > before {
			failures = 0
			pauses.Reset()
		}
	}
	progress(u.SizeBytes, u.SizeBytes)
	return nil
}

// moved reports whether an upload stands elsewhere than we thought.
func moved(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Status == http.StatusConflict
}

// sendChunk sends the next part of an upload. The one that has it all completes
// it.
func (c *Client) sendChunk(ctx context.Context, u *Upload, f *os.File, progress func(done, total int64)) (*http.Response, error) {
	start := u.ReceivedBytes
	length := min(u.SizeBytes-start, chunkBytes)
	header := http.Header{}
	header.Set("Tus-Resumable", tusVersion)
	header.Set("Content-Type", "application/offset+octet-stream")
	header.Set("Upload-Offset", strconv.FormatInt(start, 10))
	body := &meter{r: io.NewSectionReader(f, start, length), tell: func(n int64) { progress(start+n, u.SizeBytes) }}
	resp, err := c.roundTrip(ctx, request{method: http.MethodPatch, path: uploadsPath + "/" + url.PathEscape(u.ID), header: header, body: body, length: length})
	if err != nil {
		return resp, err
	}
	u.ReceivedBytes = start + length
	u.Complete = u.ReceivedBytes == u.SizeBytes
	return resp, resp.Body.Close()
}

// offset asks how much of an upload has arrived.
func (c *Client) offset(ctx context.Context, u *Upload) error {
	header := http.Header{}
	header.Set("Tus-Resumable", tusVersion)
	return c.Retry.do(ctx, func() (*http.Response, error) {
		resp, err := c.roundTrip(ctx, request{method: http.MethodHead, path: uploadsPath + "/" + url.PathEscape(u.ID), header: header})
		if err != nil {
			return resp, err
		}
		if u.ReceivedBytes, err = strconv.ParseInt(resp.Header.Get("Upload-Offset"), 10, 64); err != nil {
			return resp, fmt.Errorf("%s answers without Upload-Offset", c.Base.Host)
		}
		u.Complete = u.ReceivedBytes == u.SizeBytes
		return resp, resp.Body.Close()
	})
}

// meter tells how much was read.
type meter struct {
	r    io.Reader
	n    int64
	tell func(int64)
}

// Read reads on.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	m.tell(m.n)
	return n, err
}
