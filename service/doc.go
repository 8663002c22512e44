// Package service is what shotcheck and its hosted service say to each other:
// the types of the API's JSON, and the client. The service itself lies below.
//
//	clip, results ─Client.Send→ upload ─Client.Analyze→ analysis ─Client.Wait→ outcome
package service
