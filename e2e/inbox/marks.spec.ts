import { expect, test } from 'vitest'
import { useChromium } from '../tracker/site.ts'
import { panel, write } from '../widget/chat.ts'
import { asked, reply, thread } from './desk.ts'

const chromium = useChromium()

test('P09 P10 an answer looks the same to the team and to the visitor: marks and links, no markup; a question stays as it was typed', async () => {
  const { desk, visitor } = await asked(chromium, 'Is it **really** so?')
  const answer =
    'We **do**, see [shipping](https://shop.example/shipping).\n\n- Norway\n- Sweden\n\n<img src=x onerror="window.__x=1"> [a](javascript:window.__x=1)'
  await reply(desk.page).fill(answer)
  await reply(desk.page).press('Control+Enter')
  // Told of as read it is no longer what the composer sent, but what the server keeps.
  await thread(desk.page).getByText('Read').waitFor()
  for (const side of [thread(desk.page), panel(visitor.page)]) {
    await side.locator('strong', { hasText: 'do' }).waitFor()
    await side
      .getByRole('listitem')
      .filter({ hasText: /^Norway$/ })
      .waitFor()
    expect(await side.getByRole('link', { name: 'shipping' }).getAttribute('href')).toBe(
      'https://shop.example/shipping'
    )
    await side.getByText('<img src=x onerror="window.__x=1"> [a](javascript:window.__x=1)').waitFor()
    expect(await side.locator('a[href^="javascript"], img[src="x"]').count()).toBe(0)
    await side.getByText('Is it **really** so?').first().waitFor()
  }
  for (const { page } of [desk, visitor]) expect(await page.evaluate('window.__x')).toBeUndefined()
  await write(visitor.page, 'Thank you')
  await thread(desk.page).getByText('Thank you').waitFor()
})
