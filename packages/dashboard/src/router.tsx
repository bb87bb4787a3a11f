import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import {
  readAgentAddress,
  readAgentsAddress,
  readLedgerAddress,
  readLiveAddress,
  readMessagesAddress,
  readPlaygroundAddress,
  readProfileAddress,
  readSignInAddress
} from './addresses.ts'
import { readAnalyticsAddress } from './analytics/analytics-address.ts'
import { queryText } from './api.ts'
import { readConversationsAddress } from './pages/analytics/conversations/conversations-address.ts'
import { readDashboardAddress } from './pages/analytics/dashboards/dashboard-address.ts'
import { readOverviewAddress } from './pages/analytics/overview/overview-address.ts'
import { readFunnelsAddress, readPathsAddress, readRetentionAddress } from './pages/analytics/report-addresses.ts'
import { readRequestsAddress } from './pages/analytics/requests/requests-address.ts'
import { readSegmentAddress } from './pages/analytics/segments/segment-address.ts'
import { readTrendsAddress } from './pages/analytics/trends/trends-address.ts'
import { readInboxSearch } from './pages/inbox/inbox-search.ts'
import {
  readAddAddress,
  readDeliveriesAddress,
  readOverviewAddress as readDestinationAddress,
  readReplayAddress
} from './pages/integrations/integrations-address.ts'
import { readMappingAddress } from './pages/integrations/mapping/mapping-address.ts'
import { readKnowledgeAddress } from './pages/knowledge/knowledge-address.ts'
import { readPeopleSearch } from './pages/people/people-search.ts'
import { queryClient } from './query-client.ts'
import { safeReturn, sessionQuery } from './session.ts'
import { Frame, LostPage, PageFault, PagePending } from './shell/frame.tsx'
import { lazyPage } from './shell/lazy-page.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Frame, notFoundComponent: LostPage })

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: () => entrance('setup'),
  component: lazyPage(() => import('./pages/entrance/setup-page.tsx'), 'SetupPage')
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInAddress,
  beforeLoad: ({ search }) => entrance('signed-out', search.return),
  component: lazyPage(() => import('./pages/entrance/sign-in-page.tsx'), 'SignInPage')
})
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: lazyPage(() => import('./pages/entrance/invite-page.tsx'), 'InvitePage')
})

/** A door is for those it is made for; everyone else is sent where they belong. */
async function entrance(forState: 'setup' | 'signed-out', back?: string): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session.state === forState) return
  if (session.state === 'setup') throw redirect({ to: '/setup' })
  if (session.state === 'signed-out')
    throw redirect({ to: '/sign-in', search: back === undefined ? {} : { return: back } })
  throw redirect({ href: safeReturn(back) })
}

