package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func TestParseHeight(t *testing.T) {
	for text, want := range map[string]float64{
		"1.93": 1.93, "1.93m": 1.93, "193cm": 1.93, "193 cm": 1.93,
		"6ft4": 1.9304, "6ft": 1.8288, "6'4\"": 1.9304, "6ft 4.5in": 1.9431, "6 FT 4": 1.9304, // 1 ft = 0.3048 m
	} {
		if got, err := parseHeight(text); err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"193", "3", "0.5", "6", "six", "-1.8", "1.8.2", "NaN", "6ft4x", "1.9e0"} {
		if got, err := parseHeight(text); err == nil {
			t.Errorf("%q is taken for %v m", text, got)
		}
	}
}

func TestParseSeconds(t *testing.T) {
	got, err := listOf(parseSeconds)("0.912, 7.4")
	want := []time.Duration{912 * time.Millisecond, 7400 * time.Millisecond}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, text := range []string{"", "-1", "1e9", "NaN", "Inf", "1s"} {
		if got, err := parseSeconds(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestParsePoint(t *testing.T) {
	got, err := parsePoint("1130,140.5")
	if diff := cmp.Diff(&[2]float64{1130, 140.5}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, text := range []string{"1130", "1,2,3", "a,b", "-1,2"} {
		if got, err := parsePoint(text); err == nil {
			t.Errorf("%q is taken for %v", text, *got)
		}
	}
}

// TestEmptyValue: a setting can be taken back where none is the default, and
// only there.
func TestEmptyValue(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	person, size := 0, 7
	flagOf(flags, &person, "person", "N", "", whole(1, 9), "")
	flagOf(flags, &size, "size", "N", "7", whole(5, 7), "")
	if err := flags.Parse([]string{"--person", "3", "--person", ""}); err != nil || person != 0 {
		t.Errorf("person is %d (%v), want 0", person, err)
	}
	if err := flags.Parse([]string{"--size", ""}); err == nil || size != 7 {
		t.Errorf("an empty size is taken for %d", size)
	}
}
