package damage

import (
	"bytes"
	"os"
	"reflect"
	"testing"
)

// clips are the beginnings of containers, with a field that each has.
var clips = []struct{ name, clip, field string }{
	{
		"mp4", "\x00\x00\x00\x0cftypisom" + "\x00\x00\x00\x24moov\x00\x00\x00\x1cmvhd\x00\x00\x00\x00mademade\x00\x00\x03\xe8\x00\x00\x00\x02",
		"mvhd's duration",
	},
	{"matroska", "\x1a\x45\xdf\xa3\x84\x42\xf7\x81\x01" + "\x18\x53\x80\x67\x87\x16\x54\xae\x6b\x82\xae\x80", "element AE's length"},
	{"avi", "RIFF\x1c\x00\x00\x00AVI LIST\x10\x00\x00\x00hdrlavih\x04\x00\x00\x00\x35\x82\x00\x00", "avih's number 0"},
}

func TestFields(t *testing.T) {
	for _, c := range clips {
		named := map[string]field{}
		for _, f := range fieldsOf([]byte(c.clip)) {
			if f.at < 0 || f.size < 1 || f.at+f.size > len(c.clip) {
				t.Errorf("%s: %+v lies outside of it", c.name, f)
			}
			named[f.name] = f
		}
		if _, ok := named[c.field]; !ok {
			t.Errorf("%s: there is no %s: %v", c.name, c.field, named)
		}
	}
}

// FuzzFields: any bytes have fields within them, or none.
func FuzzFields(f *testing.F) {
	for _, c := range clips {
		f.Add([]byte(c.clip))
	}
	f.Fuzz(func(t *testing.T, clip []byte) {
		for _, field := range fieldsOf(clip) {
			if field.at < 0 || field.size < 1 || field.at+field.size > len(clip) {
				t.Errorf("%+v lies outside of it", field)
			}
		}
	})
}

func TestCopies(t *testing.T) {
	clip, err := os.ReadFile("../../testdata/shot.mp4")
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(clip)
	const n = 100
	copies := func(seed uint64) []Copy {
		c, err := Copies(clip, n, seed)
		if err != nil || len(c) != n {
			t.Fatalf("%d copies, %v", len(c), err)
		}
		return c
	}
	first, again, other := copies(1), copies(1), copies(2)
	if !reflect.DeepEqual(first, again) || reflect.DeepEqual(first, other) {
		t.Error("the copies do not go by the seed")
	}
	ways := map[string]bool{}
	for _, c := range first {
		if ways[c.Way] = true; bytes.Equal(c.Data, clip) {
			t.Errorf("%s: it is not damaged", c.Way)
		}
	}
	if !bytes.Equal(clip, before) {
		t.Error("the clip itself was damaged")
	}
	for _, way := range []string{"cut anywhere", "a lie about tkhd's width", "a lie about stsz's entry", "a lie about mdat's length"} {
		if !ways[way] {
			t.Errorf("nothing has %s: %v", way, ways)
		}
	}
	if _, err := Copies([]byte("Dear diary"), n, 1); err == nil {
		t.Error("a diary is taken for a clip")
	}
}
