import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const url = 'https://hooks.slack.com/services/T000/B000/a-secret'
const settings = { webhook_url: url }
const sent = (text: string): StepExample['out'] => ({
  method: 'POST',
  url,
  body: { text, unfurl_links: false, unfurl_media: false }
})

export const examples: StepExample[] = [
  {
    title: 'An order',
    preset: 'moments',
    settings,
    in: samples.orderCompleted,
    out: sent('*New order o-1001* 15.6 EUR Jo@Example.com')
  },
  {
    title: 'A lead, with the page',
    preset: 'moments',
    settings,
    in: samples.leadGenerated,
    out: sent('*New lead* Jo@Example.com Wholesale\n<https://shop.example/wholesale|The page>')
  },
  {
    title: 'A new account',
    preset: 'moments',
    settings,
    in: samples.signedUp,
    out: sent('*New account* Jo@Example.com\n<https://shop.example/welcome|The page>')
  },
  {
    title: 'What a visitor wrote calls nobody, and hides no address',
    preset: 'moments',
    settings,
    in: {
      ...samples.leadGenerated,
      url: 'https://shop.example/?a=1&b=<!here>|x',
      properties: { topic: '<!channel> & <https://evil.example|your bank>' }
    },
    out: sent(
      '*New lead* Jo@Example.com &lt;!channel&gt; &amp; &lt;https://evil.example|your bank&gt;\n' +
        '<https://shop.example/?a=1&amp;b=%3C!here%3E%7Cx|The page>'
    )
  },
  {
    title: 'A conversation started',
    preset: 'conversations',
    settings,
    in: samples.chatStarted,
    out: sent('Somebody started a conversation.')
  },
  {
    title: 'Somebody waits for a person',
    preset: 'conversations',
    settings,
    in: { ...samples.chatStarted, name: 'handed over' },
    out: sent('*A visitor waits for one of you* in the inbox.')
  },
  { title: 'A page view is no message', preset: 'moments', settings, in: samples.pageViewed, out: { notWanted: true } },
  {
    title: 'A message without words',
    preset: 'moments',
    settings,
    mapping: { rules: [{ name: 'Topic', on: {}, to: 'message', fields: { text: { path: 'properties.topic' } } }] },
    in: samples.signedUp,
    out: {
      invalid:
        'Message needs text, and the rule “Topic” found nothing for it in “Signed Up”. Map it, or narrow the rule to events that have it.'
    }
  }
]
