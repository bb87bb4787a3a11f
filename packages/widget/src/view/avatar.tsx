import { Icon } from './icons.tsx'
import { initialsOf } from './parts.ts'

export const Avatar = ({ name, isMachine }: { name: string; isMachine: boolean }) => (
  <span class="avatar" aria-hidden="true">
    {isMachine ? <Icon name="spark" size={15} /> : initialsOf(name) || <Icon name="bubble" size={14} />}
  </span>
)
