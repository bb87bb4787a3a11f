import { describe, expect, test } from 'vitest'
import { carriesMeaning, languageOf, spaced, wordsIn } from './language.ts'
import { coverage } from './search/confidence.ts'
import { asked } from './search/question.ts'

describe('which language', () => {
  test.each([
    ['How long does the delivery take?', 'en'],
    ['Wie lange dauert die Lieferung?', 'de'],
    ['Combien de temps pour la livraison ?', 'fr'],
    ['¿Cuánto tiempo tarda el envío?', 'es'],
    ['Quanto tempo demora a entrega?', 'pt'],
    ['كم من الوقت يستغرق التوصيل؟', 'ar'],
    ['Hallo', 'de'],
    ['xyzzy', undefined]
  ])('%s', (text, language) => {
    expect(languageOf(text)).toBe(language)
  })
})

describe('what a question is about', () => {
  test.each([
    ['How long does delivery take?', ['delivery']],
    ['Hello, could you please tell me whether you ship to Norway?', ['whether', 'ship', 'norway']],
    ['Hi!', []],
    ['Thank you so much', []],
    ['Wie kann ich meine Bestellung stornieren?', ['bestellung', 'stornieren']]
  ])('%s', (text, words) => {
    expect(asked(text).wanted.map(wanted => wanted.word)).toEqual(words)
  })

  test('a short question goes on with the one before, at less weight', () => {
    expect(asked('And to Norway?', { earlier: 'How long does delivery take?' }).wanted).toEqual([
      { word: 'norway', weight: 1 },
      { word: 'delivery', weight: 0.4 }
    ])
    expect(asked('Thanks!', { earlier: 'How long does delivery take?' }).wanted).toEqual([])
  })

  test('what stands beside a question counts for less than the question', () => {
    expect(asked('I live in Bern. How long is the warranty?').wanted).toEqual([
      { word: 'warranty', weight: 1 },
      { word: 'live', weight: 0.3 },
      { word: 'bern', weight: 0.3 }
    ])
  })

  test('a language that is not known leaves out what could be small in any', () => {
    expect(carriesMeaning('die', undefined)).toBe(false)
    expect(carriesMeaning('plant', undefined)).toBe(true)
  })

  test('words without spaces are pairs of letters', () => {
    expect(wordsIn(spaced('配送日数'))).toEqual(['配送', '送日', '日数'])
  })
})

describe('confidence', () => {
  const term = (passages: number, weight = 1) => ({ passages, weight })
  test('is all of it when every word is there, and nothing when none is', () => {
    expect(coverage([term(3), term(5)], [1, 1], 100)).toBe(1)
    expect(coverage([term(3), term(5)], [0, 0], 100)).toBe(0)
    expect(coverage([], [], 100)).toBe(0)
  })

  test('a rare word counts more than one that stands everywhere', () => {
    const terms = [term(90), term(1)]
    expect(coverage(terms, [1, 0], 100)).toBeLessThan(0.2)
    expect(coverage(terms, [0, 1], 100)).toBeGreaterThan(0.8)
  })

  test('what the question is about and no document knows makes it unsure, with one document and with many', () => {
    for (const all of [1, 10, 1_000]) expect(coverage([term(1), term(0)], [1, 0], all)).toBeLessThan(0.5)
  })

  test('words that only begin alike count for less', () => {
    expect(coverage([term(3)], [0.6], 10)).toBeCloseTo(0.6)
  })
})
