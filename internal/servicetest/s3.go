package servicetest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// s3 is an S3 server, versitygw, whose buckets are folders.
type s3 struct {
	root string
	port int
}

// The server's only user.
const accessKey, secretKey = "shotcheck", "shotcheck-test"

// URL is the address of a bucket.
func (s *s3) URL(bucket string) string {
	options := url.Values{"endpoint": {fmt.Sprintf("http://127.0.0.1:%d", s.port)}, "region": {"us-east-1"}, "use_path_style": {"true"}}
	return "s3://" + bucket + "?" + options.Encode()
}

// Environment are the variables that clients of the server need.
func (s *s3) Environment() map[string]string {
	return map[string]string{"AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_EC2_METADATA_DISABLED": "true"}
}

var sharedS3 = sync.OnceValues(func() (*s3, error) {
	program, err := versitygw()
	if err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "shotcheck-s3-")
	if err != nil {
		return nil, err
	}
	atEnd(func() { _ = os.RemoveAll(root) })
	s := &s3{root: root}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "--access", accessKey, "--secret", secretKey, "--port", fmt.Sprintf("127.0.0.1:%d", s.port), "--quiet", "posix", root)
	cmd.SysProcAttr = dieWithParent()
	end, err := background(cmd)
	if err != nil {
		return nil, err
	}
	atEnd(end)
	return s, listens(s.port)
})

// versitygw finds the server where the Makefile puts it.
func versitygw() (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	found, _ := filepath.Glob(filepath.Join(root, ".bin", "versitygw-*", "versitygw")) // the pattern is right
	if len(found) == 0 {
		return "", errors.New("the S3 server versitygw is not installed")
	}
	return found[len(found)-1], nil
}
