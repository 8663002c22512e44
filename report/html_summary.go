package report

import (
	"fmt"
	"math"

	"github.com/shotcheck/shotcheck/analysis"
)

// pageFault is a flaw on the page.
type pageFault struct {
	Level, Title, Where, Message, Cue, Drill, Basis string
	Picture                                         *pagePicture
	Gauge                                           *pageGauge
	Shot                                            int
	Seek                                            float64 // seconds of the clip
}

// pageGauge is a value upon what it is held against, in per cent of its width.
type pageGauge struct {
	Bands []pageBand
	At    float64
	Words string
}

type pageBand struct {
	Class       string
	Left, Width float64
}

func (a *webAuthor) pageFaults(list []fault) []pageFault {
	var faults []pageFault
	for _, f := range list[:min(mostFaults, len(list))] {
		info, _ := analysis.FlawByID(f.worst.ID)
		one := pageFault{
			Level: f.worst.Level, Title: flawLabel(f.worst.ID), Where: a.where(f), Message: f.worst.Message,
			Cue: f.worst.Cue, Drill: f.worst.Drill, Basis: a.basis(f), Shot: f.shot.Index, Seek: f.worst.Time.Seconds(),
		}
		for _, id := range a.faultStills(f) {
			if one.Picture = shooterPicture(a.cutting(f.shot, id, info.Event), "Shot "+itoa(f.shot.Index)+" at the "+lower(analysis.EventLabel(info.Event))); one.Picture != nil {
				break
			}
		}
		if m, y, ok := a.held(f); ok {
			one.Gauge = gauge(m, y, a.gaugeWords(m, y))
		}
		faults = append(faults, one)
	}
	return faults
}

// gauge places a value upon its yardstick.
func gauge(m analysis.Metric, y yard, words string) *pageGauge {
	low, high := y.span(m)
	at := func(v float64) float64 { return percent((math.Max(low, math.Min(high, v)) - low) / (high - low)) }
	band := func(class string, from, to float64) pageBand { return pageBand{class, at(from), at(to) - at(from)} }
	return &pageGauge{
		Bands: []pageBand{
			band("wide", y.wideLow, y.wideHigh), band("core", y.coreLow, y.coreHigh),
			band("error", m.Value-m.Uncertainty, m.Value+m.Uncertainty),
		},
		At: at(m.Value), Words: words,
	}
}

// percent writes a part of 1 in per cent, with few decimals.
func percent(part float64) float64 { return math.Round(part*10000) / 100 }

// pageShot is a shot with its moments and pictures.
type pageShot struct {
	Index  int
	Events []pageEvent
	Stills []pageStill
}

type pageEvent struct {
	Shot  int
	Seek  float64
	Label string
}

type pageStill struct {
	*pagePicture
	Label, When string
}

// pageShots returns the shots, and a word on those without pictures.
func (a *webAuthor) pageShots() (shots []pageShot, others string) {
	for i := range a.Result.Shots {
		shot := &a.Result.Shots[i]
		one := pageShot{Index: shot.Index}
		for _, e := range shot.Events {
			if e.Missing == nil {
				one.Events = append(one.Events, pageEvent{shot.Index, e.Time.Seconds(), analysis.EventLabel(e.ID)})
			}
		}
		if i < stripMaxShots {
			one.Stills = a.pageStills(shot)
		} else if a.Still != nil {
			others = "The pictures of the other shots are in the folder stills."
		}
		shots = append(shots, one)
	}
	return shots, others
}

func (a *webAuthor) pageStills(shot *analysis.Shot) []pageStill {
	var list []pageStill
	for _, e := range a.pictured(shot) {
		label, when := analysis.EventLabel(e.ID), a.sinceRelease(shot, e)
		if m := a.moment(shot, e.ID); m != nil {
			alt := fmt.Sprintf("Shot %d, %s, %s", shot.Index, lower(label), when)
			list = append(list, pageStill{&pagePicture{dataURL("image/jpeg", m.Page), pageWidthPx, pageWidthPx / pictureAspect, alt}, label, when})
		}
	}
	return list
}
