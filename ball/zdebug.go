package ball

import "fmt"

var Debug = false

func (h *hunt) dump() {
	if !Debug {
		return
	}
	fmt.Printf("throw %.3f H %.0f\n", h.TimeS, h.HeightPx)
	for i := range h.glimpses {
		g := &h.glimpses[i]
		if g.timeS < h.TimeS-0.1 || g.timeS > h.TimeS+0.5 {
			continue
		}
		x, y := h.handAt(g.timeS)
		fmt.Printf("  %.3f hand (%.0f,%.0f):", g.timeS, x, y)
		for _, c := range g.candidates {
			fmt.Printf(" (%.0f,%.0f r%.0f)", c.x, c.y, c.r)
		}
		fmt.Println()
	}
}
