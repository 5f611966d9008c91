package config_test

import (
	"reflect"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
)

// TestTrainingHasEveryShare fails where a share of the run file does not reach
// the rooms.
func TestTrainingHasEveryShare(t *testing.T) {
	var tasks config.Tasks
	in := reflect.ValueOf(&tasks).Elem()
	for i := range in.NumField() {
		if f := in.Field(i); f.Kind() == reflect.Float64 {
			f.SetFloat(float64(i+1) / 100)
		}
	}
	o := tasks.Training()
	out := reflect.ValueOf(o)
	n := 0
	for i := range in.NumField() {
		f, name := in.Field(i), in.Type().Field(i).Name
		if f.Kind() != reflect.Float64 {
			continue
		}
		n++
		if got := out.FieldByName(name); !got.IsValid() || got.Float() != f.Float() {
			t.Errorf("%s is %v, want %v", name, got, f.Float())
		}
	}
	for i := range out.NumField() {
		if out.Field(i).Kind() == reflect.Float64 {
			n--
		}
	}
	if n != 0 {
		t.Errorf("the run file has %d shares more than rooms are drawn by", n)
	}
}
