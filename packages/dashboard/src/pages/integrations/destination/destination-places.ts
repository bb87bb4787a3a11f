type DestinationPlace = {
  to:
    | '/integrations/$id'
    | '/integrations/$id/mapping'
    | '/integrations/$id/settings'
    | '/integrations/$id/debugger'
    | '/integrations/$id/replay'
  label: string
}

/** The tabs of one destination, in this order; each is a child of its route. */
export const destinationPlaces: DestinationPlace[] = [
  { to: '/integrations/$id', label: 'Overview' },
  { to: '/integrations/$id/mapping', label: 'Mapping' },
  { to: '/integrations/$id/debugger', label: 'Event Debugger' },
  { to: '/integrations/$id/replay', label: 'Replay' },
  { to: '/integrations/$id/settings', label: 'Settings' }
]
