package service

import "time"

// Kinds of what is uploaded and analysed.
const (
	KindClip    = "clip"    // a video, to be analysed by the service
	KindResults = "results" // a finished result folder, as a zip archive
)

// States of an analysis.
const (
	StateQueued    = "queued"
	StateRunning   = "running"
	StateDone      = "done"
	StateFailed    = "failed"
	StateCancelled = "cancelled"
)

// Upload is a file that was sent, wholly or in part.
type Upload struct {
	ID            string    `json:"id"`
	Kind          string    `json:"kind" enum:"clip,results"`
	Name          string    `json:"name" doc:"The file's name, without a path"`
	SHA256        string    `json:"sha256"`
	SizeBytes     int64     `json:"size_bytes"`
	ReceivedBytes int64     `json:"received_bytes" doc:"How much has arrived: an upload continues here"`
	Complete      bool      `json:"complete" doc:"All has arrived and has the announced hash"`
	ExpiresAt     time.Time `json:"expires_at"`
}

// UploadList is the uploads that a question finds, at most one.
type UploadList struct {
	Uploads []Upload `json:"uploads"`
}

// Settings are those of shotcheck analyze that a clip may need; what is left out
// is found out or default.
type Settings struct {
	Hand       string  `json:"hand,omitempty" enum:"auto,left,right" doc:"Shooting hand"`
	View       string  `json:"view,omitempty" enum:"auto,side,front,back,oblique" doc:"Camera view"`
	ShotType   string  `json:"shot_type,omitempty" enum:"unknown,free-throw,two,three" doc:"Which norms apply"`
	Sex        string  `json:"sex,omitempty" enum:"female,male" doc:"Which norms apply"`
	Level      string  `json:"level,omitempty" enum:"youth,amateur,proficient,professional" doc:"Which norms apply"`
	HeightM    float64 `json:"height_m,omitempty" minimum:"0.8" maximum:"2.8" doc:"Standing height"`
	Player     string  `json:"player,omitempty" maxLength:"100" doc:"Name for the reports"`
	Date       string  `json:"date,omitempty" format:"date" doc:"When it was filmed, if the clip does not tell"`
	BallSize   int     `json:"ball_size,omitempty" enum:"5,6,7"`
	CaptureFPS float64 `json:"capture_fps,omitempty" minimum:"1" maximum:"10000" doc:"True capture rate of slow-motion footage"`
	BlurFaces  bool    `json:"blur_faces,omitempty" doc:"In video, stills and reports"`
	Units      string  `json:"units,omitempty" enum:"metric,imperial" doc:"In reports"`
}

// NewAnalysis asks for the analysis of a clip, or for the import of results.
type NewAnalysis struct {
	UploadID  string   `json:"upload_id" doc:"A complete upload"`
	PlayerID  string   `json:"player_id,omitempty" maxLength:"64" doc:"Whose shots they are: his name goes into the report. Those who are a player need not tell"`
	SessionID string   `json:"session_id,omitempty" maxLength:"64" doc:"The training session that it belongs to"`
	Settings  Settings `json:"settings,omitzero" required:"false" doc:"For a clip; results have theirs"`
}

// Analysis is a clip and what became of it.
type Analysis struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind" enum:"clip,results"`
	Name      string   `json:"name" doc:"The clip's file name"`
	PlayerID  string   `json:"player_id,omitempty"`
	SessionID string   `json:"session_id,omitempty"`
	State     string   `json:"state" enum:"queued,running,done,failed,cancelled"`
	Stage     string   `json:"stage,omitempty" doc:"What is being done"`
	Fraction  float64  `json:"fraction" doc:"How much of the stage is done, 0 to 1"`
	Settings  Settings `json:"settings"`
	Shots     int      `json:"shots"`
	Quality   float64  `json:"quality" doc:"0 to 1"`
	// Code, Message and Hint say what was wrong; a clip without a shot has results,
	// too.
	Code       string     `json:"code,omitempty" doc:"Why there is no result, or no shot in it"`
	Message    string     `json:"message,omitempty"`
	Hint       string     `json:"hint,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	StartedAt  *time.Time `json:"started_at,omitempty"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
	ExpiresAt  time.Time  `json:"expires_at"`
}

