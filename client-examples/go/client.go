package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"

	"fitd-example/fitdv1"
)

// A client makes fitd's calls.
type client struct {
	connection *grpc.ClientConn
	fits       fitdv1.FitServiceClient
	models     fitdv1.ModelServiceClient
}

// newClient connects to server, host:port, with the first call.
func newClient(server string) (*client, error) {
	// A dead connection is noticed within 30 s. The server permits a ping every 10 s.
	alive := keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 10 * time.Second}
	connection, err := grpc.NewClient(server,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithKeepaliveParams(alive))
	if err != nil {
		return nil, err
	}
	return &client{
		connection: connection,
		fits:       fitdv1.NewFitServiceClient(connection),
		models:     fitdv1.NewModelServiceClient(connection),
	}, nil
}

func (c *client) close() error { return c.connection.Close() }

// listModels gets the whole catalogue, page by page.
func (c *client) listModels(ctx context.Context) ([]*fitdv1.Model, error) {
	var all []*fitdv1.Model
	request := new(fitdv1.ListModelsRequest)
	for {
		page, err := retry(ctx, func() (*fitdv1.ListModelsResponse, error) {
			return c.models.ListModels(ctx, request)
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page.Models...)
		if page.NextPageToken == "" {
			return all, nil
		}
		request.PageToken = page.NextPageToken
	}
}

// fit runs a fit until its result, or until ctx is cancelled, which stops the computation on the
// server too. Where the server goes away, the fit begins anew.
func (c *client) fit(ctx context.Context, request *fitdv1.FitRequest,
	onProgress func(*fitdv1.Progress)) (*fitdv1.FitResult, error) {
	return retry(ctx, func() (*fitdv1.FitResult, error) {
		return c.fitOnce(ctx, request, onProgress)
	})
}

func (c *client) fitOnce(ctx context.Context, request *fitdv1.FitRequest,
	onProgress func(*fitdv1.Progress)) (*fitdv1.FitResult, error) {
	ctx, end := context.WithCancel(ctx)
	defer end() // frees the stream, however the fit ends
	stream, err := c.fits.Fit(ctx, request)
	if err != nil {
		return nil, err
	}
	for {
		event, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the fit ended without a result")
		}
		if err != nil {
			return nil, err
		}
		if event.Progress != nil {
			onProgress(event.Progress)
		}
		if event.Result != nil {
			return event.Result, nil
		}
	}
}

// retry calls again, after growing pauses, while the server is unavailable. The same call gives the
// same answer and changes nothing on the server, so that repeating it is safe.
func retry[T any](ctx context.Context, call func() (T, error)) (T, error) {
	const pauses = 5
	pause := 250 * time.Millisecond
	for range pauses {
		answer, err := call()
		if status.Code(err) != codes.Unavailable {
			return answer, err
		}
		fmt.Fprintf(os.Stderr, "unavailable, trying again in %v: %v\n", pause, err)
		select {
		case <-ctx.Done():
			return answer, ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
	return call()
}
