package web

// notices are what forms say when they are done. Addresses hold the name alone, so
// that no link can put words of its own into a page.
var notices = map[string]string{
	"cancelled":      "The analysis is cancelled.",
	"deleted":        "The clip and its results are removed.",
	"assigned":       "The clip has another player now.",
	"revoked":        "The token is revoked. Whatever used it has to sign in again.",
	"unshared":       "The link has ended.",
	"player-added":   "The player is added.",
	"player-changed": "The player is changed.",
	"player-erased":  "The player is erased with all that was stored of him.",
	"consented":      "The consent is recorded.",
	"withdrawn":      "The consent is withdrawn. Links to results have ended.",
	"role-changed":   "The role is changed, at once.",
	"uninvited":      "The invitation is taken back.",
	"member-removed": "The member is removed with his tokens. What he has made stays.",
	"erased":         "All of it is erased. You have signed out.",
}
