/** What Segment's browser library asks for before its first event: that everything goes here, and nothing else is loaded. */
export function settingsFor(writeKey: string, publicUrl: string) {
  const { host, protocol, pathname } = new URL(publicUrl)
  const always = { __default: { enabled: true } }
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}${pathname.replace(/\/+$/, '')}/v1`,
        protocol: protocol.replace(':', ''),
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] }
      }
    },
    plan: { track: always, identify: always, group: always },
    analyticsNextEnabled: true
  }
}
