import { expect, test } from 'vitest'
import { asked, row, thread } from '../inbox/desk.ts'
import { until, useChromium } from '../tracker/site.ts'
import { field, panel, saidWhen, write } from './chat.ts'

const chromium = useChromium()

test('an emoji is picked by keyboard where the caret stands, sent, and seen by the team', async () => {
  const { desk, visitor } = await asked(chromium, 'Hello')
  const { page } = visitor
  await field(page).fill('Thank you very much')
  await field(page).press('Home')
  for (let at = 0; at < 'Thank you'.length; at += 1) await field(page).press('ArrowRight')
  await panel(page).getByRole('button', { name: 'Emoji' }).click()
  const grid = panel(page).getByRole('group', { name: 'Emoji' })
  await grid.getByRole('button', { name: '😀' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  expect(await field(page).inputValue()).toBe('Thank you😄 very much')
  await page.keyboard.press('Escape')
  await field(page).press('Enter')
  await saidWhen(page, ['Hello', 'Thank you😄 very much'])
  await thread(desk.page).getByText('Thank you😄 very much').waitFor()
  await row(desk.page, 'Thank you😄 very much').waitFor()
  expect([...desk.troubles, ...visitor.troubles]).toEqual([])
})

test('files dropped onto the chat are attached, sent, and come to the team under their names; others are turned away', async () => {
  const { desk, visitor } = await asked(chromium, 'Which lamp is it?')
  const { page } = visitor
  const drop = await page.evaluateHandle(() => {
    const carried = new DataTransfer()
    carried.items.add(new File(['a,b\n1,2\n'], 'lamps.csv', { type: 'text/csv' }))
    carried.items.add(new File(['<script>1</script>'], 'page.html', { type: 'text/html' }))
    return carried
  })
  await panel(page).dispatchEvent('dragenter', { dataTransfer: drop })
  // What takes them is loaded once something is dragged over the chat.
  await until(
    async () => {
      await panel(page).dispatchEvent('dragover', { dataTransfer: drop })
      return panel(page).getByText('Drop files to attach them').count()
    },
    count => count === 1
  )
  await panel(page).dispatchEvent('drop', { dataTransfer: drop })
  await panel(page).getByText('page.html: files of this type cannot be sent.').waitFor()
  await panel(page).getByText('lamps.csv').waitFor()
  await write(page, 'These two')
  await thread(desk.page).getByText('These two').waitFor()
  await thread(desk.page).getByText('lamps.csv').waitFor()
  expect(await thread(desk.page).getByText('page.html').count()).toBe(0)
  expect(visitor.troubles).toEqual([])
})

test('a link that is dragged over the chat is nothing to attach', async () => {
  const { visitor } = await asked(chromium, 'Hello')
  const { page } = visitor
  const carried = await page.evaluateHandle(() => {
    const text = new DataTransfer()
    text.setData('text/uri-list', 'https://shop.example/')
    return text
  })
  await panel(page).dispatchEvent('dragenter', { dataTransfer: carried })
  await panel(page).dispatchEvent('dragover', { dataTransfer: carried })
  await panel(page).dispatchEvent('drop', { dataTransfer: carried })
  await write(page, 'Still here')
  await saidWhen(page, ['Hello', 'Still here'])
  expect(await panel(page).getByText('Drop files to attach them').count()).toBe(0)
})
