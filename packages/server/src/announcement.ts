import type { GivenConfig } from './config.ts'

type Started = {
  config: Pick<GivenConfig, 'publicUrl' | 'port' | 'dataFolder' | 'postgresUrl' | 'clickhouseUrl'>
  /** Where the server really listens, which is only known now when the system chose the port. */
  address: string
  setupCode: string | null
}

/** What somebody who has just started Foyer needs to go on. */
export function announcement({ config, address, setupCode }: Started): string {
  const url = config.port === 0 ? address : config.publicUrl
  const stores = config.postgresUrl && config.clickhouseUrl ? 'Secret' : 'Data'
  const lines = ['', `  Foyer      ${url}`, `  Demo shop  ${url}/demo`, `  ${stores.padEnd(9)}  ${config.dataFolder}`]
  if (setupCode !== null)
    lines.push(
      '',
      `  Set-up code  ${setupCode}`,
      '  Open the first address and enter the code to make the first account.'
    )
  return [...lines, '', '  Ctrl-C stops it.', ''].join('\n')
}
