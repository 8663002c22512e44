package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/figures"
	"github.com/shotcheck/shotcheck/service/store"
)

// The problems that the service has words for, by their code.
var problems = map[string]service.Problem{
	"unauthorized": {Status: http.StatusUnauthorized, Detail: "this needs a valid token", Hint: "run: shotcheck login, or set SHOTCHECK_TOKEN"},
	"bad-token":    {Status: http.StatusUnauthorized, Detail: "this token is not valid: it is unknown, revoked or expired", Hint: "make a new one with: shotcheckd token"},
	"forbidden":    {Status: http.StatusForbidden, Detail: "your role or your token does not allow this", Hint: "ask an owner of your organisation"},
	"cross-origin": {Status: http.StatusForbidden, Detail: "this request came from another site's page"},
	"not-found":    {Status: http.StatusNotFound, Detail: "there is no such thing"},
	"incomplete":   {Status: http.StatusConflict, Detail: "this upload has not arrived completely", Hint: "continue it, then ask again"},
	"over":         {Status: http.StatusConflict, Detail: "this analysis is over already"},
	"moved":        {Status: http.StatusConflict, Detail: "another request has continued this upload", Hint: "ask for its offset again"},
	"needed":       {Status: http.StatusConflict, Detail: "an analysis was made of this upload", Hint: "delete the analysis, which removes both"},
	"too-large":    {Status: http.StatusRequestEntityTooLarge, Detail: "this file is larger than the plan allows", Hint: "cut the part that matters out of the clip"},
	"not-a-video":  {Status: http.StatusUnsupportedMediaType, Detail: "this file is not a video", Hint: "send MP4, MOV, WebM, MKV or AVI"},
	"not-results":  {Status: http.StatusUnsupportedMediaType, Detail: "this file is not a zip archive of results", Hint: "send result folders with: shotcheck upload"},
	"twice":        {Status: http.StatusConflict, Detail: "this player has an analysis of the same clip already"},
	"linked":       {Status: http.StatusConflict, Detail: "this member is another player already"},
	"last-owner":   {Status: http.StatusConflict, Detail: "this is the only owner of the organisation", Hint: "make another member owner first, or erase the organisation"},
	"not-done":     {Status: http.StatusConflict, Detail: "this analysis has no results", Hint: "wait until its state is done"},
	"no-shot":      {Status: http.StatusConflict, Detail: "these results have no shot"},
	"unreadable":   {Status: http.StatusConflict, Detail: "these results are of another version of shotcheck, or damaged", Hint: "analyse the clip again"},
	"no-consent-to-store": {
		Status: http.StatusConflict, Detail: fmt.Sprintf("this player is under %d, and no guardian has consented that anything is stored of him", store.AgeOfConsent),
		Hint: "record the guardian's consent first: POST /v1/players/{id}/consents",
	},
	"no-consent-to-share": {
		Status: http.StatusConflict, Detail: fmt.Sprintf("this player is under %d, and no guardian has consented that anything is shared of him", store.AgeOfConsent),
		Hint: "record the guardian's consent first: POST /v1/players/{id}/consents",
	},
	"ended-share":    {Status: http.StatusNotFound, Detail: "this link has expired, was ended, or is not complete", Hint: "ask whoever sent it for a new one"},
	"bad-birth":      {Status: http.StatusUnprocessableEntity, Detail: "nobody is born then", Hint: "write 2012-05-30, or 2012"},
	"future":         {Status: http.StatusUnprocessableEntity, Detail: "this day is still to come"},
	"not-confirmed":  {Status: http.StatusUnprocessableEntity, Detail: "confirm is not the name of what would be erased", Hint: "give its exact name"},
	"bad-metadata":   {Status: http.StatusUnprocessableEntity, Detail: "Upload-Metadata must have kind (clip or results), filename, and sha256 in hexadecimal"},
	"not-two":        {Status: http.StatusUnprocessableEntity, Detail: "two clips are compared", Hint: "go back, and tick two that are done"},
	"bad-form":       {Status: http.StatusBadRequest, Detail: "this form cannot be read", Hint: "go back and send it again"},
	"bad-text":       {Status: http.StatusUnprocessableEntity, Detail: "a text has characters that no text has"},
	"checksum":       {Status: http.StatusUnprocessableEntity, Detail: "what arrived does not have the announced SHA-256", Hint: "send it again"},
	"above-role":     {Status: http.StatusForbidden, Detail: "a token cannot allow more than the one that makes it"},
	"used-up":        {Status: http.StatusForbidden, Detail: "the plan's analyses of this month are used up", Hint: "wait for the next month, or change the plan"},
	"rate-limited":   {Status: http.StatusTooManyRequests, Detail: "too many requests", Hint: "try again after the time that Retry-After tells"},
	"internal":       {Status: http.StatusInternalServerError, Detail: "something went wrong here", Hint: "try again; the request's number is in X-Request-Id"},
	"not-ready":      {Status: http.StatusServiceUnavailable, Detail: "the database or the storage does not answer"},
	"expired-link":   {Status: http.StatusNotFound, Detail: "this link has expired or is not complete", Hint: "open the result again from the list"},
	"bad-signin":     {Status: http.StatusUnauthorized, Detail: "this sign-in was not begun in this browser, or took too long", Hint: "sign in again"},
	"denied":         {Status: http.StatusForbidden, Detail: "the provider has not let you in", Hint: "sign in again, or ask whoever runs the provider"},
	"not-invited":    {Status: http.StatusForbidden, Detail: "you belong to no organisation here", Hint: "ask an owner of your organisation for an invitation, and open its link in a browser"},
	"bad-invitation": {Status: http.StatusForbidden, Detail: "this invitation is used up, has expired, or is for another address", Hint: "ask an owner of your organisation for a new one"},
	"no-provider":    {Status: http.StatusNotFound, Detail: "this service has no provider to sign in with", Hint: "use a token: shotcheckd token"},
	"provider-down":  {Status: http.StatusServiceUnavailable, Detail: "the provider that people sign in with does not answer", Hint: "try again soon"},
	"bad-upload":     {Status: http.StatusBadRequest, Detail: "this is no request of the tus protocol", Hint: "see https://tus.io/protocols/resumable-upload"},
	"locked":         {Status: http.StatusLocked, Detail: "another request is writing to this upload", Hint: "try again in a few seconds"},
}

