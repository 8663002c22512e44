package service

// Comparison says how the results of B differ from those of A.
type Comparison struct {
	A           ComparedSide `json:"a"`
	B           ComparedSide `json:"b"`
	Notes       []Note       `json:"notes" doc:"What makes the two hard to compare"`
	Differences []Difference `json:"differences" doc:"Of every metric, in the order of a report"`
}

// ComparedSide is one side of a comparison.
type ComparedSide struct {
	AnalysisID string `json:"analysis_id"`
	Name       string `json:"name" doc:"The clip's file name"`
	PlayerID   string `json:"player_id,omitempty"`
	Date       string `json:"date,omitempty" doc:"When it was filmed, where that is known"`
	Shots      []int  `json:"shots" doc:"Those that are compared, as the results number them: of the shooter, the kind of shot and the view that are shown most"`
	Hand       string `json:"hand"`
	Kind       string `json:"kind"`
	View       string `json:"view"`
}

// Note is something to know, for programs and in words.
type Note struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Estimate is the mean of a metric over the shots that are compared, or the reason
// why there is none.
type Estimate struct {
	Value       *float64 `json:"value,omitempty"`
	Uncertainty *float64 `json:"uncertainty,omitempty" doc:"Half width of the 90 % interval"`
	Shots       int      `json:"shots,omitempty"`
	Bound       string   `json:"bound,omitempty" doc:"The clip ends before the value does"`
	Missing     *Note    `json:"missing,omitempty"`
}

// Difference compares one metric, B − A, or says why it is not compared.
type Difference struct {
	ID          string   `json:"id"`
	Label       string   `json:"label"`
	Unit        string   `json:"unit"`
	Trust       string   `json:"trust" enum:"absolute,relative,flag"`
	A           Estimate `json:"a"`
	B           Estimate `json:"b"`
	Difference  *float64 `json:"difference,omitempty"`
	Uncertainty *float64 `json:"uncertainty,omitempty" doc:"Half width of the difference's 90 % interval"`
	Exceeds     *bool    `json:"exceeds_uncertainty,omitempty" doc:"The difference stands clear of its uncertainty"`
	Missing     *Note    `json:"missing,omitempty"`
}

// PlayerTrend is how a player's metrics change over time.
type PlayerTrend struct {
	PlayerID string  `json:"player_id"`
	Analyses int     `json:"analyses" doc:"How many results with shots it is made of, the newest"`
	Shots    int     `json:"shots" doc:"How many shots count: of the kind that he shows most"`
	Trends   []Trend `json:"trends"`
}

// Trend is the straight line through the daily means of a metric, or the reason
// why there is none, with what it is drawn through.
type Trend struct {
	ID          string       `json:"id"`
	Label       string       `json:"label"`
	Unit        string       `json:"unit"`
	View        string       `json:"view,omitempty" doc:"From where the shots were filmed that count"`
	Change      *float64     `json:"change,omitempty" doc:"From the first day to the last"`
	Uncertainty *float64     `json:"uncertainty,omitempty" doc:"Half width of its 90 % interval"`
	NoiseFloor  *float64     `json:"noise_floor,omitempty" doc:"The minimal detectable change at 95 %"`
	Exceeds     *bool        `json:"exceeds_noise,omitempty" doc:"The change is greater than that"`
	Missing     *Note        `json:"missing,omitempty"`
	Points      []TrendPoint `json:"points" doc:"In the order of their dates; those without one come last"`
}

// TrendPoint is what one analysis shows of a metric.
type TrendPoint struct {
	AnalysisID string   `json:"analysis_id"`
	Date       string   `json:"date,omitempty"`
	Shots      int      `json:"shots"`
	Mean       float64  `json:"mean"`
	SD         *float64 `json:"sd,omitempty" doc:"Standard deviation between the shots, of two or more"`
}
