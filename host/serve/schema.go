package serve

import "net/http"

type object = map[string]any

func kind(name, doc string) object {
	o := object{"type": name}
	if doc != "" {
		o["description"] = doc
	}
	return o
}

func closed(properties object, required ...string) object {
	if required == nil {
		required = []string{}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func nullable(o object) object {
	o["type"] = []any{o["type"], "null"}
	return o
}

// answerSchema is the list of an answer; its entries may lack what the reward
// is to punish.
func answerSchema() object {
	return object{"type": "array", "items": object{"type": "object"}, "description": `[{"new_object_id","x","y","z","rotation":{"z_angle"}}]: the centre of each object's box in metres and its compass heading in degrees`}
}

// actionSchema says what a step takes.
func actionSchema() object {
	o := closed(object{
		"response": kind("string", "<think>…</think><answer>[…]</answer>"),
		"layout":   answerSchema(),
		"metadata": nullable(kind("object", "passed over")),
	})
	delete(o, "required")
	o["title"] = "Action"
	o["oneOf"] = []object{{"required": []string{"response"}}, {"required": []string{"layout"}}}
	return o
}

// observationSchema holds for an observation with its reward and done.
func observationSchema() object {
	layout := closed(object{
		"new_object_id": kind("string", ""), "x": kind("number", ""), "y": kind("number", ""), "z": kind("number", ""),
		"rotation": closed(object{"z_angle": kind("number", "")}, "z_angle"),
	}, "new_object_id", "x", "y", "z", "rotation")
	finding := closed(object{
		"rule": kind("string", ""), "object": kind("string", ""), "other": kind("string", ""), "message": kind("string", ""),
		"depth": kind("number", "metres, or degrees for facings"), "direction": object{"type": "array", "items": kind("number", "")},
	}, "rule", "object", "message")
	reward := nullable(kind("number", "null after a reset"))
	reward["minimum"], reward["maximum"] = 0, 1
	o := closed(object{
		"prompt":   kind("string", "what the model is to answer; empty when the episode is over"),
		"text":     kind("string", "what came of the turn, in a few words"),
		"image":    object{"type": []string{"string", "null"}, "contentEncoding": "base64", "contentMediaType": "image/png"},
		"mime":     kind("string", ""),
		"turn":     kind("integer", "turns taken"),
		"turns":    kind("integer", "turns of an episode"),
		"task":     kind("object", "the room, the objects and the wish"),
		"findings": object{"type": "array", "items": finding},
		"layout":   object{"type": []string{"array", "null"}, "items": layout},
		"valid":    kind("boolean", "the response could be read, and every term could score it"),
		"parts":    object{"type": "object", "additionalProperties": kind("number", ""), "description": "the terms' own values"},
		"reward":   reward,
		"done":     kind("boolean", ""),
	}, "prompt", "text", "image", "mime", "turn", "turns", "task", "findings", "layout", "valid", "parts")
	o["title"] = "Observation"
	return o
}

func stateSchema() object {
	o := closed(object{
		"episode_id": nullable(kind("string", "")), "step_count": kind("integer", ""), "task_id": kind("string", ""),
		"turns": kind("integer", ""), "done": kind("boolean", ""),
	}, "episode_id", "step_count", "task_id", "turns", "done")
	o["title"] = "State"
	return o
}

func (s *Server) schema(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, object{"action": actionSchema(), "observation": observationSchema(), "state": stateSchema()})
}

// operations are the routes with JSON bodies, for the OpenAPI description.
var operations = []struct{ method, path, summary, body string }{
	{"get", "/health", "Whether the server takes sessions", ""},
	{"get", "/metadata", "What the environment is", ""},
	{"get", "/schema", "JSON Schemas of actions, observations and states", ""},
	{"post", "/reset", "Begin an episode, held by a cookie", "Reset"},
	{"post", "/step", "Answer the episode", "Step"},
	{"get", "/state", "The episode's state", ""},
	{"post", "/mcp", "Model Context Protocol, JSON-RPC 2.0", "Any"},
	{"get", "/" + Name + "/splits", "The splits of the rooms", ""},
	{"post", "/" + Name + "/num_tasks", "How many rooms a split has", "Any"},
	{"post", "/" + Name + "/task", "One room", "Any"},
	{"post", "/" + Name + "/task_range", "Several rooms", "Any"},
	{"post", "/" + Name + "/tasks", "All rooms of a split", "Any"},
	{"post", "/score", "Rewards of a batch of responses", "Any"},
	{"post", "/openrlhf", "Rewards in OpenRLHF's remote_url form", "Any"},
	{"post", nemo + "/seed_session", "NeMo Gym: begin a session", "Any"},
	{"post", nemo + "/verify", "NeMo Gym: the reward of a response", "Any"},
	{"post", nemo + "/reset", "NeMo Gym: begin an episode", "Any"},
	{"post", nemo + "/step", "NeMo Gym: answer the episode", "Any"},
	{"get", "/metrics", "Metrics for Prometheus", ""},
}

func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) {
	paths := object{}
	for _, o := range operations {
		op := object{"summary": o.summary, "responses": object{"200": object{"description": "done"}}}
		if o.body != "" {
			op["requestBody"] = object{"content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + o.body}}}}
		}
		paths[o.path] = object{o.method: op}
	}
	writeJSON(w, http.StatusOK, object{
		"openapi": "3.1.0",
		"info":    object{"title": Name, "version": "1.0.0"},
		"paths":   paths,
		"components": object{"schemas": object{
			"Any": object{"type": "object"},
			"Reset": object{"type": "object", "properties": object{
				"seed": kind("integer", ""), "episode_id": kind("string", ""), "split": kind("string", ""), "index": kind("integer", ""), "task": kind("object", ""),
			}},
			"Step":        object{"type": "object", "properties": object{"action": object{"$ref": "#/components/schemas/Action"}}, "required": []string{"action"}},
			"Action":      actionSchema(),
			"Observation": observationSchema(),
			"State":       stateSchema(),
		}},
	})
}
