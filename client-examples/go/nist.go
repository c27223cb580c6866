package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// A nistSet is a file of NIST's Statistical Reference Datasets for nonlinear regression, with one
// predictor.
type nistSet struct {
	name       string
	parameters []nistParameter
	x, y       []float64
}

type nistParameter struct {
	name                        string
	start, certified, deviation float64 // deviation: the certified standard deviation
}

// model is the catalogue's name of the set's model.
func (set *nistSet) model() string { return "nist_" + strings.ToLower(set.name) }

func readNIST(path string) (*nistSet, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := new(nistSet)
	inData := false
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case slices.Equal(words, []string{"Data:", "y", "x"}):
			inData = true
		case inData && len(words) > 0:
			row, err := numbers(words, 2)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			set.y, set.x = append(set.y, row[0]), append(set.x, row[1])
		case strings.HasPrefix(line, "Dataset Name:"):
			set.name = words[2]
		case len(words) == 6 && words[1] == "=":
			set.addParameter(words)
		}
	}
	if set.name == "" || len(set.parameters) == 0 || len(set.y) == 0 {
		return nil, fmt.Errorf("%s: not a NIST file of one predictor", path)
	}
	return set, nil
}

// addParameter reads `b1 = start1 start2 certified deviation`; start 1 is the farther one. Lines that
// only look like it are passed over.
func (set *nistSet) addParameter(words []string) {
	if row, err := numbers(words[2:], 4); err == nil {
		set.parameters = append(set.parameters, nistParameter{words[0], row[0], row[2], row[3]})
	}
}

func numbers(words []string, count int) ([]float64, error) {
	if len(words) != count {
		return nil, fmt.Errorf("%q: %d numbers are needed", strings.Join(words, " "), count)
	}
	row := make([]float64, count)
	for i, word := range words {
		var err error
		if row[i], err = strconv.ParseFloat(word, 64); err != nil {
			return nil, err
		}
	}
	return row, nil
}
