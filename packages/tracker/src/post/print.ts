import FingerprintJS from '@fingerprintjs/fingerprintjs'

/**
 * A hash of what the browser tells of its device, after the library version that made it: prints are comparable within a
 * minor version only. `monitoring` off, or the library would now and then call its vendor.
 */
export const takePrint = async (): Promise<string> => {
  const agent = await FingerprintJS.load({ monitoring: false })
  const { visitorId, version } = await agent.get()
  return `${version.split('.').slice(0, 2).join('.')}:${visitorId}`
}
