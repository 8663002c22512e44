package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zalando/go-keyring"

	"github.com/shotcheck/shotcheck/service"
)

// Tokens of the hosted service are looked for in SHOTCHECK_TOKEN, in the system's
// keyring, and in a file that only its owner may read. This file is the only one
// that knows where they are.

const (
	tokenVariable   = "SHOTCHECK_TOKEN"
	keyringService  = "shotcheck"
	credentialsName = "credentials.json"
)

// credentials is the file: the service that was last logged in to, and tokens by
// host, where there is no keyring.
type credentials struct {
	Server string            `json:"server"`
	Tokens map[string]string `json:"tokens,omitempty"`
}

// credentialsFile returns where the file is, "" when that is unknown.
func credentialsFile(c *cli) string {
	if c.configDir == "" {
		return ""
	}
	return filepath.Join(c.configDir, "shotcheck", credentialsName)
}

// readCredentials reads the file; none is empty. One that others may read is
// refused.
func readCredentials(c *cli) (credentials, error) {
	var held credentials
	file := credentialsFile(c)
	info, err := os.Stat(file)
	if file == "" || errors.Is(err, fs.ErrNotExist) {
		return held, nil
	}
	if err != nil {
		return held, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return held, &problem{Code: "no-permission", Exit: exitNetwork, Message: file + " may be read by others", Hint: "run: chmod 600 " + file + ", and revoke its token"}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return held, err
	}
	if err := json.Unmarshal(text, &held); err != nil {
		return held, &problem{Code: "damaged", Exit: exitFailed, Message: file + " is damaged", Hint: "remove it and run: shotcheck login"}
	}
	return held, nil
}

// write replaces the file.
func (held credentials) write(c *cli) error {
	file := credentialsFile(c)
	if file == "" {
		return errors.New("there is no folder for the user's configuration")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	text, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return err
	}
	draft := file + ".new"
	if err := os.WriteFile(draft, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(draft, file)
}

// keepToken keeps a token of a service, in the keyring where there is one, and
// says where.
func keepToken(c *cli, server, host, token string) (where string, err error) {
	held, err := readCredentials(c)
	if err != nil {
		return "", err
	}
	held.Server = server
	delete(held.Tokens, host)
	if err := keyring.Set(keyringService, host, token); err == nil {
		return "the system's keyring", held.write(c)
	}
	if held.Tokens == nil {
		held.Tokens = map[string]string{}
	}
	held.Tokens[host] = token
	return credentialsFile(c), held.write(c)
}

// newClient returns the client of a service with its token.
func newClient(c *cli, server string) (*service.Client, error) {
	held, err := readCredentials(c)
	if err != nil {
		return nil, err
	}
	if server == "" {
		server = held.Server
	}
	if server == "" {
		return nil, usage("give --server, or run: shotcheck login", "no service is known")
	}
	base, err := service.ParseAddress(server)
	if err != nil {
		return nil, usage("give --server https://…", "%s", oneLine(err.Error()))
	}
	token := c.env.get(tokenVariable)
	if token == "" {
		if token, err = keyring.Get(keyringService, base.Host); err != nil {
			token = held.Tokens[base.Host] // there may be no keyring
		}
	}
	if token == "" {
		return nil, &problem{Code: "unauthorized", Exit: exitNetwork, Message: "there is no token for " + base.Host, Hint: "run: shotcheck login --server " + server + ", or set " + tokenVariable}
	}
	return &service.Client{Base: base, Token: token, Program: "shotcheck/" + version}, nil
}
