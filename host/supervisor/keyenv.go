package supervisor

import "os"

// The settings of plugins that ask a server: its address, and the environment
// variable with its key. A key is in no setting, and so in no file of a run.
const (
	serverSetting = "base_url"
	keySetting    = "key_env"
)

// way are the variables that say how servers are reached. They may hold the
// secrets of a proxy.
var way = []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"}

// asking returns what a plugin gets of the host's environment to ask the server
// that its settings name, as NAME=value: the one variable with the key, and the
// way there. Other plugins get none of it.
func asking(config map[string]any) []string {
	var names []string
	if address, _ := config[serverSetting].(string); address != "" {
		names = append(names, way...)
	}
	if name, _ := config[keySetting].(string); name != "" {
		names = append(names, name)
	}
	var env []string
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
