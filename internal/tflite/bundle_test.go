package tflite

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// file is a member of a bundle.
type file struct {
	name       string
	data       []byte
	compressed bool
}

func bundleOf(tb testing.TB, files ...file) []byte {
	tb.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name}
		if f.compressed {
			h.Method = zip.Deflate
		}
		w, err := archive.CreateHeader(h)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write(f.data); err != nil {
			tb.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// TestBundle finds the wanted model among others, by what it is.
func TestBundle(t *testing.T) {
	other, _ := chain(fixtureOperator{code: 14}, []int32{1, 2}, []int32{1, 2})
	bundle := bundleOf(t,
		file{"pose_detector.tflite", other.bytes(), false},
		file{"notes.txt", []byte("not a model"), true},
		file{"pose_landmarks_detector.tflite", small().bytes(), false})
	got, err := Convert(bundle, smallNetwork)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Convert(small().bytes(), smallNetwork)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the bundle's model differs from the file's")
	}
}

func TestBundleFaults(t *testing.T) {
	whole := bundleOf(t, file{"a.tflite", small().bytes(), false})
	damaged := bytes.Replace(whole, []byte("weights"), []byte("WEIGHTS"), 1)
	var many []file
	for i := range maxMembers + 1 {
		many = append(many, file{fmt.Sprint(i), nil, false})
	}
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"without a model", bundleOf(t, file{"a.txt", nil, false}), "without the model"},
		{"cut short", whole[:len(whole)-10], "damaged model bundle"},
		{"damaged", damaged, "a.tflite: zip: checksum error"},
		{"compressed", bundleOf(t, file{"a.tflite", small().bytes(), true}), "a.tflite: compressed"},
		{"too many files", bundleOf(t, many...), "too many files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Convert(c.src, smallNetwork); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}
