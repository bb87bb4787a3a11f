import { expect, test } from 'vitest'
import { snippetText } from './snippet.ts'

const answerLine = (snippet: string) => snippetText({ snippet, snippetBy: 'responder' })

test('an answer in a list is its words, without the marks of Markdown and without markup', () => {
  expect(answerLine('**Yes**, _we do_. See [Shipping](https://shop.example/shipping):\n\n- Norway\n- `Portugal`')).toBe(
    'Yes, we do. See Shipping: Norway Portugal'
  )
  expect(answerLine('2 * 3 <b>is</b> 6')).toBe('2 * 3 <b>is</b> 6')
  expect(answerLine('cut in the **mid')).toBe('cut in the **mid')
})

test('what a person wrote stays as they typed it', () => {
  expect(snippetText({ snippet: '**no** marks', snippetBy: 'visitor' })).toBe('**no** marks')
  expect(snippetText({})).toBeUndefined()
})
