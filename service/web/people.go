package web

import "github.com/shotcheck/shotcheck/service"

// Players lists players, and adds them.
type Players struct {
	Frame
	Form
	List   service.PlayerList
	Before string
}

// Player is a player with his clips, and what guardians have consented to.
type Player struct {
	Frame
	// Change is the form of what is known of him, Consent that of a consent, Erase
	// that which removes him.
	Change, Consent, Erase Form
	Player                 service.Player
	Consents               []service.Consent
	Clips                  []service.Analysis
	Trend                  service.PlayerTrend
	// Members may be him, as far as who looks at the page may see them.
	Members []service.Member
}

// Rows are the clips of the player.
func (p Player) Rows() []Row { return rows(p.Clips, nil) }

// standing is what may be done with what is filmed of a player.
type standing struct{ Class, Words string }

// standingOf tells it of a player.
func standingOf(p service.Player) standing {
	switch {
	case !p.UnderAge:
		return standing{"done", "Of age"}
	case p.MayShare:
		return standing{"done", "Consent to store and share"}
	case p.MayStore:
		return standing{"running", "Consent to store, not to share"}
	}
	return standing{"failed", "Consent is missing"}
}

// purposeWords name what guardians consent to.
var purposeWords = map[string]string{
	service.ConsentStore: "store and analyse",
	service.ConsentShare: "share by links",
}
