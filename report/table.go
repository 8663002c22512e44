package report

import "image/color"

// column is a column of a table; numbers stand at the right.
type column struct {
	title string
	width float64 // mm
	right bool
}

// cell is one field of a table.
type cell struct {
	text  string
	style style
	mark  *color.NRGBA // a dot before the text
}

// Space within a row, in millimetres.
const (
	cellPadMM = 1.3
	rowPadMM  = 1.1
	markMM    = 3.2 // a dot and its distance from the text
)

func plain(text string) cell { return cell{text: text, style: cellStyle} }
func quiet(text string) cell {
	return cell{text: text, style: style{cellStyle.sizePt, false, grey}}
}

// table writes rows under a head that is repeated on every page.
func (s *sheet) table(columns []column, rows [][]cell) {
	head := make([]cell, len(columns))
	for i, c := range columns {
		head[i] = cell{text: c.title, style: headStyle}
	}
	if len(rows) > 0 {
		s.need(s.rowHeight(columns, head) + s.rowHeight(columns, rows[0]))
	}
	s.row(columns, head, true)
	for _, r := range rows {
		if s.y+s.rowHeight(columns, r) > s.bottom {
			s.page()
			s.row(columns, head, true)
		}
		s.row(columns, r, false)
	}
}

// titledTable writes a table below its heading; a long one may be broken after its first
// rows.
func (s *sheet) titledTable(title string, columns []column, rows [][]cell) {
	const first = 3
	s.heading(title, s.tableHeight(columns, rows[:min(first, len(rows))]))
	s.table(columns, rows)
}

// plainTable writes rows without a head.
func (s *sheet) plainTable(columns []column, rows [][]cell) {
	for _, r := range rows {
		s.need(s.rowHeight(columns, r))
		s.row(columns, r, false)
	}
}

// tableHeight measures a table that is not broken.
func (s *sheet) tableHeight(columns []column, rows [][]cell) float64 {
	h := 3 * headStyle.lineMM() // a head of at most two lines with its padding
	for _, r := range rows {
		h += s.rowHeight(columns, r)
	}
	return h
}

func (s *sheet) rowHeight(columns []column, cells []cell) float64 {
	h := 0.0
	for i, c := range cells {
		h = max(h, float64(len(s.cellLines(columns[i], c)))*c.style.lineMM())
	}
	return h + 2*rowPadMM
}

// cellLines wraps the text of a cell.
func (s *sheet) cellLines(col column, c cell) []string {
	if c.text == "" {
		return nil
	}
	return s.wrap(c.text, s.cellWidth(col, c), c.style)
}

func (s *sheet) cellWidth(col column, c cell) float64 {
	w := col.width - 2*cellPadMM
	if c.mark != nil {
		w -= markMM
	}
	return w
}

// row writes one row and a line below it.
func (s *sheet) row(columns []column, cells []cell, head bool) {
	h := s.rowHeight(columns, cells)
	x := s.left
	for i, c := range cells {
		s.cell(x, h, columns[i], c, head)
		x += columns[i].width
	}
	s.y += h
	colour, width := rule, 0.15
	if head {
		colour, width = grey, 0.3
	}
	s.line(s.left, s.y, x, s.y, colour, width)
}

// cell writes one cell of a row of height h; heads stand at the foot of their
// row, everything else at its top.
func (s *sheet) cell(x, h float64, col column, c cell, head bool) {
	lines := s.cellLines(col, c)
	y := s.y + rowPadMM
	if head {
		y = s.y + h - rowPadMM - float64(len(lines))*c.style.lineMM()
	}
	for k, line := range lines {
		y += c.style.lineMM()
		base := y - c.style.lineMM()*0.27
		begin := x + cellPadMM
		if col.right {
			begin = x + col.width - cellPadMM - s.measure(line, c.style)
		} else if c.mark != nil {
			begin += markMM
		}
		if k == 0 && c.mark != nil {
			s.dot(begin-markMM+1.1, base-c.style.sizePt*0.3528*0.34, 1.05, *c.mark)
		}
		s.text(begin, base, line, c.style)
	}
}
