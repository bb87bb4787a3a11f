import type { GivenConfig } from './config.ts'
import { mailboxPath } from './mail/index.ts'

type Started = {
  config: Pick<GivenConfig, 'publicUrl' | 'port' | 'dataFolder' | 'postgresUrl' | 'clickhouseUrl' | 'smtpServer'>
  /** Where the server really listens, which is only known now when the system chose the port. */
  address: string
  setupCode: string | null
}

/** What somebody who has just started Foyer needs to go on. */
export function announcement({ config, address, setupCode }: Started): string {
  const url = config.port === 0 ? address : config.publicUrl
  const stores = config.postgresUrl && config.clickhouseUrl ? 'Secret' : 'Data'
  const lines = ['', `  Foyer      ${url}`, `  Demo shop  ${url}/demo`, `  ${stores.padEnd(9)}  ${config.dataFolder}`]
  lines.push(mailLine(config))
  if (setupCode !== null)
    lines.push(
      '',
      `  Set-up code  ${setupCode}`,
      '  Open the first address and enter the code to make the first account.'
    )
  return [...lines, '', '  Ctrl-C stops it.', ''].join('\n')
}

const mailLine = ({ smtpServer, dataFolder }: Started['config']) =>
  smtpServer
    ? `  Mail       through ${smtpServer.host}:${smtpServer.port}`
    : `  Mail       is not sent but written to ${mailboxPath(dataFolder)}; FOYER_SMTP_URL names a mail server`
