package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// transfers bounds how many blobs are written at once by this process: a writer
// to an object store holds several megabytes.
var transfers = make(chan struct{}, 32)

// WriteUpload appends what r has to an upload whose bytes up to start are there,
// and returns how many were written. What came before r failed is kept.
func (s *Store) WriteUpload(ctx context.Context, u Upload, start int64, r io.Reader) (int64, error) {
	// A slow sender fills a file here, not one of the few transfers.
	spool, err := os.CreateTemp("", "shotcheckd-part-*")
	if err != nil {
		return 0, err
	}
	defer func() { _, _ = spool.Close(), os.Remove(spool.Name()) }() // it is a copy
	n, cut := io.Copy(spool, r)
	if n == 0 {
		return 0, cut
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	key := u.partKey(start)
	if err := s.put(ctx, key, spool, "application/octet-stream"); err != nil {
		return 0, err
	}
	if err := s.addPart(ctx, u, start, start+n, key); err != nil {
		return 0, errors.Join(err, s.Blobs.Delete(ctx, key))
	}
	return n, cut
}

// put writes a blob; it appears complete or not at all.
func (s *Store) put(ctx context.Context, key string, r io.Reader, mediaType string) error {
	transfers <- struct{}{}
	defer func() { <-transfers }()
	return s.Blobs.Upload(ctx, key, r, &blob.WriterOptions{ContentType: mediaType, MaxConcurrency: 1})
}

// ErrChecksum says that an upload is not what its sender said it would be.
var ErrChecksum = errors.New("the content does not have the SHA-256 that was announced")

// FinishUpload makes one blob of an upload's parts. An upload of other content
// than was announced is removed.
func (s *Store) FinishUpload(ctx context.Context, u Upload) error {
	keys, err := s.parts(ctx, u)
	if err != nil {
		return err
	}
	h, r := sha256.New(), &partsReader{ctx: ctx, blobs: s.Blobs, keys: keys}
	err = s.put(ctx, u.BlobKey(), io.TeeReader(r, h), mediaTypes[u.Kind])
	if err := errors.Join(err, r.close()); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != u.SHA256 {
		return errors.Join(ErrChecksum, s.RemoveUpload(ctx, u))
	}
	if err := changeOne(ctx, s.db, "UPDATE uploads SET complete = TRUE WHERE id = ?", u.ID); err != nil {
		if errors.Is(err, ErrNotFound) { // it was removed meanwhile
			err = errors.Join(err, s.removeBlobs(ctx, u.prefix()))
		}
		return err
	}
	for _, key := range keys {
		if err := s.Blobs.Delete(ctx, key); err != nil {
			return err
		}
	}
	_, err = change(ctx, s.db, "DELETE FROM upload_parts WHERE upload_id = ?", u.ID)
	return err
}

// mediaTypes are what uploads are stored as.
var mediaTypes = map[string]string{Clip: "application/octet-stream", Results: "application/zip"}

// Head returns the first bytes of an upload, at most n.
func (s *Store) Head(ctx context.Context, u Upload, n int64) ([]byte, error) {
	keys, err := s.parts(ctx, u)
	if err != nil {
		return nil, err
	}
	r := &partsReader{ctx: ctx, blobs: s.Blobs, keys: keys}
	head, err := io.ReadAll(io.LimitReader(r, n))
	return head, errors.Join(err, r.close())
}

// OpenUpload opens a complete upload.
func (s *Store) OpenUpload(ctx context.Context, u Upload) (io.ReadCloser, error) {
	return s.Blobs.NewReader(ctx, u.BlobKey(), nil)
}

// partsReader reads blobs one after the other.
type partsReader struct {
	ctx   context.Context
	blobs *blob.Bucket
	keys  []string
	open  *blob.Reader
}

// Read returns io.EOF after the last blob.
func (p *partsReader) Read(b []byte) (int, error) {
	for {
		if p.open == nil {
			if len(p.keys) == 0 {
				return 0, io.EOF
			}
			var err error
			if p.open, err = p.blobs.NewReader(p.ctx, p.keys[0], nil); err != nil {
				return 0, err
			}
			p.keys = p.keys[1:]
		}
		n, err := p.open.Read(b)
		if n > 0 {
			return n, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, errors.Join(err, p.close())
		}
		if err := p.close(); err != nil {
			return 0, err
		}
	}
}

// close closes the blob that is being read, if one is.
func (p *partsReader) close() error {
	if p.open == nil {
		return nil
	}
	err := p.open.Close()
	p.open = nil
	return err
}

// removeBlobs removes all blobs below a prefix.
func (s *Store) removeBlobs(ctx context.Context, prefix string) error {
	for all := s.Blobs.List(&blob.ListOptions{Prefix: prefix}); ; {
		o, err := all.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.Blobs.Delete(ctx, o.Key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return err
		}
	}
}
