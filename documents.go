package shotcheck

import "github.com/shotcheck/shotcheck/analysis"

func (p *Pipeline) report(_ *analysis.Result, _ Job) error { return nil }
