import { boot } from './boot.ts'
import { findTag } from './script-tag.ts'

boot(findTag('/v1.js', 'script[data-agent-id],script[data-tracker]'))
