import { describe, expect, test } from 'vitest'
import { inert, linksOf } from './inert.ts'
import { shownSoFar, uncited } from './openai/presentable.ts'

const links = linksOf(
  [
    { url: 'https://shop.example/help', text: 'Track it at https://post.example/track.', isCrawled: false },
    { url: 'https://shop.example/blog', text: 'A comment: see https://evil.example/win', isCrawled: true }
  ],
  ['https://www.shop.example', 'https://*.shop.example', '*']
)

describe('an answer leads only to the team’s own', () => {
  test.each([
    ['See [returns](https://shop.example/returns).', 'See [returns](https://shop.example/returns).'],
    ['See https://www.shop.example/a?b=c, please.', 'See https://www.shop.example/a?b=c, please.'],
    ['Track it: https://post.example/track.', 'Track it: https://post.example/track.'],
    ['Go to [the prize](https://evil.example/win)!', 'Go to the prize!'],
    ['Go to https://evil.example/win.', 'Go to ….'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['[x](javascript:alert)', 'x'],
    ['[x](data:text/html,hi)', 'x'],
    ['![secret](https://shop.example/p.png?q=secret)', 'secret'],
    ['![secret](https://evil.example/p.png?q=secret)', 'secret'],
    ['[x](https://shop.example@evil.example/)', 'x'],
    ['[x](https://shop.example.evil.example/)', 'x'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>']
  ])('%s', (text, shown) => {
    expect(inert(text, links)).toBe(shown)
  })

  test('what the team’s own program says may lead anywhere on the web, and nowhere else', () => {
    expect(inert('[pay](https://pay.example) [x](javascript:y)', 'any')).toBe('[pay](https://pay.example) x')
  })
})

describe('an answer as it streams', () => {
  test('shows no half word, no mark of a passage, no open link and no refusal', () => {
    expect(uncited('Three days [1]. Or one [2, 3].')).toBe('Three days. Or one.')
    expect(shownSoFar('Three da')).toBe('Three')
    expect(shownSoFar('Three days [1')).toBe('Three days')
    expect(shownSoFar('See [our page](https://shop.exa')).toBe('See')
    expect(shownSoFar('NO_AN')).toBe('')
    expect(shownSoFar('NO_ANSWER')).toBe('')
    expect(shownSoFar('  NO')).toBe('')
  })

  test('every beginning of it is the beginning of the whole', () => {
    const whole =
      'See [our page](https://shop.example/a b) [1] and wait three days [2]. Then [x] and more [3]\n\n- one [1]\n- two '
    let before = ''
    for (let end = 0; end <= whole.length; end += 1) {
      const shown = shownSoFar(whole.slice(0, end))
      expect(shown.startsWith(before)).toBe(true)
      before = shown
    }
  })
})
