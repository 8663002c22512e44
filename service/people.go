package service

import "time"

// Purposes of a guardian's consent.
const (
	ConsentStore = "store" // clips and results are stored and analysed
	ConsentShare = "share" // results are shared by links
)

// Player is somebody whose shots are analysed.
type Player struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Born      string    `json:"born"`
	AccountID string    `json:"account_id,omitempty"`
	UnderAge  bool      `json:"under_age" doc:"A guardian must consent before anything is stored or shared"`
	MayStore  bool      `json:"may_store" doc:"He is of age, or a guardian has consented"`
	MayShare  bool      `json:"may_share"`
	CreatedAt time.Time `json:"created_at"`
}

// NewPlayer is what a player is made of, and changed to.
type NewPlayer struct {
	Name      string `json:"name" minLength:"1" maxLength:"100"`
	Born      string `json:"born" pattern:"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$" doc:"Date or year of birth: 2012-05-30, or 2012, which counts as its last day"`
	AccountID string `json:"account_id,omitempty" maxLength:"64" doc:"The member who he is: with the role player that one sees all that is made of him"`
}

// PlayerList is a page of players, the newest first.
type PlayerList struct {
	Players []Player `json:"players"`
	Next    string   `json:"next,omitempty" doc:"Give it as before to have the next page"`
}

// NewConsent records what a guardian has consented to.
type NewConsent struct {
	Guardian string   `json:"guardian" minLength:"1" maxLength:"100" doc:"Name of the parent or guardian"`
	GivenOn  string   `json:"given_on" format:"date"`
	Purposes []string `json:"purposes" minItems:"1" uniqueItems:"true" enum:"store,share"`
}

// Consent is a consent that was recorded.
type Consent struct {
	ID          string     `json:"id"`
	PlayerID    string     `json:"player_id"`
	Guardian    string     `json:"guardian"`
	GivenOn     string     `json:"given_on"`
	Purposes    []string   `json:"purposes"`
	RecordedBy  string     `json:"recorded_by" doc:"A member"`
	CreatedAt   time.Time  `json:"created_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	WithdrawnBy string     `json:"withdrawn_by,omitempty"`
}

// ConsentList is all that was recorded of a player, the newest first.
type ConsentList struct {
	Consents []Consent `json:"consents"`
}

// Withdrawal is what is left after a consent was withdrawn.
type Withdrawal struct {
	Player   Player `json:"player"`
	Analyses int    `json:"analyses" doc:"How many are still stored of him"`
	Hint     string `json:"hint,omitempty" doc:"How they are erased"`
}

// Session is a training session: a named group of analyses of one day.
type Session struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Date      string    `json:"date"`
	PlayerID  string    `json:"player_id,omitempty"`
	Analyses  int       `json:"analyses" doc:"How many belong to it; list them with ?session="`
	CreatedAt time.Time `json:"created_at"`
}

// NewSession asks for a training session.
type NewSession struct {
	Name     string `json:"name" minLength:"1" maxLength:"100"`
	Date     string `json:"date" format:"date"`
	PlayerID string `json:"player_id,omitempty" maxLength:"64" doc:"Whose it is, if it is one player's"`
}

// SessionList is a page of training sessions, the newest first.
type SessionList struct {
	Sessions []Session `json:"sessions"`
	Next     string    `json:"next,omitempty" doc:"Give it as before to have the next page"`
}

// Assignment says to whom an analysis belongs. What is left out stays; "" takes
// the analysis from the one that it has.
type Assignment struct {
	PlayerID  *string `json:"player_id,omitempty" maxLength:"64"`
	SessionID *string `json:"session_id,omitempty" maxLength:"64"`
}

// Share is a link to the results of one analysis, for whoever has it.
type Share struct {
	ID         string    `json:"id"`
	AnalysisID string    `json:"analysis_id"`
	AccountID  string    `json:"account_id" doc:"Who has made it"`
	CreatedAt  time.Time `json:"created_at"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// NewShare asks for a link.
type NewShare struct {
	ValidDays int `json:"valid_days,omitempty" minimum:"1" maximum:"90" default:"7"`
}

// MadeShare is a new link with its address.
type MadeShare struct {
	Share
	Path string `json:"path" doc:"Address of the results below the service's own, told this once"`
}

// ShareList is the links to an analysis that are still good, the newest first.
type ShareList struct {
	Shares []Share `json:"shares"`
}

// Member is somebody in the organisation, or a program.
type Member struct {
	AccountID string    `json:"account_id"`
	Name      string    `json:"name"`
	Role      string    `json:"role" enum:"owner,coach,player,viewer"`
	PlayerID  string    `json:"player_id,omitempty" doc:"The player who he is"`
	CreatedAt time.Time `json:"created_at"`
}

// MemberList is all members, by their names.
type MemberList struct {
	Members []Member `json:"members"`
}

// NewRole changes what a member may do.
type NewRole struct {
	Role string `json:"role" enum:"owner,coach,player,viewer"`
}
