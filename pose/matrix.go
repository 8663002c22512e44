package pose

// Weights returns the shares of red and blue in luma, Kr and Kb.
func (m Matrix) Weights() (red, blue float64) {
	if m == BT709 {
		return 0.2126, 0.0722
	}
	return 0.299, 0.114
}

// ChromaPx is the size of a chroma plane along a side of the picture.
func ChromaPx(lumaPx int) int { return (lumaPx + 1) / 2 }