// Over says whether nothing more happens to an analysis.
func (a Analysis) Over() bool { return a.State != StateQueued && a.State != StateRunning }

// AnalysisList is a page of analyses, the newest first.
type AnalysisList struct {
	Analyses []Analysis `json:"analyses"`
	Next     string     `json:"next,omitempty" doc:"Give it as before to have the next page"`
}

// Progress is what an event of an analysis tells.
type Progress struct {
	State    string  `json:"state" enum:"queued,running,done,failed,cancelled"`
	Stage    string  `json:"stage,omitempty"`
	Fraction float64 `json:"fraction"`
}

// File is one of the files of results.
type File struct {
	Name      string `json:"name" doc:"Path below the result folder"`
	SizeBytes int64  `json:"size_bytes"`
	MediaType string `json:"media_type"`
	URL       string `json:"url" doc:"Where it is to be had for a quarter of an hour, without a token"`
}

// FileList is the files of an analysis.
type FileList struct {
	Files []File `json:"files"`
	Page  string `json:"page,omitempty" doc:"The report's address, for a browser"`
}

// Token is what is known of a token; itself it is told once, when it is made.
type Token struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	UsedAt    *time.Time `json:"used_at,omitempty" doc:"To the minute"`
}

// NewToken asks for a token.
type NewToken struct {
	Name      string   `json:"name" minLength:"1" maxLength:"100"`
	Scopes    []string `json:"scopes" minItems:"1" enum:"read,write,people,delete,tokens,export,admin" doc:"Of those that the role of its holder has"`
	ValidDays int      `json:"valid_days,omitempty" minimum:"1" maximum:"366" default:"90"`
}

// MadeToken is a new token with its secret.
type MadeToken struct {
	Token
	Secret string `json:"secret" doc:"Told this once: keep it"`
}

// TokenList is the tokens of whoever asks.
type TokenList struct {
	Tokens []Token `json:"tokens"`
}

// SignIn says how people sign in, for a program that does it for them.
type SignIn struct {
	Issuer    string   `json:"issuer" doc:"The OpenID Connect provider, whose tokens are taken as bearer tokens"`
	ClientID  string   `json:"client_id" doc:"Of programs that keep no secret"`
	Scopes    []string `json:"scopes"`
	DeviceURL string   `json:"device_url,omitempty" doc:"Where a device is authorised, RFC 8628"`
	TokenURL  string   `json:"token_url"`
}

// Invitation makes a member of whoever accepts it, once.
type Invitation struct {
	ID        string    `json:"id"`
	Role      string    `json:"role" enum:"owner,coach,player,viewer"`
	Email     string    `json:"email,omitempty" doc:"Whose it is; without one it is anyone's who has the link"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewInvitation asks for an invitation.
type NewInvitation struct {
	Role      string `json:"role" enum:"owner,coach,player,viewer"`
	Email     string `json:"email,omitempty" format:"email" maxLength:"254" doc:"Who signs in with this address, which his provider must have verified, needs no link"`
	ValidDays int    `json:"valid_days,omitempty" minimum:"1" maximum:"30" default:"7"`
}

// MadeInvitation is a new invitation with its link.
type MadeInvitation struct {
	Invitation
	Link string `json:"link" doc:"Told this once: send it to whom it is for"`
}

// InvitationList is the open invitations of an organisation.
type InvitationList struct {
	Invitations []Invitation `json:"invitations"`
}

// Me is whoever asks.
type Me struct {
	Organisation string   `json:"organisation"`
	Plan         string   `json:"plan"`
	Role         string   `json:"role" enum:"owner,coach,player,viewer"`
	Scopes       []string `json:"scopes" doc:"What this token is good for"`
	UsedAnalyses int64    `json:"used_analyses" doc:"Made this month"`
	MaxAnalyses  int64    `json:"max_analyses" doc:"Of the plan, a month"`
}

// AuditEvent tells who did what to what.
type AuditEvent struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	AccountID string    `json:"account_id"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
}

// AuditList is a page of the audit trail, the newest first.
type AuditList struct {
	Events []AuditEvent `json:"events"`
	Next   string       `json:"next,omitempty"`
}
