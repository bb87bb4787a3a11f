import { expect, test } from 'vitest'
import { jwtSamples, signatureSamples } from '../pages/agent/proof-samples.ts'
import { frameworks } from '../pages/agent/snippets.ts'
import { colorPieces } from './code.tsx'

test('colouring never changes the code', () => {
  const values = { origin: 'https://foyer.example', agentId: 'agt_1' }
  const codes = [
    ...frameworks.flatMap(framework => framework.steps(values).map(step => step.code ?? '')),
    ...[...jwtSamples, ...signatureSamples].map(sample => sample.code),
    `unclosed " quote and <!-- comment \\`
  ]
  for (const code of codes)
    expect(
      colorPieces(code)
        .map(piece => piece.text)
        .join('')
    ).toBe(code)
})

test('an address in quotes is one piece, not a comment', () => {
  const pieces = colorPieces(`const a = 'https://x.example' // why`)
  expect(pieces.find(piece => piece.text.includes('https'))).toMatchObject({ kind: 'text' })
  expect(pieces.at(-1)).toMatchObject({ kind: 'comment', text: '// why' })
})
