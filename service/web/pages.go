package web

import (
	"net/url"
	"path"
	"strings"

	"github.com/shotcheck/shotcheck/service"
)

// SignIn is the page on which people sign in.
type SignIn struct {
	Frame
	Form
	// Next is the page to go on to.
	Next string
	// Provider is where one signs in with an account of the club, "" without one.
	Provider string
}

// Clips lists clips, and takes new ones.
type Clips struct {
	Frame
	Query, State, Player, Before string
	List                         service.AnalysisList
	Players                      []service.Player
	LargestMiB                   int64
}

// Searched says whether not all clips are listed.
func (c Clips) Searched() bool { return c.Query != "" || c.State != "" || c.Player != "" }

// Rows are the clips of the list.
func (c Clips) Rows() []Row { return rows(c.List.Analyses, c.Players) }

// Row is a clip in a list, with whose shots it shows.
type Row struct {
	service.Analysis
	PlayerName string
}

// Empty says that the clip was analysed and has no shot.
func (r Row) Empty() bool { return noShot(r.Analysis) }

func rows(list []service.Analysis, players []service.Player) []Row {
	names := map[string]string{}
	for _, p := range players {
		names[p.ID] = p.Name
	}
	out := make([]Row, 0, len(list))
	for _, a := range list {
		out = append(out, Row{a, names[a.PlayerID]})
	}
	return out
}

// Older is the address of the next page, "" on the last.
func (c Clips) Older() string {
	if c.List.Next == "" {
		return ""
	}
	return c.at(c.List.Next)
}

// Newest is the address of the first page.
func (c Clips) Newest() string { return c.at("") }

// at is the address of the page of what comes before an analysis.
func (c Clips) at(before string) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": c.Query, "state": c.State, "player": c.Player, "before": before} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/clips"
	}
	return "/clips?" + q.Encode()
}

// Clip is a clip with what became of it.
type Clip struct {
	Frame
	Form
	Analysis service.Analysis
	// Page is the address of the report, "" where there is none.
	Page    string
	Files   []service.File
	Players []service.Player
	Shares  []service.Share
	// Link is the address of a link that was just made.
	Link string
}

// Download is a file that people want to have.
type Download struct {
	service.File
	Words string
}

// downloads names them, the first first; what else results hold goes with the
// API.
var downloads = []struct{ name, words string }{
	{"report.pdf", "Report as PDF"},
	{"annotated.mp4", "Video with what was measured"},
	{"index.html", "Report as a web page"},
	{"analysis.json", "All numbers as JSON"},
	{"frames.csv", "Curves as CSV"},
}

// Downloads lists what results there are for people.
func (c Clip) Downloads() (list []Download) {
	for _, d := range downloads {
		for _, f := range c.Files {
			if f.Name == d.name {
				list = append(list, Download{f, d.words})
			}
		}
	}
	return list
}

// Save is what a file of the clip is called on the disk of who downloads it.
func (c Clip) Save(name string) string {
	clip := strings.TrimSuffix(c.Analysis.Name, path.Ext(c.Analysis.Name))
	return clip + "-" + name
}

// Settings is what one may change, and how much of the plan is used.
type Settings struct {
	Frame
	Form
	RetentionDays int
	LargestMiB    int64
	// Address is that of the service, for its command line.
	Address string
	Tokens  []service.Token
	// Secret is a token that was just made.
	Secret string
	// Clubs are those that the member belongs to, by their identifiers.
	Clubs []Club
	// Chosen are the scopes that are ticked.
	Chosen  []string
	Members []service.Member
	// MemberForm is the one of a member, or of an invitation, that was refused.
	MemberForm Form
	// Invites says whether people can be invited, who then sign in by a provider.
	Invites     bool
	Invitations []service.Invitation
	// Link is that of an invitation that was just made.
	Link string
}

// Club is an organisation that a member can go to.
type Club struct {
	ID, Name, Role string
	// Here says that he is there.
	Here bool
}

// Roles are those that a member may have.
func (Settings) Roles() []string { return []string{"owner", "coach", "player", "viewer"} }

// Erase asks whether all is to be erased, and offers a copy before.
type Erase struct {
	Frame
	Form
	// Name is the member's own.
	Name string
}

// Error is a page that says what went wrong, and what to do.
type Error struct {
	Frame
	Problem service.Problem
	// Request is the number of the request, for who reports it.
	Request string
}

func (SignIn) template() string   { return "signin.html" }
func (Clips) template() string    { return "clips.html" }
func (Clip) template() string     { return "clip.html" }
func (Players) template() string  { return "players.html" }
func (Player) template() string   { return "player.html" }
func (Compare) template() string  { return "compare.html" }
func (Settings) template() string { return "settings.html" }
func (Erase) template() string    { return "erase.html" }
func (Error) template() string    { return "error.html" }
