package trace

import (
	"context"
	"log/slog"
)

type writerKey struct{}

type laneKey struct{}

// With returns a context in which spans go to w.
func With(ctx context.Context, w *Writer) context.Context {
	return context.WithValue(ctx, writerKey{}, w)
}

// Span begins a span within the present one and returns what ends it. Spans of one
// lane must end in the reverse order of their beginnings; what runs at the same time
// as others takes a [Lane]. Outside every lane the span gets one that is called after
// it.
func Span(ctx context.Context, name string, args ...slog.Attr) (context.Context, func()) {
	w, _ := ctx.Value(writerKey{}).(*Writer)
	if w == nil {
		return ctx, func() {}
	}
	lane, ok := ctx.Value(laneKey{}).(int)
	if !ok {
		return Lane(ctx, name, name, args...)
	}
	begun := w.now()
	return ctx, func() { w.complete(name, lane, begun, args) }
}

// Lane begins a span on a lane of its own: a free one of that name, or a further one
// where several run at a time. Spans begun with the context it returns lie within.
func Lane(ctx context.Context, lane, name string, args ...slog.Attr) (context.Context, func()) {
	w, _ := ctx.Value(writerKey{}).(*Writer)
	if w == nil {
		return ctx, func() {}
	}
	id := w.take(lane)
	begun := w.now()
	return context.WithValue(ctx, laneKey{}, id), func() {
		w.complete(name, id, begun, args)
		w.free(id)
	}
}
