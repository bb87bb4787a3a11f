import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Composed } from './compose.ts'

export type SmtpServer = {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where it is offered. */
  isSecure: boolean
  credentials: { user: string; pass: string } | null
}

/** `refused`: this mail will never be taken. `failed`: it may be, later. */
export type Verdict = { outcome: 'sent' } | { outcome: 'refused' | 'failed'; reason: string }

const stepMs = 15_000
/** Shorter than the lease of a row, or another process would begin to send the same mail. */
export const wholeMs = 45_000

type SmtpError = SMTPConnection.SMTPError

/** One connection, one mail: what a day's notices need, and nothing is left half open. */
export function sendBySmtp(server: SmtpServer, mail: Composed): Promise<Verdict> {
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(server.host)
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    // A password is never said in the clear to another machine, whoever in between takes the offer of TLS out.
    requireTLS: !server.isSecure && server.credentials !== null && !isLoopback,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs
  })
  return new Promise<Verdict>(resolve => {
    const end = (verdict: Verdict) => {
      clearTimeout(timer)
      // Before the close, which says 'end' at once.
      resolve(verdict)
      connection.close()
    }
    const timer = setTimeout(
      () => end({ outcome: 'failed', reason: `The mail server did not finish within ${wholeMs / 1000} seconds.` }),
      wholeMs
    )
    const failed = (fault: SmtpError) => end(verdictOf(fault))
    connection.on('error', failed)
    connection.once('end', () => end({ outcome: 'failed', reason: 'The mail server hung up.' }))
    connection.connect(fault => {
      if (fault) return failed(fault)
      if (server.credentials === null) return send()
      connection.login(server.credentials, refusal => (refusal ? failed(refusal) : send()))
    })

    function send(): void {
      connection.send({ from: mail.from, to: mail.to }, mail.bytes, (fault, info) => {
        if (fault) return failed(fault)
        if (info.accepted.length === 0)
          return failed(info.rejectedErrors?.[0] ?? new Error('The address was not taken.'))
        connection.quit()
        end({ outcome: 'sent' })
      })
    }
  })
}

/** A 5xx about the address or the mail is final. One about the sender or the password is the operator's to put right. */
export function verdictOf(fault: SmtpError): Verdict {
  const isFinal = (fault.responseCode ?? 0) >= 500 && (fault.command === 'RCPT TO' || fault.command === 'DATA')
  return { outcome: isFinal ? 'refused' : 'failed', reason: (fault.response ?? fault.message).slice(0, 500) }
}
