import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AnswerWords } from './answer-words.tsx'

const shown = (text: string) => renderToStaticMarkup(<AnswerWords text={text} />)

test('the team is shown an answer as the visitor is: marks, lists and links', () => {
  const markup = shown('We **do**. See [shipping](https://shop.example/shipping):\n\n- Norway\n- `SE`')
  expect(markup).toMatch(/<strong[^>]*>do<\/strong>/)
  expect(markup).toMatch(/<a href="https:\/\/shop\.example\/shipping"[^>]* rel="noopener noreferrer nofollow"/)
  expect(markup).toMatch(/<ul.*<li dir="auto">Norway<\/li>.*SE.*<\/ul>/)
})

test('P09 P10 what would run a script in an answer is text, or leads nowhere', () => {
  const markup = shown('<img src=x onerror=1> [a](javascript:1) ![](x" onerror="1) <a href="data:1">b</a>')
  expect(markup).not.toMatch(/<img|<a /)
  expect(markup).toContain('&lt;img src=x onerror=1&gt;')
})
