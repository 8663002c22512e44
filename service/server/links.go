package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// signer makes links that open one thing for some time, for whoever has them.
type signer struct{ key []byte }

// sign returns a word for an identifier that is good until a time.
func (s signer) sign(id string, until time.Time) string {
	text := id + "." + strconv.FormatInt(until.Unix(), 10)
	return text + "." + s.mac(text)
}

// open returns the identifier in a word; ok says whether the word is ours and
// still good.
func (s signer) open(word string, now time.Time) (id string, ok bool) {
	cut := strings.LastIndexByte(word, '.')
	if cut < 0 {
		return "", false
	}
	text, mac := word[:cut], word[cut+1:]
	if !hmac.Equal([]byte(mac), []byte(s.mac(text))) {
		return "", false
	}
	id, until, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	return id, err == nil && now.Unix() < seconds
}

func (s signer) mac(text string) string {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
