// Package server is the API of the hosted service over HTTP, version 1, with its
// uploads by the tus protocol.
//
//	request ─limit, identify→ actor ─permit→ operation ─organisation→ store
//
// Operations are declared with the permission that each needs; OpenAPI is made
// from the same declarations.
package server
