package codec

import _ "embed"

// The JSON Schemas of the files that [ReadTask], [DecodeLayout] and [DecodeLevel]
// read. The layout's refers to the task's as "task.schema.json", the level's to
// both.
var (
	//go:embed task.schema.json
	TaskSchema []byte
	//go:embed layout.schema.json
	LayoutSchema []byte
	//go:embed level.schema.json
	LevelSchema []byte
)