// problem returns a problem by its code.
func problem(code string) *service.Problem {
	p, ok := problems[code]
	if !ok {
		panic("server: unknown problem " + code)
	}
	p.Code, p.Title = code, http.StatusText(p.Status)
	return &p
}

// kinds are the errors of the store that have a problem of their own.
var kinds = []struct {
	err  error
	code string
}{
	{store.ErrNotFound, "not-found"},
	{store.ErrText, "bad-text"},
	{store.ErrMoved, "moved"},
	{store.ErrChecksum, "checksum"},
	{store.ErrUsedUp, "used-up"},
	{store.ErrNoStoreConsent, "no-consent-to-store"},
	{store.ErrNoShareConsent, "no-consent-to-share"},
	{store.ErrBorn, "bad-birth"},
	{store.ErrLinked, "linked"},
	{store.ErrTwice, "twice"},
	{store.ErrLastOwner, "last-owner"},
	{figures.ErrNoShots, "no-shot"},
	{figures.ErrUnreadable, "unreadable"},
	{store.ErrNotInvited, "not-invited"},
	{store.ErrInvitation, "bad-invitation"},
	{errProvider, "provider-down"},
}

// explain returns the problem of any error; what is not known is told in the log
// alone.
func (s *Server) explain(err error) *service.Problem {
	if p, ok := errors.AsType[*service.Problem](err); ok {
		return p
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			p := problem(k.code)
			if p.Status >= http.StatusInternalServerError {
				s.Log.Error("request failed", "error", err)
			}
			return p
		}
	}
	s.Log.Error("request failed", "error", err)
	return problem("internal")
}

// writeProblem answers with a problem.
func writeProblem(w http.ResponseWriter, p *service.Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a client that is gone needs no answer
}

// humaProblem is how huma's own errors, of requests that do not fit the schema,
// are told.
func humaProblem(status int, message string, errs ...error) huma.StatusError {
	p := &service.Problem{Status: status, Title: http.StatusText(status), Detail: message, Code: "invalid-request"}
	for _, err := range errs {
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			p.Errors = append(p.Errors, service.FieldError{Message: d.Message, Location: d.Location})
		}
	}
	return p
}
