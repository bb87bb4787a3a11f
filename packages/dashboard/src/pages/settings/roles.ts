import type { Role } from '@foyer/protocol'

export const roleWords: Record<Role, { label: string; meaning: string }> = {
  owner: { label: 'Owner', meaning: 'Everything, and the only one who can add, change or remove an owner.' },
  admin: { label: 'Admin', meaning: 'Everything else: members, API keys, agents and the settings of the workspace.' },
  agent: {
    label: 'Agent',
    meaning:
      'Works with people: answers them in the inbox, sees them live, reads their timelines, takes wrong joins back.'
  },
  viewer: { label: 'Viewer', meaning: 'Looks, and changes nothing.' }
}

/** What somebody of this role can make others. */
export const roleChoices = (own: Role): Role[] =>
  own === 'owner' ? ['owner', 'admin', 'agent', 'viewer'] : ['admin', 'agent', 'viewer']
