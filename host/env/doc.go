// Package env is the environment: episodes over tasks, advanced by the text a
// policy answers with.
//
// [Env.Reset] starts an [Episode]; [Env.Step] parses a response to it, renders
// the layout where somebody needs to see it, scores it and makes the next
// observation. Step takes many episodes at once, because terms score a whole
// group in one call and renderers draw a whole batch.
package env
