package service

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"golang.org/x/oauth2"
)

// SignIn asks how people sign in.
func (c *Client) SignIn(ctx context.Context) (how SignIn, err error) {
	err = c.call(ctx, http.MethodGet, "/v1/signin", nil, &how)
	return how, err
}

// programScopes are what a program needs that uploads and looks after it.
var programScopes = []string{"read", "write", "delete"}

// DeviceToken has a person sign in through the provider, in a browser on any
// device, and returns a token for this program. tell is called with the address to
// open and the code to type there.
func (c *Client) DeviceToken(ctx context.Context, how SignIn, name string, tell func(address, code string)) (made MadeToken, err error) {
	id, err := c.authorise(ctx, how, tell)
	if err != nil {
		return made, err
	}
	person := *c
	person.Token = id
	me, err := person.Me(ctx)
	if err != nil {
		return made, err
	}
	scopes := slices.DeleteFunc(slices.Clone(programScopes), func(s string) bool { return !slices.Contains(me.Scopes, s) })
	err = person.call(ctx, http.MethodPost, "/v1/tokens", NewToken{Name: name, Scopes: scopes}, &made)
	return made, err
}

// authorise waits until the person has signed in and returns his ID token. See RFC
// 8628.
func (c *Client) authorise(ctx context.Context, how SignIn, tell func(address, code string)) (id string, err error) {
	for _, address := range []string{how.DeviceURL, how.TokenURL} {
		if _, err := ParseAddress(address); err != nil {
			return "", &Problem{Detail: "the provider cannot sign in devices", Code: "no-device", Hint: "use a token: shotcheck login < token.txt"}
		}
	}
	config := oauth2.Config{
		ClientID: how.ClientID, Scopes: how.Scopes,
		Endpoint: oauth2.Endpoint{DeviceAuthURL: how.DeviceURL, TokenURL: how.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
	asking := context.WithValue(ctx, oauth2.HTTPClient, c.httpClient())
	device, err := config.DeviceAuth(asking)
	if err != nil {
		return "", providerProblem(ctx, err)
	}
	tell(device.VerificationURI, device.UserCode)
	token, err := config.DeviceAccessToken(asking, device)
	if err != nil {
		return "", providerProblem(ctx, err)
	}
	id, ok := token.Extra("id_token").(string)
	if !ok {
		return "", &Problem{Detail: "the provider does not say who has signed in", Status: http.StatusForbidden, Code: "denied"}
	}
	return id, nil
}

// providerProblem says in words why the provider has signed nobody in.
func providerProblem(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &Problem{Detail: "nobody has confirmed the code in time", Status: http.StatusForbidden, Code: "denied", Hint: "run it again"}
	}
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return &Problem{Detail: fmt.Sprintf("the provider has not let you in: %s %s", refused.Response.Status, refused.ErrorCode), Status: http.StatusForbidden, Code: "denied", Hint: "run it again"}
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		if at, err := url.Parse(u.URL); err == nil {
			return &UnreachableError{at.Host, u}
		}
	}
	return err
}
