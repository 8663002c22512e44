package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Client speaks to a service. Its exported fields are set before it is used.
type Client struct {
	// Base is the service's address, as [ParseAddress] returns it.
	Base  *url.URL
	Token string
	// Program names who asks, such as shotcheck/1.2.
	Program string
	// Retry says how a request is repeated that failed on the way.
	Retry Retry

	http *http.Client
}

// ParseAddress reads the address of a service. Without TLS only this machine is
// spoken to: a token would be read by everybody on the way.
func ParseAddress(address string) (*url.URL, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, err
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%s is not the address of a service, such as https://shots.example", address)
	case u.Scheme == "http" && !Loopback(u.Hostname()):
		return nil, fmt.Errorf("%s is not encrypted: use https", address)
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	return u, nil
}

// Loopback reports whether a host is this machine.
func Loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// sendBufferBytes bounds what the system has taken from us and not yet sent: it is
// what is sent again when a connection breaks.
const sendBufferBytes = 128 << 10

// answerWithin is how long a service may take to begin its answer.
const answerWithin = 2 * time.Minute

// httpClient returns the client's connections. It follows no redirection, which
// could lead a token elsewhere.
func (c *Client) httpClient() *http.Client {
	if c.http != nil {
		return c.http
	}
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}
	c.http = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: answerWithin, TLSHandshakeTimeout: 15 * time.Second,
			ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dialer.DialContext(ctx, network, address)
				if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
					err = tcp.SetWriteBuffer(sendBufferBytes)
				}
				return conn, err
			},
		},
	}
	return c.http
}

// UnreachableError is a request that got no answer, or none of a service.
type UnreachableError struct {
	Host  string
	cause error
}

// Error tells what happened in the network's words.
func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s does not answer: %s", e.Host, innermost(e.cause))
}

// Unwrap returns the network's error.
func (e *UnreachableError) Unwrap() error { return e.cause }

// innermost returns a network error without the request that it is of.
func innermost(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// request is one request to the API.
type request struct {
	method, path string
	header       http.Header
	body         io.Reader
	length       int64
}

// roundTrip makes a request once. An answer that is none of success is returned
// as a [Problem].
func (c *Client) roundTrip(ctx context.Context, r request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, c.Base.String()+r.path, r.body)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, r.header)
	if r.length > 0 {
		req.ContentLength = r.length
	}
	req.Header.Set("User-Agent", c.Program)
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := c.httpClient().Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &UnreachableError{c.Base.Host, err}
	}
	if resp.StatusCode/100 == 2 {
		return resp, nil
	}
	defer resp.Body.Close()
	return resp, c.problemOf(resp)
}

// maxAnswerBytes bounds what is read of an answer.
const maxAnswerBytes = 8 << 20

// problemOf reads the problem of an answer; what is none is told by its status.
func (c *Client) problemOf(resp *http.Response) error {
	p := &Problem{}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes)) // cut short it is no problem either
	if json.Unmarshal(text, p) != nil || p.Detail == "" {
		p = &Problem{Detail: fmt.Sprintf("%s answers %s", c.Base.Host, resp.Status)}
		if resp.StatusCode/100 == 3 {
			p.Hint = "is the address complete?"
		}
	}
	p.Status = resp.StatusCode
	return p
}

// call makes a request with a JSON body, or none, and reads a JSON answer into
// out, or none. It is repeated while that may help.
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	var text []byte
	r := request{method: method, path: path, header: http.Header{}}
	if in != nil {
		var err error
		if text, err = json.Marshal(in); err != nil {
			return err
		}
		r.header.Set("Content-Type", "application/json")
	}
	return c.Retry.do(ctx, func() (*http.Response, error) {
		if in != nil {
			r.body = bytes.NewReader(text)
		}
		resp, err := c.roundTrip(ctx, r)
		if err != nil {
			return resp, err
		}
		defer resp.Body.Close()
		if out == nil {
			return resp, nil
		}
		if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswerBytes)).Decode(out); err != nil {
			return resp, &UnreachableError{c.Base.Host, err}
		}
		return resp, nil
	})
}

// Me asks who the token's holder is.
func (c *Client) Me(ctx context.Context) (me Me, err error) {
	err = c.call(ctx, http.MethodGet, "/v1/me", nil, &me)
	return me, err
}

// Analyze asks for the analysis of an upload, or for the import of results. One
// of the same content and settings is returned as it is.
func (c *Client) Analyze(ctx context.Context, n NewAnalysis) (a Analysis, err error) {
	err = c.call(ctx, http.MethodPost, "/v1/analyses", n, &a)
	return a, err
}

// Analysis asks how an analysis stands.
func (c *Client) Analysis(ctx context.Context, id string) (a Analysis, err error) {
	err = c.call(ctx, http.MethodGet, "/v1/analyses/"+url.PathEscape(id), nil, &a)
	return a, err
}

// Files asks for the files of an analysis.
func (c *Client) Files(ctx context.Context, id string) (f FileList, err error) {
	err = c.call(ctx, http.MethodGet, "/v1/analyses/"+url.PathEscape(id)+"/files", nil, &f)
	return f, err
}

// waitInterval is how often Wait asks.
const waitInterval = time.Second

// Wait waits until an analysis is over, and calls progress on the way.
func (c *Client) Wait(ctx context.Context, id string, progress func(Analysis)) (Analysis, error) {
	for tick := time.NewTicker(waitInterval); ; {
		a, err := c.Analysis(ctx, id)
		if err != nil || a.Over() {
			tick.Stop()
			return a, err
		}
		progress(a)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return a, ctx.Err()
		}
	}
}
