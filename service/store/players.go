package store

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
)

// AgeOfConsent is how many years old a player must be to decide himself what is
// stored and shared of him. It is the age of the GDPR, art. 8 (1): member states
// may lower it, to 13 at least, and none may raise it, so that 16 is enough in all
// of them. Majority, 18, would take from players of 16 and 17 what is theirs to
// decide; a club that wants it may record a consent for anybody.
const AgeOfConsent = 16

// Athlete is a player: somebody whose shots are analysed. [Player] is the role of
// members who may be one.
type Athlete struct {
	ID        string `db:"id"`
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"` // the member who he is, "" for none
	Name      string `db:"name"`
	Born      string `db:"born"` // 2012-05-30, or 2012
	Removed   bool   `db:"removed"`
	CreatedMs int64  `db:"created_ms"`
	Consented
}

// Consented says what a guardian's consents allow that were not withdrawn.
type Consented struct {
	Store bool `db:"consent_store"`
	Share bool `db:"consent_share"`
}

// Reasons why nothing may be stored or shared of a player under age.
var (
	ErrNoStoreConsent = errors.New("no guardian has consented that anything is stored of this player")
	ErrNoShareConsent = errors.New("no guardian has consented that anything is shared of this player")
)

// ErrBorn says that no player can be born then.
var ErrBorn = errors.New("not a date of birth")

// oldest is how many years ago a player may be born.
const oldest = 120

// checkBorn says whether somebody may be born at a date, or in a year.
func checkBorn(born string, now time.Time) error {
	for _, layout := range []string{time.DateOnly, "2006"} {
		if day, err := time.Parse(layout, born); err == nil && !day.After(now) && day.After(now.AddDate(-oldest, 0, 0)) {
			return nil
		}
	}
	return ErrBorn
}

// UnderAge says whether others decide for a player. Where only the year of his
// birth is known he counts as born at its end.
func (p Athlete) UnderAge(now time.Time) bool {
	born, err := time.Parse(time.DateOnly, p.Born)
	if err != nil {
		born, err = time.Parse(time.DateOnly, p.Born+"-12-31")
	}
	return err != nil || born.AddDate(AgeOfConsent, 0, 0).After(now)
}

// MayStore returns why nothing may be stored of a player, or nil.
func (p Athlete) MayStore(now time.Time) error {
	if p.UnderAge(now) && !p.Store {
		return ErrNoStoreConsent
	}
	return nil
}

// MayShare returns why nothing may be shared of a player, or nil.
func (p Athlete) MayShare(now time.Time) error {
	if p.UnderAge(now) && !p.Share {
		return ErrNoShareConsent
	}
	return nil
}

// playersQuery reads players with what their guardians have consented to.
const playersQuery = `SELECT p.*,
	EXISTS (SELECT 1 FROM consents c WHERE c.player_id = p.id AND c.withdrawn_ms = 0 AND c.may_store) AS consent_store,
	EXISTS (SELECT 1 FROM consents c WHERE c.player_id = p.id AND c.withdrawn_ms = 0 AND c.may_share) AS consent_share
	FROM players p WHERE NOT p.removed AND p.org_id = ?`

// AddPlayer makes a player.
func (s *Store) AddPlayer(ctx context.Context, p Athlete) (Athlete, error) {
	p.ID, p.CreatedMs = newID(), s.nowMs()
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.checkPlayer(ctx, tx, p); err != nil {
			return err
		}
		return insert(ctx, tx, "players", p, "id org_id account_id name born created_ms")
	})
	return p, err
}

// ErrLinked says that a member is another player already.
var ErrLinked = errors.New("this member is another player")

// checkPlayer checks a player's birth, and that the member who he is to be is one
// of his organisation and no other player.
func (s *Store) checkPlayer(ctx context.Context, tx *sqlx.Tx, p Athlete) error {
	if err := checkBorn(p.Born, s.now()); err != nil || p.AccountID == "" {
		return err
	}
	var n int
	if err := get(ctx, tx, &n, "SELECT COUNT(*) FROM members WHERE org_id = ? AND account_id = ?", p.OrgID, p.AccountID); err != nil {
		return err
	}
	if n == 0 {
		return ErrNotFound
	}
	err := get(ctx, tx, &n, "SELECT COUNT(*) FROM players WHERE org_id = ? AND account_id = ? AND id <> ?", p.OrgID, p.AccountID, p.ID)
	if err == nil && n > 0 {
		return ErrLinked
	}
	return err
}

// ChangePlayer replaces what is known of a player.
func (s *Store) ChangePlayer(ctx context.Context, p Athlete) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.checkPlayer(ctx, tx, p); err != nil {
			return err
		}
		return changeOne(ctx, tx, "UPDATE players SET name = ?, born = ?, account_id = ? WHERE org_id = ? AND id = ? AND NOT removed", p.Name, p.Born, p.AccountID, p.OrgID, p.ID)
	})
}

// Player returns a player of an organisation. Where an account is named, it is
// the player's own.
func (s *Store) Player(ctx context.Context, org, account, id string) (p Athlete, err error) {
	err = get(ctx, s.reads, &p, playersQuery+" AND (? = '' OR p.account_id = ?) AND p.id = ?", org, account, account, id)
	return p, err
}

// PlayerOf returns the player who a member is.
func (s *Store) PlayerOf(ctx context.Context, org, account string) (p Athlete, err error) {
	err = get(ctx, s.reads, &p, playersQuery+" AND p.account_id = ?", org, account)
	return p, err
}

// Players lists players of an organisation, the newest first.
func (s *Store) Players(ctx context.Context, org, account, before string, limit int) (found []Athlete, err error) {
	err = list(ctx, s.reads, &found, playersQuery+" AND (? = '' OR p.account_id = ?) AND (? = '' OR p.id < ?) ORDER BY p.id DESC LIMIT ?", org, account, account, before, before, limit)
	return found, err
}

// CountOf counts the analyses of a player.
func (s *Store) CountOf(ctx context.Context, p Athlete) (n int, err error) {
	err = get(ctx, s.reads, &n, "SELECT COUNT(*) FROM analyses WHERE player_id = ? AND state <> ?", p.ID, Removed)
	return n, err
}

// hold locks a player's row until the transaction ends, so that no consent is
// withdrawn, and he is not erased, between the question and what depends on it.
func (s *Store) hold(ctx context.Context, tx *sqlx.Tx, org, id string) (p Athlete, err error) {
	if err := changeOne(ctx, tx, "UPDATE players SET removed = removed WHERE org_id = ? AND id = ? AND NOT removed", org, id); err != nil {
		return p, err
	}
	err = get(ctx, tx, &p, playersQuery+" AND p.id = ?", org, id)
	return p, err
}

// mayStore returns why nothing may be stored of a player for as long as the
// transaction lasts; "" is none, of whom all may.
func (s *Store) mayStore(ctx context.Context, tx *sqlx.Tx, org, player string) error {
	if player == "" {
		return nil
	}
	p, err := s.hold(ctx, tx, org, player)
	if err != nil {
		return err
	}
	return p.MayStore(s.now())
}

// Now is the time that rows are measured by.
func (s *Store) Now() time.Time { return s.now() }
