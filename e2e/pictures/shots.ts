import type { Page } from 'playwright-core'
import { kinds } from '../../packages/server/src/destinations/kinds.ts'
import {
  answeredTalk,
  atCannedReplies,
  counted,
  dialogOpen,
  emptyForm,
  erasing,
  europeanRule,
  exporting,
  framed,
  goWithCart,
  inviting,
  launcherShown,
  makingKey,
  openChat,
  openRequest,
  order,
  personMenu,
  savingReport,
  searchEverywhere,
  settingDigest,
  sharing,
  talk,
  talkInArabic,
  unfoldAnswer,
  unsavedLook,
  writingNote
} from './acts.ts'
import { newestOpen, replayed, takingUp, triedDry } from './integration-acts.ts'
import type { Found } from './workspace.ts'

export type Shot = {
  name: string
  path: string | ((found: Found) => string)
  /** `new`: nobody has set the server up yet. `empty`: an owner, no visitors. `full`: with the demo data. */
  states: readonly State[]
  as: 'member' | 'nobody' | 'visitor'
  /** What to do on the page before its picture is taken. */
  first?: (page: Page) => Promise<void>
  /** What it asks for never comes, or cannot be had. */
  fate?: 'loading' | 'failed'
  /** What it has of its frame all the same. */
  known?: RegExp
}
export type State = 'new' | 'empty' | 'full'

const both = ['empty', 'full'] as const

const member = (
  name: string,
  path: Shot['path'],
  { states = both, first }: { states?: readonly State[]; first?: Shot['first'] } = {}
): Shot => ({ name, path, states, as: 'member', ...(first ? { first } : {}) })

const visitor = (name: string, path: string, first?: Shot['first']): Shot => ({
  name: `shop-${name}`,
  path: `/demo${path}`,
  states: ['full'],
  as: 'visitor',
  ...(first ? { first } : {})
})

const widget = (name: string, first: (page: Page) => Promise<void>, states: readonly State[] = ['empty']): Shot => ({
  name: `widget-${name}`,
  path: '/demo',
  states,
  // As long as the screen, which is what it sits in the corner of.
  as: 'nobody',
  first
})

const full = ['full'] as const
const agentPath =
  (path = '') =>
  ({ agent }: Found) =>
    `/agents/${agent}${path}`

const destinationPath =
  (path = '') =>
  ({ destination }: Found) =>
    `/integrations/${destination}${path}`
const debuggerPath = ({ destination, delivery }: Found) =>
  `/integrations/${destination}/debugger${delivery && `?open=${delivery}`}`

const shopFunnel = 'Product+Viewed+%3E+Product+Added+%3E+Checkout+Started+%3E+Order+Completed'
const dashboardPath =
  (more = '') =>
  ({ dashboard }: Found) =>
    `/analytics/dashboards/${dashboard}${more}`

const shopFilters = encodeURIComponent(JSON.stringify([{ did: { event: 'Product Added' } }]))
const lostCart = encodeURIComponent(
  JSON.stringify({
    funnel: { steps: [{ event: 'Product Added' }, { event: 'Order Completed' }], window: '14d' },
    days: 30,
    step: 2,
    who: 'lost'
  })
)

/** Every page of the analytics while it waits, and when it gets nothing. */
const fated = (
  [
    ['analytics', '/analytics'],
    ['trends', '/analytics/trends'],
    ['funnels', `/analytics/funnels?steps=${shopFunnel}`],
    ['retention', '/analytics/retention'],
    ['paths', '/analytics/paths'],
    ['segments', '/analytics/segments'],
    ['conversations', '/analytics/conversations'],
    ['requests', '/analytics/requests'],
    ['dashboards', '/analytics/dashboards'],
    ['ledger', '/settings/ledger']
  ] as const
).flatMap(([name, path]) =>
  (['loading', 'failed'] as const).map(fate => ({ ...member(`${name}-${fate}`, path, { states: ['empty'] }), fate }))
)

