// Package browsertest opens pages in Chromium for tests that have the build tag
// browser; make browser installs what they need, so that they never skip.
package browsertest
