package run

import "context"

// Watch puts a developer's plugin to work anew whenever its program has been
// built anew, until the context or the plugins end. See [supervisor.Supervisor.Watch].
func (p *Plugins) Watch(ctx context.Context) { p.sup.Watch(ctx) }
