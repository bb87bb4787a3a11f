import { describe, expect, test } from 'vitest'
import { wantsPerson } from './phrases.ts'

describe('asks for a person', () => {
  test.each([
    'I want to talk to a human',
    'Can I speak with a real person, please?',
    'talk to a human',
    'Human',
    'agent please',
    'Please connect me to an agent',
    'Let me chat with someone from your team',
    'I’d like to speak to customer service',
    'Ich möchte mit einem Menschen sprechen',
    'Kann ich bitte mit einem Mitarbeiter reden?',
    'Verbinden Sie mich mit dem Kundenservice',
    'Mensch bitte',
    'Je voudrais parler à un conseiller',
    'Puis-je parler avec un humain ?',
    'Quiero hablar con una persona',
    '¿Puedo hablar con un agente?',
    'Quero falar com uma pessoa',
    'Gostaria de falar com um atendente',
    'أريد التحدث مع موظف',
    'ممكن أتحدث مع شخص حقيقي؟',
    'موظف من فضلك'
  ])('%s', text => {
    expect(wantsPerson(text)).toBe(true)
  })
})

describe('does not ask for a person', () => {
  test.each([
    '',
    'Is it safe for humans?',
    'How many people fit into the tent?',
    'I don’t want to talk to a human',
    'Can I return it without talking to a person?',
    'Do you have a real estate agent?',
    'Ich möchte nicht mit einem Menschen sprechen',
    'Für wie viele Personen reicht das?',
    'Wie viele Mitarbeiter haben Sie?',
    'Combien de personnes ?',
    'No quiero hablar con una persona',
    'Não quero falar com uma pessoa',
    'لا أريد التحدث مع موظف',
    'How long does delivery take?',
    `${'word '.repeat(60)} I talked to a person of yours last week and they told me to write here`
  ])('%s', text => {
    expect(wantsPerson(text)).toBe(false)
  })
})

test('the team’s own words count as they stand, whole', () => {
  expect(wantsPerson('please RING me back!', ['ring me back'])).toBe(true)
  expect(wantsPerson('a boring meeting', ['ring me'])).toBe(false)
  expect(wantsPerson('anything', ['', '  '])).toBe(false)
})
