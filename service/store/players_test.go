package store_test

import (
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/service/store"
)

// TestUnderAge: whoever has his sixteenth birthday decides himself from that day
// on; where only the year is known, from the end of it.
func TestUnderAge(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for born, want := range map[string]bool{
		"2010-11-27": false, "2010-11-28": true, "2010-11-26": false, "2026": true,
		"2010": true, "2009": false, "1980": false, "nonsense": true,
	} {
		p := store.Athlete{Born: born}
		if got := p.UnderAge(now); got != want {
			t.Errorf("born %s: under age is %v, want %v", born, got, want)
		}
		if stored, shared := p.MayStore(now) == nil, p.MayShare(now) == nil; stored == want || shared == want {
			t.Errorf("born %s, without a consent: may be stored %v, shared %v", born, stored, shared)
		}
		p.Consented = store.Consented{Store: true}
		if stored, shared := p.MayStore(now) == nil, p.MayShare(now) == nil; !stored || shared == want {
			t.Errorf("born %s, with a consent to store: may be stored %v, shared %v", born, stored, shared)
		}
	}
}
