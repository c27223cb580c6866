// What a client of fitd does, in one go: lists the models, fits a file of NIST's with progress, shows
// the result beside the certified values, has a bad request refused, and gives up a long fit.
package main

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	"fitd-example/fitdv1"
)

//go:generate ./generate.sh

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: fitd-example FILE.dat, the server in FITD_SERVER (127.0.0.1:50051)")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file string) error {
	set, err := readNIST(file)
	if err != nil {
		return err
	}
	c, err := newClient(cmp.Or(os.Getenv("FITD_SERVER"), "127.0.0.1:50051"))
	if err != nil {
		return err
	}
	defer c.close()
	if err := showModels(ctx, c); err != nil {
		return err
	}
	if err := fit(ctx, c, set); err != nil {
		return err
	}
	if err := sendBadRequest(ctx, c, set); err != nil {
		return err
	}
	return giveUp(ctx, c, set)
}

func showModels(ctx context.Context, c *client) error {
	models, err := c.listModels(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%d models:\n", len(models))
	groups := make(map[string][]string)
	for _, model := range models {
		groups[model.Group] = append(groups[model.Group], model.Name)
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		fmt.Printf("  %s: %s\n", group, strings.Join(groups[group], " "))
	}
	return nil
}

func fit(ctx context.Context, c *client, set *nistSet) error {
	fmt.Printf("\n%s: %d points, model %s\n", set.name, len(set.y), set.model())
	result, err := c.fit(ctx, request(set), showProgress)
	if err != nil {
		return err
	}
	fmt.Println(result.Mesg)
	showParameters(result, set)
	if ier := result.GetIer(); ier < 1 || ier > 4 {
		return errors.New("the fit did not converge")
	}
	return nil
}

// request is the fit of the set from its first start, to as many digits as NIST certifies, every
// iteration reported.
func request(set *nistSet) *fitdv1.FitRequest {
	request := &fitdv1.FitRequest{
		Model:      set.model(),
		Predictors: map[string]*fitdv1.Array{"x": array(set.x)},
		Y:          array(set.y),
		Options:    &fitdv1.FitOptions{Ftol: proto.Float64(1e-12), Xtol: proto.Float64(1e-12)},
		Progress:   &fitdv1.ProgressOptions{MinInterval: durationpb.New(0)},
	}
	for _, parameter := range set.parameters {
		request.Parameters = append(request.Parameters,
			&fitdv1.Parameter{Name: parameter.name, Start: &parameter.start})
	}
	return request
}

func array(values []float64) *fitdv1.Array {
	bytes := make([]byte, 0, 8*len(values))
	for _, value := range values {
		bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(value))
	}
	return &fitdv1.Array{Payload: &fitdv1.Array_F64Le{F64Le: bytes}}
}

func showProgress(p *fitdv1.Progress) {
	fmt.Printf("  iteration %3d  nfev %3d  residual norm %.6e\n", p.Iteration, p.Nfev, p.ResidualNorm)
}

func showParameters(result *fitdv1.FitResult, set *nistSet) {
	fmt.Printf("%24s fitted +- error%19s certified +- error\n", "", "")
	for j, fitted := range result.Parameters {
		certified := set.parameters[j]
		deviation := "none"
		if fitted.StandardError != nil {
			deviation = fmt.Sprintf("%.4e", *fitted.StandardError)
		}
		fmt.Printf("  %-8s %20.10e +- %-10s %20.10e +- %.4e\n",
			fitted.Name, fitted.Value, deviation, certified.certified, certified.deviation)
	}
}

// sendBadRequest makes three mistakes at once: the refusal names each.
func sendBadRequest(ctx context.Context, c *client, set *nistSet) error {
	fmt.Println("\nA bad request:")
	bad := request(set)
	y := slices.Clone(set.y)
	y[3] = math.NaN()
	bad.Y = array(y)
	bad.Parameters = append(bad.Parameters, &fitdv1.Parameter{Name: "width"})
	bad.Options.Ftol = proto.Float64(-1)
	_, err := c.fit(ctx, bad, func(*fitdv1.Progress) {})
	if err == nil {
		return errors.New("the bad request was taken")
	}
	refusal := status.Convert(err)
	if refusal.Code() != codes.InvalidArgument {
		return err
	}
	showViolations(refusal)
	return nil
}

func showViolations(refusal *status.Status) {
	fmt.Printf("refused: %s\n", refusal.Message())
	for _, detail := range refusal.Details() {
		if bad, ok := detail.(*errdetails.BadRequest); ok {
			for _, violation := range bad.FieldViolations {
				fmt.Printf("  %s: %s\n", violation.Field, violation.Description)
			}
		}
	}
}

// giveUp fits the same points, repeated to a million, by forward differences, which takes long enough
// to be cancelled.
func giveUp(ctx context.Context, c *client, set *nistSet) error {
	fmt.Println("\nA long fit:")
	long := request(set)
	const m = 1_000_000
	copies := m/len(set.y) + 1
	long.Predictors["x"] = array(slices.Repeat(set.x, copies)[:m])
	long.Y = array(slices.Repeat(set.y, copies)[:m])
	long.Options.Jacobian = fitdv1.Jacobian_JACOBIAN_FORWARD_DIFFERENCE

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var last int64
	_, err := c.fit(ctx, long, func(progress *fitdv1.Progress) {
		last = progress.Iteration
		cancel()
	})
	if status.Code(err) != codes.Canceled {
		return fmt.Errorf("the fit should have ended cancelled: %w", err)
	}
	fmt.Printf("cancelled after iteration %d\n", last)
	return nil
}
