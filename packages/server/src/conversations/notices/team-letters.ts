import { friendlyName } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import { type Letter, nameLine } from '../../mail/index.ts'

export type Recipient = { id: string; email: string; name: string }
export type Quote = { by: string; text: string }
/** As much of a conversation as a mail says of it. */
export type About = { id: string; workspaceName: string; personId: string | null; personName: string | null }

export const whoOf = ({ personId, personName }: About): string => {
  if (personName !== null) return nameLine(personName)
  return personId === null ? 'A visitor' : friendlyName(toPublic('vis', personId))
}

const letterTo = (to: Recipient, about: About, publicUrl: string, more: Pick<Letter, 'subject' | 'lead' | 'quotes'>) =>
  ({
    to: { address: to.email, name: to.name },
    fromName: about.workspaceName,
    ...more,
    action: { label: 'Open the conversation', url: `${publicUrl}/inbox/${toPublic('cnv', about.id)}` },
    foot: ['Answers to this mail are not read. Answer in the inbox.'],
    leave: { label: 'Choose what you are mailed', url: `${publicUrl}/settings/account` },
    thread: about.id,
    direction: 'ltr',
    oneClick: false
  }) satisfies Letter

export function waitingLetter(
  to: Recipient,
  about: About & { minutes: number; isTheirs: boolean },
  quotes: Quote[],
  publicUrl: string
): Letter {
  const who = whoOf(about)
  const since = spellOf(about.minutes)
  return letterTo(to, about, publicUrl, {
    subject: `${who} has waited ${since} for an answer`,
    lead: `${who} wrote to ${nameLine(about.workspaceName)} and has waited ${since} for an answer. ${
      about.isTheirs ? 'The conversation is assigned to you.' : 'Nobody has taken the conversation yet.'
    }`,
    quotes
  })
}

export function mentionLetter(to: Recipient, about: About, note: Quote, publicUrl: string): Letter {
  return letterTo(to, about, publicUrl, {
    subject: `${nameLine(note.by)} mentioned you in the conversation with ${whoOf(about)}`,
    lead: `${nameLine(note.by)} mentioned you in a note that only the team sees.`,
    quotes: [note]
  })
}

function spellOf(minutes: number): string {
  if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`
  return `${Math.floor(hours / 24)} days`
}
