import { boot } from './boot.ts'
import { found } from './live-layer.ts'
import { findTag } from './script-tag.ts'

// As the tag of Datafly is written: `data-pipeline-key` names the agent, it tracks unless it says otherwise, and `data-global` is one
// more name for what a page calls.
const tag = findTag('/d.js', 'script[data-pipeline-key],script[data-agent-id]')
if (tag) {
  const { agentId, pipelineKey = '', tracker = 'auto', global = '_df' } = tag.dataset
  Object.assign(tag.dataset, { agentId: agentId ?? pipelineKey, tracker })
  boot(tag)
  if (!(global in window)) Object.assign(window, { [global]: found() })
}
