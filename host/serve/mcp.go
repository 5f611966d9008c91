package serve

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// The codes of JSON-RPC errors.
const (
	rpcParse    = -32700
	rpcInvalid  = -32600
	rpcMethod   = -32601
	rpcParams   = -32602
	rpcInternal = -32603
	rpcServer   = -32000
)

// rpcRequest is a JSON-RPC request; one without an id wants no answer.
type rpcRequest struct {
	Version string          `json:"jsonrpc"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	ID      json.RawMessage `json:"id"`
}

type rpcResponse struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// rpcParamsOf are the parameters that the methods here read.
type rpcParamsOf struct {
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
	SessionID string          `json:"session_id"`
	Protocol  string          `json:"protocolVersion"`
}

// mcpVersions are those of the protocol whose requests are answered alike.
var mcpVersions = []string{"2025-06-18", "2025-03-26", "2024-11-05"}

// sessionHeader holds a session together for MCP clients over HTTP.
const sessionHeader = "Mcp-Session-Id"

// The tools. OpenEnv keeps the names reset, step, state and close to itself.
const (
	toolBegin   = "begin_room"
	toolFurnish = "furnish"
)

// tools describes them.
func tools() []object {
	return []object{
		{
			"name": toolBegin, "description": "Begin with a room: returns what is to be done and a picture of the empty room.",
			"inputSchema": object{"type": "object", "properties": object{
				"seed": kind("integer", "names a training room"), "split": kind("string", "names a set of rooms"),
				"index": kind("integer", "the room within the split"), "task": kind("object", "a room of your own"),
			}},
		},
		{
			"name": toolFurnish, "description": "Place all objects of the room. Returns the reward, what is wrong, and a picture; mend it in the next call.",
			"inputSchema": object{"type": "object", "properties": object{
				"layout": answerSchema(), "response": kind("string", "<think>…</think><answer>[…]</answer>, instead of a layout"),
			}},
		},
	}
}

func rpcFail(id json.RawMessage, code int, message string) *rpcResponse {
	return &rpcResponse{Version: "2.0", ID: orNull(id), Error: &rpcError{Code: code, Message: message}}
}

func orNull(id json.RawMessage) json.RawMessage {
	if len(id) == 0 {
		return json.RawMessage("null")
	}
	return id
}

// rpcFault words a fault as JSON-RPC.
func rpcFault(id json.RawMessage, f *fault) *rpcResponse {
	code := rpcServer
	switch f.code {
	case codeInvalidJSON:
		code = rpcParse
	case codeValidation:
		code = rpcParams
	case codeExecution:
		code = rpcInternal
	}
	out := rpcFail(id, code, f.message)
	if f.code == codeCapacity {
		out.Error.Data = map[string]int{"active_sessions": f.active, "max_sessions": f.max}
	}
	return out
}

// rpc answers a JSON-RPC message within a session, which is nil for a request
// over HTTP without one. It returns nil for a notification.
func (s *Server) rpc(ctx context.Context, data []byte, e *episode) any {
	var req rpcRequest
	if len(bytes.TrimSpace(data)) == 0 {
		return rpcFail(nil, rpcInvalid, "the request is empty")
	}
	if err := decode(data, false, &req); err != nil {
		if f := faultOf(err); f.code == codeInvalidJSON {
			return rpcFail(nil, rpcParse, f.message)
		}
		return rpcFail(nil, rpcInvalid, "a request is one JSON object with jsonrpc, method, params and id")
	}
	if req.Version != "2.0" || req.Method == "" {
		return rpcFail(req.ID, rpcInvalid, `a request has "jsonrpc": "2.0" and a method`)
	}
	if len(req.ID) == 0 && strings.HasPrefix(req.Method, "notifications/") {
		return nil
	}
	var p rpcParamsOf
	if len(req.Params) > 0 && string(req.Params) != "null" {
		if err := decode(req.Params, false, &p, "params"); err != nil {
			return rpcFail(req.ID, rpcParams, faultOf(err).message)
		}
	}
	result, err := s.call(ctx, req.Method, p, e)
	if err != nil {
		f := faultOf(err)
		s.meters.errors.WithLabelValues(f.code).Inc()
		if f.code == codeUnknownType {
			return rpcFail(req.ID, rpcMethod, f.message)
		}
		return rpcFault(req.ID, f)
	}
	return &rpcResponse{Version: "2.0", ID: orNull(req.ID), Result: result}
}

func (s *Server) call(ctx context.Context, method string, p rpcParamsOf, e *episode) (any, error) {
	switch method {
	case "initialize":
		version := mcpVersions[0]
		for _, v := range mcpVersions {
			if v == p.Protocol {
				version = v
			}
		}
		return object{"protocolVersion": version, "capabilities": object{"tools": object{}}, "serverInfo": object{"name": Name, "version": "1.0.0"}}, nil
	case "ping":
		return object{}, nil
	case "tools/list":
		return object{"tools": tools()}, nil
	case "openenv/session/create":
		if e != nil {
			return nil, impossible("this connection has its own session already")
		}
		id, _, done, err := s.sessions.keep()
		if err != nil {
			return nil, err
		}
		done()
		return object{"session_id": id}, nil
	case "openenv/session/close":
		known, ended := s.sessions.forget(p.SessionID)
		if !known {
			return nil, invalid([]string{"session_id"}, "unknown session_id")
		}
		if !ended { // a connection uses it still
			return object{"session_id": p.SessionID, "closed": false, "closing": true}, nil
		}
		return object{"session_id": p.SessionID, "closed": true}, nil
	case "tools/call":
		if p.SessionID != "" {
			var done func()
			e, done = s.sessions.use(p.SessionID)
			defer done()
			if e == nil {
				return nil, invalid([]string{"session_id"}, "unknown session_id")
			}
		}
		if e == nil {
			return nil, invalid([]string{"session_id"}, "there is no session; begin with initialize or openenv/session/create, and send its id")
		}
		return s.tool(ctx, p, e)
	}
	return nil, &fault{code: codeUnknownType, message: "method not found: " + quote(method)}
}

// tool calls a tool. What is wrong with a call is an answer to the model.
func (s *Server) tool(ctx context.Context, p rpcParamsOf, e *episode) (any, error) {
	var r *reply
	var err error
	switch p.Name {
	case toolBegin:
		r, err = s.reset(ctx, e, p.Arguments, "arguments")
	case toolFurnish:
		r, err = s.step(e, p.Arguments, "arguments")
	default:
		return nil, invalid([]string{"name"}, "there is no tool %s; the tools are %s and %s", quote(p.Name), toolBegin, toolFurnish)
	}
	if err != nil {
		f := faultOf(err)
		if f.code == codeSession || f.code == codeCapacity {
			return nil, f
		}
		return object{"content": []object{{"type": "text", "text": f.message}}, "isError": true}, nil
	}
	o := &r.Observation
	text := o.Text
	if o.Prompt != "" {
		text += "\n\n" + o.Prompt
	}
	content := []object{{"type": "text", "text": text}}
	if o.Image != nil {
		content = append(content, object{"type": "image", "data": base64.StdEncoding.EncodeToString(o.Image), "mimeType": o.Mime})
	}
	return object{"content": content, "isError": false, "structuredContent": object{
		"reward": r.Reward, "done": r.Done, "turn": o.Turn, "turns": o.Turns, "valid": o.Valid, "parts": o.Parts, "findings": o.Findings,
	}}, nil
}

// postMCP answers one JSON-RPC message over HTTP. The reply to initialize has a
// session's id in its header, as MCP's streamable transport wants it.
func (s *Server) postMCP(w http.ResponseWriter, r *http.Request) {
	data, err := body(w, r, maxMessage)
	if err != nil {
		writeJSON(w, http.StatusOK, rpcFail(nil, rpcInvalid, faultOf(err).message))
		return
	}
	var e *episode
	if id := r.Header.Get(sessionHeader); id != "" {
		var done func()
		e, done = s.sessions.use(id)
		defer done()
		if e == nil {
			http.Error(w, "unknown session", http.StatusNotFound)
			return
		}
	}
	v := s.rpc(r.Context(), data, e)
	if v == nil {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	var req rpcRequest
	if e == nil && json.Unmarshal(data, &req) == nil && req.Method == "initialize" {
		id, _, done, err := s.sessions.keep()
		if err != nil {
			v = rpcFault(req.ID, faultOf(err))
		} else {
			done()
			w.Header().Set(sessionHeader, id)
		}
	}
	writeJSON(w, http.StatusOK, v)
}

// deleteMCP ends the session of the header.
func (s *Server) deleteMCP(w http.ResponseWriter, r *http.Request) {
	if known, _ := s.sessions.forget(r.Header.Get(sessionHeader)); !known {
		http.Error(w, "unknown session", http.StatusNotFound)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// serveMCP answers JSON-RPC messages of a WebSocket, which is a session.
func (s *Server) serveMCP(w http.ResponseWriter, r *http.Request) {
	if !upgrades(r) {
		w.Header().Set("Allow", "POST, DELETE")
		http.Error(w, "send JSON-RPC by POST, or connect by WebSocket", http.StatusMethodNotAllowed)
		return
	}
	s.converse(w, r, func(f *fault) any { return rpcFault(nil, f) }, func(ctx context.Context, e *episode, m incoming) (any, bool) {
		if m.bad != nil {
			return rpcFail(nil, rpcInvalid, m.bad.Error()), false
		}
		return s.rpc(ctx, m.data, e), false
	})
}
