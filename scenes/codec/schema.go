package codec

import _ "embed"

// The JSON Schemas of the files that [ReadTask] and [DecodeLayout] read. The
// layout's refers to the task's as "task.schema.json".
var (
	//go:embed task.schema.json
	TaskSchema []byte
	//go:embed layout.schema.json
	LayoutSchema []byte
)