// For whoever has the link, signed in or not.
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$secret',
  component: lazyPage(() => import('./pages/shared/shared-page.tsx'), 'SharedPage')
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session.state === 'setup') throw redirect({ to: '/setup' })
    if (session.state === 'signed-out') {
      const isHome = location.pathname === '/' || location.pathname === '/live'
      throw redirect({ to: '/sign-in', search: isHome ? {} : { return: location.href } })
    }
  },
  component: Shell
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/live', replace: true })
  }
})
const welcome = createRoute({
  getParentRoute: () => app,
  path: '/welcome',
  component: lazyPage(() => import('./pages/welcome/welcome-page.tsx'), 'WelcomePage')
})
const live = createRoute({
  getParentRoute: () => app,
  path: '/live',
  validateSearch: readLiveAddress,
  component: lazyPage(() => import('./pages/live/live-page.tsx'), 'LivePage')
})
const inbox = createRoute({
  getParentRoute: () => app,
  path: '/inbox',
  validateSearch: readInboxSearch,
  component: lazyPage(() => import('./pages/inbox/inbox-page.tsx'), 'InboxPage')
})
// The page is one whether a conversation is open or not: what it has heard and chosen stays.
const inboxConversation = createRoute({ getParentRoute: () => inbox, path: '$id' })
const people = createRoute({
  getParentRoute: () => app,
  path: '/people',
  validateSearch: readPeopleSearch,
  component: lazyPage(() => import('./pages/people/people-page.tsx'), 'PeoplePage')
})
const person = createRoute({
  getParentRoute: () => app,
  path: '/people/$id',
  validateSearch: readProfileAddress,
  component: lazyPage(() => import('./pages/person/person-page.tsx'), 'PersonPage')
})
const analytics = createRoute({
  getParentRoute: () => app,
  path: '/analytics',
  component: lazyPage(() => import('./pages/analytics/analytics-frame.tsx'), 'AnalyticsFrame')
})
// The tabs of the analytics; `analyticsPlaces` names them.
const analyticsPages = [
  createRoute({
    getParentRoute: () => analytics,
    path: '/',
    validateSearch: readOverviewAddress,
    component: lazyPage(() => import('./pages/analytics/overview/overview-page.tsx'), 'OverviewPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/trends',
    validateSearch: readTrendsAddress,
    component: lazyPage(() => import('./pages/analytics/trends/trends-page.tsx'), 'TrendsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/funnels',
    validateSearch: readFunnelsAddress,
    component: lazyPage(() => import('./pages/analytics/funnels/funnels-page.tsx'), 'FunnelsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/retention',
    validateSearch: readRetentionAddress,
    component: lazyPage(() => import('./pages/analytics/retention/retention-page.tsx'), 'RetentionPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/paths',
    validateSearch: readPathsAddress,
    component: lazyPage(() => import('./pages/analytics/paths/paths-page.tsx'), 'PathsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/dashboards',
    component: lazyPage(() => import('./pages/analytics/dashboards/dashboards-page.tsx'), 'DashboardsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/dashboards/$id',
    validateSearch: readDashboardAddress,
    component: lazyPage(() => import('./pages/analytics/dashboards/dashboard-page.tsx'), 'DashboardPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/reports/$id',
    component: lazyPage(() => import('./pages/analytics/dashboards/saved-report-page.tsx'), 'SavedReportPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/segments',
    validateSearch: readAnalyticsAddress,
    component: lazyPage(() => import('./pages/analytics/segments/segments-page.tsx'), 'SegmentsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/segments/new',
    validateSearch: readSegmentAddress,
    component: lazyPage(() => import('./pages/analytics/segments/segment-page.tsx'), 'NewSegmentPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/segments/$id',
    validateSearch: readSegmentAddress,
    component: lazyPage(() => import('./pages/analytics/segments/segment-page.tsx'), 'SegmentPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/conversations',
    validateSearch: readConversationsAddress,
    component: lazyPage(() => import('./pages/analytics/conversations/conversations-page.tsx'), 'ConversationsPage')
  }),
  createRoute({
    getParentRoute: () => analytics,
    path: '/requests',
    validateSearch: readRequestsAddress,
    component: lazyPage(() => import('./pages/analytics/requests/requests-page.tsx'), 'RequestsPage')
  })
] as const
const integrations = [
  createRoute({
    getParentRoute: () => app,
    path: '/integrations',
    component: lazyPage(() => import('./pages/integrations/list/destinations-page.tsx'), 'DestinationsPage')
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/integrations/add',
    validateSearch: readAddAddress,
    component: lazyPage(() => import('./pages/integrations/add/add-page.tsx'), 'AddIntegrationPage')
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/integrations/debugger',
    validateSearch: readDeliveriesAddress,
    component: lazyPage(() => import('./pages/integrations/debugger/debugger-page.tsx'), 'DebuggerPage')
  })
] as const
const destination = createRoute({
  getParentRoute: () => app,
  path: '/integrations/$id',
  component: lazyPage(() => import('./pages/integrations/destination/destination-frame.tsx'), 'DestinationFrame')
})
// The tabs of one destination; `destinationPlaces` names them.
const destinationPages = [
  createRoute({
    getParentRoute: () => destination,
    path: '/',
    validateSearch: readDestinationAddress,
    component: lazyPage(() => import('./pages/integrations/destination/overview-page.tsx'), 'DestinationOverviewPage')
  }),
  createRoute({
    getParentRoute: () => destination,
    path: '/mapping',
    validateSearch: readMappingAddress,
    component: lazyPage(() => import('./pages/integrations/mapping/mapping-page.tsx'), 'MappingPage')
  }),
  createRoute({
    getParentRoute: () => destination,
    path: '/settings',
    component: lazyPage(() => import('./pages/integrations/destination/settings-page.tsx'), 'DestinationSettingsPage')
  }),
  createRoute({
    getParentRoute: () => destination,
    path: '/debugger',
    validateSearch: readDeliveriesAddress,
    component: lazyPage(() => import('./pages/integrations/debugger/debugger-page.tsx'), 'DestinationDebuggerPage')
  }),
  createRoute({
    getParentRoute: () => destination,
    path: '/replay',
    validateSearch: readReplayAddress,
    component: lazyPage(() => import('./pages/integrations/replay/replay-page.tsx'), 'ReplayPage')
  })
] as const
const agents = createRoute({
  getParentRoute: () => app,
  path: '/agents',
  validateSearch: readAgentsAddress,
  component: lazyPage(() => import('./pages/agents/agents-page.tsx'), 'AgentsPage')
})
const knowledge = createRoute({
  getParentRoute: () => app,
  path: '/agents/knowledge',
  validateSearch: readKnowledgeAddress,
  component: lazyPage(() => import('./pages/knowledge/knowledge-page.tsx'), 'KnowledgePage')
})
const knowledgeDocument = createRoute({
  getParentRoute: () => app,
  path: '/agents/knowledge/$id',
  component: lazyPage(() => import('./pages/knowledge/document-page.tsx'), 'DocumentPage')
})
const agent = createRoute({
  getParentRoute: () => app,
  path: '/agents/$id',
  component: lazyPage(() => import('./pages/agent/agent-frame.tsx'), 'AgentFrame')
})
// The tabs of one agent; `agentPlaces` names them.
const agentPages = [
  createRoute({
    getParentRoute: () => agent,
    path: '/',
    validateSearch: readAgentAddress,
    component: lazyPage(() => import('./pages/agent/installation-page.tsx'), 'InstallationPage')
  }),
  createRoute({
    getParentRoute: () => agent,
    path: '/answers',
    component: lazyPage(() => import('./pages/answers/answers-page.tsx'), 'AnswersPage')
  }),
  createRoute({
    getParentRoute: () => agent,
    path: '/playground',
    validateSearch: readPlaygroundAddress,
    component: lazyPage(() => import('./pages/playground/playground-page.tsx'), 'PlaygroundPage')
  }),
  createRoute({
    getParentRoute: () => agent,
    path: '/messages',
    validateSearch: readMessagesAddress,
    component: lazyPage(() => import('./pages/messages/messages-page.tsx'), 'MessagesPage')
  }),
  createRoute({
    getParentRoute: () => agent,
    path: '/look',
    component: lazyPage(() => import('./pages/agent/look/look-page.tsx'), 'LookPage')
  })
] as const
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyPage(() => import('./pages/settings/settings-frame.tsx'), 'SettingsFrame')
})
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    const mayRead = session.state === 'signed-in' && session.scopes.includes('workspace:read')
    throw redirect({ to: mayRead ? '/settings/workspace' : '/settings/account', replace: true })
  }
})
const settingsPages = [
  createRoute({
    getParentRoute: () => settings,
    path: '/workspace',
    component: lazyPage(() => import('./pages/settings/workspace-page.tsx'), 'WorkspacePage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/members',
    component: lazyPage(() => import('./pages/settings/members-page.tsx'), 'MembersPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/inbox',
    component: lazyPage(() => import('./pages/settings/inbox-page.tsx'), 'InboxSettingsPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/keys',
    component: lazyPage(() => import('./pages/settings/keys-page.tsx'), 'KeysPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/audit',
    component: lazyPage(() => import('./pages/settings/audit-page.tsx'), 'AuditPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/privacy',
    component: lazyPage(() => import('./pages/settings/privacy/privacy-page.tsx'), 'PrivacyPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/ledger',
    validateSearch: readLedgerAddress,
    component: lazyPage(() => import('./pages/settings/ledger-page.tsx'), 'LedgerPage')
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/account',
    component: lazyPage(() => import('./pages/settings/account-page.tsx'), 'AccountPage')
  })
] as const

const routeTree = root.addChildren([
  setup,
  signIn,
  invite,
  shared,
  app.addChildren([
    home,
    welcome,
    live,
    inbox.addChildren([inboxConversation]),
    people,
    person,
    analytics.addChildren([...analyticsPages]),
    ...integrations,
    destination.addChildren([...destinationPages]),
    agents,
    knowledge,
    knowledgeDocument,
    agent.addChildren([...agentPages]),
    settings.addChildren([settingsHome, ...settingsPages])
  ])
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFault,
  // Addresses people read and share: ?country=PT&known=named, not JSON in percent signs.
  parseSearch: text => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: search => queryText(search as Record<string, string | undefined>)
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