/** Every page of the integrations while it waits, and when it gets nothing; of one destination, with nothing but the destination. */
const oneDestination = /\/api\/destinations\/(catalog|dst_[0-9a-f]{32})$/
const fatedIntegrations = (
  [
    ['integrations', '/integrations'],
    ['integrations-add', '/integrations/add'],
    ['integrations-debugger', '/integrations/debugger'],
    ['integration', destinationPath(), oneDestination],
    ['integration-mapping', destinationPath('/mapping'), oneDestination],
    ['integration-debugger', destinationPath('/debugger'), oneDestination],
    ['integration-replay', destinationPath('/replay'), oneDestination]
  ] as const
).flatMap(([name, path, known]) =>
  (['loading', 'failed'] as const).map(fate => ({
    ...member(`${name}-${fate}`, path, { states: full }),
    fate,
    ...(known && { known, first: framed })
  }))
)

export const shots: readonly Shot[] = [
  { name: 'set-up', path: '/setup', states: ['new'], as: 'nobody' },
  { name: 'sign-in', path: '/sign-in', states: ['empty'], as: 'nobody' },
  member('welcome', '/welcome', { states: ['empty'] }),
  member('live', '/live'),
  member('people', '/people'),
  member('people-found', '/people?search=garden', { states: full }),
  member('person', ({ person }) => `/people/${person}`, { states: full }),
  member('person-menu', ({ person }) => `/people/${person}`, { states: full, first: personMenu }),
  member('person-erase', ({ person }) => `/people/${person}`, { states: full, first: erasing }),
  member('palette', '/people', { states: full, first: searchEverywhere }),
  member('analytics', '/analytics'),
  member('analytics-list', '/analytics?list=page', { states: full }),
  member('trends', '/analytics/trends'),
  member('funnels', '/analytics/funnels'),
  member('funnels-shop', `/analytics/funnels?range=28d&steps=${shopFunnel}`, { states: full }),
  member('funnels-lost', `/analytics/funnels?range=28d&steps=${shopFunnel}&step=3&who=lost`, { states: full }),
  member('funnels-device', `/analytics/funnels?range=28d&steps=${shopFunnel}&by=device&against=previous`, {
    states: full
  }),
  member('retention', '/analytics/retention'),
  member('retention-source', '/analytics/retention?unit=day&range=7d&by=source&back=Product+Viewed', { states: full }),
  member('paths', '/analytics/paths'),
  member('paths-order', '/analytics/paths?end=Order+Completed&nodes=both&patterns=/demo/product/*', { states: full }),
  member('segments', '/analytics/segments'),
  member('segment', `/analytics/segments/new?filters=${shopFilters}&position=${lostCart}`, { states: full }),
  member('conversations', '/analytics/conversations?range=28d'),
  member('trends-country', '/analytics/trends?range=28d&by=country', { states: full }),
  member('conversations-export', '/analytics/conversations?range=28d', { states: full, first: exporting }),
  member('trends-notes', '/analytics/trends?range=28d', { states: full, first: writingNote }),
  ...fated,
  member('dashboards', '/analytics/dashboards'),
  member('dashboard', dashboardPath(), { states: full }),
  member('dashboard-arrange', dashboardPath('?arrange=on'), { states: full }),
  member('dashboard-share', dashboardPath(), { states: full, first: sharing }),
  member('dashboard-digest', dashboardPath(), { states: full, first: settingDigest }),
  member('report-save', '/analytics/trends', { states: full, first: savingReport }),
  { name: 'shared', path: ({ secret }) => `/shared/${secret}`, states: full, as: 'nobody' },
  { name: 'shared-withdrawn', path: '/shared/nothing', states: ['empty'], as: 'nobody' },
  member('integrations', '/integrations'),
  member('integrations-catalog', '/integrations/add', { states: ['empty'] }),
  member('integrations-add', '/integrations/add?type=liveperson', { states: ['empty'], first: emptyForm }),
  ...kinds
    .slice(1)
    .map(({ type }) => member(`integrations-add-${type}`, `/integrations/add?type=${type}`, { states: ['empty'] })),
  member('integrations-debugger', '/integrations/debugger'),
  member('integration', destinationPath(), { states: full }),
  member('integration-debugger', debuggerPath, { states: full }),
  member('integration-test', destinationPath('/debugger?test=open'), { states: full, first: dialogOpen }),
  member('integration-debugger-paused', destinationPath('/debugger?live=off'), { states: full }),
  member('integration-debugger-refused', '/integrations/debugger?state=invalid', { states: full, first: newestOpen }),
  member('integration-mapping', destinationPath('/mapping?rule=4'), { states: full }),
  member('integration-mapping-json', destinationPath('/mapping?view=json'), { states: full }),
  member('integration-mapping-preview', destinationPath('/mapping?view=preview'), { states: full, first: triedDry }),
  member('integration-replay', destinationPath('/replay'), { states: full, first: counted }),
  member('integration-replayed', destinationPath('/replay'), { states: full, first: replayed }),
  member('integration-settings', destinationPath('/settings'), { states: full }),
  member('integration-take-up', destinationPath('/settings'), { states: full, first: takingUp }),
  ...fatedIntegrations,
  member('agents', '/agents'),
  member('agent', agentPath()),
  member('answers', agentPath('/answers')),
  member('playground', ({ agent, tried }) => `/agents/${agent}/playground${tried && `?c=${tried}`}`),
  member('knowledge', '/agents/knowledge?q=Do%20you%20ship%20to%20Norway%3F'),
  member('knowledge-text', '/agents/knowledge?add=text', { states: full }),
  member('document', ({ document }) => `/agents/knowledge/${document}`, { states: full }),
  member('inbox', ({ conversation }) => `/inbox${conversation && `/${conversation}`}`, { first: unfoldAnswer }),
  member('inbox-list', '/inbox', { states: full }),
  member('agent-messages', agentPath('/messages')),
  member('agent-message-edit', agentPath('/messages?edit=pricing'), { states: full }),
  member('agent-look', agentPath('/look'), { states: ['empty'] }),
  member('agent-look-changed', agentPath('/look'), { states: full, first: unsavedLook }),
  member('requests', '/analytics/requests'),
  member('requests-open', '/analytics/requests?search=messages', { states: full, first: openRequest }),
  member('settings-workspace', '/settings/workspace'),
  member('settings-members', '/settings/members'),
  member('settings-members-invite', '/settings/members', { states: ['empty'], first: inviting }),
  member('settings-inbox', '/settings/inbox'),
  member('settings-inbox-replies', '/settings/inbox', { states: full, first: atCannedReplies }),
  member('settings-keys', '/settings/keys'),
  member('settings-keys-new', '/settings/keys', { states: full, first: makingKey }),
  member('settings-privacy', '/settings/privacy'),
  member('settings-privacy-rules', '/settings/privacy', { states: ['empty'], first: europeanRule }),
  member('settings-audit', '/settings/audit'),
  member('settings-ledger', '/settings/ledger'),
  member('settings-account', '/settings/account'),
  visitor('home', ''),
  visitor('products', '/products'),
  visitor('category', '/products?category=flowers'),
  visitor('product', '/product/san-marzano-tomato'),
  visitor('search', '/search?q=blue'),
  visitor('cart', '', page => goWithCart(page, '/cart')),
  visitor('checkout', '', page => goWithCart(page, '/checkout')),
  visitor('confirmation', '', order),
  visitor('sign-in', '/sign-in'),
  visitor('pricing', '/pricing'),
  visitor('about', '/about'),
  visitor('contact', '/contact'),
  widget('closed', launcherShown),
  widget('empty', openChat),
  widget('talk', page => talk(page, 'Do you ship to Portugal? See https://shop.example/shipping')),
  widget('answered', answeredTalk, full),
  widget('rtl', talkInArabic)
]
