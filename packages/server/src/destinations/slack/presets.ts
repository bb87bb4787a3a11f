import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'

const page: Record<string, MappingValue> = { link: { path: 'event.url' }, link_text: { constant: 'The page' } }
const said = (
  name: string,
  on: MappingRule['on'],
  template: string,
  more: Record<string, MappingValue> = {}
): MappingRule => ({ name, on, to: 'message', fields: { text: { template }, ...more } })

const order = said(
  'Orders',
  { types: ['track'], names: ['Order Completed'] },
  '*New order {{properties.order_id}}* {{properties.total}} {{properties.currency}} {{visitor.traits.email}}'
)
const lead = said(
  'Leads',
  { types: ['track'], names: ['Lead Generated'] },
  '*New lead* {{visitor.traits.email}} {{properties.topic}}',
  page
)
const signUp = said(
  'Sign-ups',
  { types: ['track'], names: ['Signed Up'] },
  '*New account* {{visitor.traits.email}}',
  page
)
const chat = said(
  'Conversations',
  { types: ['conversation'], names: ['started'] },
  'Somebody started a conversation.',
  page
)
const handOver = said(
  'Somebody asks for a person',
  { types: ['conversation'], names: ['handed over'] },
  '*A visitor waits for one of you* in the inbox.'
)

export const presets: Preset[] = [
  {
    key: 'moments',
    name: 'Moments worth knowing',
    description: 'A message for each order, lead, new account, and conversation that waits for a person.',
    mapping: { rules: [order, lead, signUp, handOver] }
  },
  {
    key: 'conversations',
    name: 'Conversations',
    description: 'A message when a conversation starts, and when it waits for a person.',
    mapping: { rules: [chat, handOver] }
  }
]
