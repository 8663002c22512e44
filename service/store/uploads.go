package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Kinds of uploads, and of the analyses that are made from them.
const (
	Clip    = "clip"    // a video to be analysed here
	Results = "results" // a finished result folder as a zip archive
)

// uploadLife is how long an upload is kept that nothing has been made of.
const uploadLife = 48 * time.Hour

// Upload is a file that was sent, or is being sent.
type Upload struct {
	ID            string `db:"id"`
	OrgID         string `db:"org_id"`
	AccountID     string `db:"account_id"`
	Kind          string `db:"kind"`
	Name          string `db:"name"`
	SHA256        string `db:"sha256"`
	SizeBytes     int64  `db:"size_bytes"`
	ReceivedBytes int64  `db:"received_bytes"`
	Complete      bool   `db:"complete"`
	CreatedMs     int64  `db:"created_ms"`
	ExpiresMs     int64  `db:"expires_ms"`
}

// prefix begins the keys of all blobs of an upload.
func (u Upload) prefix() string { return "uploads/" + u.OrgID + "/" + u.ID + "/" }

// BlobKey is the key of an upload's blob, once it is complete.
func (u Upload) BlobKey() string { return u.prefix() + "whole" }

// partKey is the key of the part that begins at a byte. Two requests that race
// for the same bytes write to keys of their own.
func (u Upload) partKey(start int64) string {
	return fmt.Sprintf("%s%015d-%s", u.prefix(), start, newID())
}

// AddUpload begins an upload.
func (s *Store) AddUpload(ctx context.Context, u Upload) (Upload, error) {
	u.ID, u.CreatedMs = newID(), s.nowMs()
	u.ExpiresMs = s.now().Add(uploadLife).UnixMilli()
	err := insert(ctx, s.db, "uploads", u, "id org_id account_id kind name sha256 size_bytes created_ms expires_ms")
	return u, err
}

// Upload returns an upload of an organisation.
func (s *Store) Upload(ctx context.Context, org, id string) (u Upload, err error) {
	err = get(ctx, s.reads, &u, "SELECT * FROM uploads WHERE org_id = ? AND id = ?", org, id)
	return u, err
}

// FindUpload returns the upload of a content: a complete one, else the one that
// the same member has sent most of.
func (s *Store) FindUpload(ctx context.Context, org, account, kind, sha256 string) (u Upload, err error) {
	err = get(ctx, s.reads, &u, `SELECT * FROM uploads WHERE org_id = ? AND kind = ? AND sha256 = ? AND expires_ms > ? AND (complete OR account_id = ?)
		ORDER BY complete DESC, received_bytes DESC, id LIMIT 1`, org, kind, sha256, s.nowMs(), account)
	return u, err
}

// ErrMoved says that another request has written to an upload meanwhile.
var ErrMoved = errors.New("another request has continued this upload")

// addPart notes that the bytes from start up to end lie in a blob.
func (s *Store) addPart(ctx context.Context, u Upload, start, end int64, key string) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		err := changeOne(ctx, tx, "UPDATE uploads SET received_bytes = ? WHERE id = ? AND received_bytes = ? AND NOT complete", end, u.ID, start)
		if errors.Is(err, ErrNotFound) {
			return ErrMoved
		}
		if err != nil {
			return err
		}
		_, err = change(ctx, tx, "INSERT INTO upload_parts (upload_id, start_byte, blob_key) VALUES (?, ?, ?)", u.ID, start, key)
		return err
	})
}

// parts returns the keys of an upload's parts in order.
func (s *Store) parts(ctx context.Context, u Upload) (keys []string, err error) {
	err = list(ctx, s.reads, &keys, "SELECT blob_key FROM upload_parts WHERE upload_id = ? ORDER BY start_byte", u.ID)
	return keys, err
}

// Needed says whether an analysis was made of an upload.
func (s *Store) Needed(ctx context.Context, u Upload) (needed bool, err error) {
	var n int
	err = get(ctx, s.reads, &n, "SELECT COUNT(*) FROM analyses WHERE upload_id = ?", u.ID)
	return n > 0, err
}

// RemoveUpload removes an upload with its blobs.
func (s *Store) RemoveUpload(ctx context.Context, u Upload) error {
	if err := s.removeBlobs(ctx, u.prefix()); err != nil {
		return err
	}
	_, err := change(ctx, s.db, "DELETE FROM uploads WHERE id = ?", u.ID)
	return err
}

// UploadKey returns the key of a complete upload's blob, whoever's it is.
func (s *Store) UploadKey(ctx context.Context, id string) (key string, err error) {
	var u Upload
	err = get(ctx, s.reads, &u, "SELECT * FROM uploads WHERE id = ? AND complete", id)
	return u.BlobKey(), err
}
