package supervisor

import "os"

// keySetting is the setting by which a plugin that asks a server names the
// environment variable with its key. The host hands that one variable to that
// one plugin's process; a key is in no setting, and so in no file of a run.
const keySetting = "key_env"

// keyOf returns the variable that a plugin's settings name, as NAME=value;
// nothing where none is named or it is not set.
func keyOf(config map[string]any) []string {
	name, _ := config[keySetting].(string)
	if v, ok := os.LookupEnv(name); ok && name != "" {
		return []string{name + "=" + v}
	}
	return nil
}
