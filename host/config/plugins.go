package config

// Plugins says where plugins are looked for, and what each of their processes
// may use. A limit of 0 is none, unless the setting says otherwise. What this
// machine cannot hold to is said when the run starts.
type Plugins struct {
	// Dirs are folders of plugins, searched by id before those that
	// METASPATIAL_PLUGIN_PATH lists, .metaspatial/plugins and
	// ~/.metaspatial/plugins.
	Dirs []string `yaml:"dirs,omitempty" json:"dirs,omitempty"`
	// MemoryMB is the memory of one plugin in MiB, held to on Linux; 0 is three
	// quarters of the machine's, -1 sets no limit.
	MemoryMB int `yaml:"memory_mb" json:"memory_mb"`
	// CPUs is how many processors' time one plugin gets, held to on Linux.
	CPUs float64 `yaml:"cpus" json:"cpus"`
	// OpenFiles is how many files one plugin may have open, held to on Linux.
	OpenFiles int `yaml:"open_files" json:"open_files"`
	// FileMB is the size of the largest file that a plugin may write, in MiB,
	// held to on Linux.
	FileMB int `yaml:"file_mb" json:"file_mb"`
	// Processes is how many processes and threads one plugin may have, held to
	// where Linux lets this program make control groups.
	Processes int `yaml:"processes" json:"processes"`
	// TimeoutS is how many seconds one call of a term or a renderer may take; 0 is
	// 600. At half of it a second process of the same plugin is asked too. One
	// that has not answered by then counts as failed, and its process is started
	// again.
	TimeoutS float64 `yaml:"timeout_s" json:"timeout_s"`
	// PolicyTimeoutS is how many seconds one call of the policy may take; 0 is
	// 3600. Then its process is started again, and the run goes back to its last
	// checkpoint.
	PolicyTimeoutS float64 `yaml:"policy_timeout_s" json:"policy_timeout_s"`
	// Network is what plugins reach beside this program: "all", or "none", which
	// Linux only can hold to; elsewhere the run is refused.
	Network string `yaml:"network" json:"network"`
	// Online are the plugins that reach the network although network is "none", by
	// id, or by path where they have no plugin.json.
	Online []string `yaml:"online,omitempty" json:"online,omitempty"`
}

// maxTimeout is a month, in seconds.
const maxTimeout = 31 * 24 * 3600

// The values of [Plugins.Network].
const (
	NetworkAll  = "all"
	NetworkNone = "none"
)

// numbers lists the numbers of the section.
func (p *Plugins) numbers() []number {
	return []number{
		{"plugins.memory_mb", float64(p.MemoryMB), -1, 1 << 30},
		{"plugins.cpus", p.CPUs, 0, 4096},
		{"plugins.open_files", float64(p.OpenFiles), 0, 1 << 30},
		{"plugins.file_mb", float64(p.FileMB), 0, 1 << 30},
		{"plugins.processes", float64(p.Processes), 0, 1 << 22},
		{"plugins.timeout_s", p.TimeoutS, 0, maxTimeout},
		{"plugins.policy_timeout_s", p.PolicyTimeoutS, 0, maxTimeout},
	}
}

func (p *Plugins) validate() error {
	if p.MemoryMB > 0 && p.MemoryMB < 64 {
		return bad("plugins.memory_mb", "is %d; no plugin starts with less than 64", p.MemoryMB)
	}
	if p.OpenFiles > 0 && p.OpenFiles < 32 {
		return bad("plugins.open_files", "is %d; no plugin starts with less than 32", p.OpenFiles)
	}
	return oneOf("plugins.network", p.Network, NetworkAll, NetworkNone)
}
