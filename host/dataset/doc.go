// Package dataset writes data sets that training engines for language models
// read: prompts with pictures of the room, what the answer is judged by and,
// where asked for, answers to learn from.
//
// [Build] takes tasks from a [Source], words them with scenes/prompt and writes a
// folder with a file for training, one for validation and a card. The ground truth
// of a row is its task as JSON, since the reward is computed from the task and the
// answer. The same options give the same bytes; tasks go through in batches, so
// that memory does not grow with their number, and the folder appears when it is
// whole.
//
// [Import] goes the other way: it reads rooms of MetaSpatial and SceneEval into
// tasks.
//
// Parquet is written by github.com/parquet-go/parquet-go, the maintained writer in
// pure Go.
package dataset
