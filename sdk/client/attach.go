package client

import "github.com/metaspatial/metaspatial/sdk/internal/rpc"

// ReattachEnv is the environment variable that names plugins which their
// developer's debugger holds: a JSON object of [Attachment] by plugin id.
const ReattachEnv = rpc.ReattachKey

// Attachment is where such a plugin serves.
type Attachment = rpc.Attachment
