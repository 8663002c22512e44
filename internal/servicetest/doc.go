// Package servicetest runs the hosted service in tests: on SQLite with a folder,
// and on a PostgreSQL and an S3 server of its own, both on this machine's
// loopback and in a temporary folder.
package servicetest
