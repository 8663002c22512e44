// Package web is how the hosted service looks in a browser: its pages as structs
// of what they tell, the templates that write them, and their style and scripts.
//
//	service's types ─page struct→ Write ─template→ HTML
//
// It asks nobody anything: whoever calls it has found out what is to be told, and
// whether it may be. Everything that a page needs comes from the service itself,
// so that [Policy] allows nothing else.
package web
