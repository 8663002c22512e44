package ball

// normal collects the normal equations of a polynomial of third degree.
type normal struct {
	tt [7]float64 // sums of powers of time
	tv [4]float64 // and of their products with the value
}

func (n *normal) add(t, v float64) {
	p := 1.0
	for i := range n.tt {
		n.tt[i] += p
		if i < len(n.tv) {
			n.tv[i] += p * v
		}
		p *= t
	}
}

// solve returns the polynomial with so many coefficients that fits best, by
// Gaussian elimination; its matrix is positive definite where there are as many
// times.
func (n *normal) solve(powers int) (c curve) {
	var m [4][5]float64
	for i := range powers {
		for j := range powers {
			m[i][j] = n.tt[i+j]
		}
		m[i][powers] = n.tv[i]
	}
	for i := range powers {
		for k := i + 1; k < powers; k++ {
			share := m[k][i] / m[i][i]
			for j := i; j <= powers; j++ {
				m[k][j] -= share * m[i][j]
			}
		}
	}
	for i := powers - 1; i >= 0; i-- {
		v := m[i][powers]
		for j := i + 1; j < powers; j++ {
			v -= m[i][j] * c[j]
		}
		c[i] = v / m[i][i]
	}
	return c
}
