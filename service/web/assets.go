package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// AssetsPath begins the addresses of style and scripts. A hash of them all comes
// next, so that browsers may keep them for ever.
const AssetsPath = "/assets/"

// assetsHash changes with any of the assets.
var assetsHash = func() string {
	h := sha256.New()
	err := fs.WalkDir(assetFiles, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := assetFiles.ReadFile(name)
		_, _ = h.Write(append([]byte(name), text...)) // never fails
		return err
	})
	if err != nil {
		panic("web: " + err.Error()) // they are in the program
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}()

// assetPath is the address of an asset.
func assetPath(name string) string { return AssetsPath + assetsHash + "/" + name }

// Assets serves style and scripts.
func Assets() http.Handler {
	files := http.FileServerFS(assetFiles) // which has them below assets/
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, AssetsPath), "/")
		if hash != assetsHash || name == "" || strings.HasSuffix(name, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		r.URL.Path = "/assets/" + name
		files.ServeHTTP(w, r)
	})
}

// Policy is the Content-Security-Policy of pages: nothing from elsewhere, nothing
// inline, and no other site may put them into a frame. The report's frame shows one when its
// address has expired.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
