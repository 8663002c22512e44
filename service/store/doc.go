// Package store keeps what the hosted service knows: rows in SQLite or
// PostgreSQL, and clips and results as blobs in a folder or an object store.
//
// Every row belongs to an organisation, and every query that serves a person
// takes one: what belongs to another is not found. Rows and the jobs that
// they wait for are written in one transaction, by River on the same database.
// A blob is written before the row that names it and removed before the row is, so
// that no row names what is not there.
package store
