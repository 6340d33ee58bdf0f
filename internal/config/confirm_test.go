package config

import (
	"strings"
	"testing"
)

func TestLoad_KeyOfConfirmation(t *testing.T) {
	alone(t)
	_, err := Load(Flags{Config: written(t, "[keys]\nopen = \"o\"\nclose = \"y\"\ncopy_id = \"\"\n")})
	if err == nil || !strings.Contains(err.Error(), ":3:9: ") || !strings.Contains(err.Error(), `close cannot be on "y": a confirmation takes that key`) {
		t.Errorf("got %v", err)
	}
}
