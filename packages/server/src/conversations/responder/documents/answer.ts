import { wordsIn as wordsOf } from '../../../knowledge/index.ts'
import { type Responder, shownPassages, sourcesOf } from '../responder.ts'
import { isThanks, wordsIn } from '../words.ts'
import { hitsOf, quote, stem } from './quote.ts'

/** A second page is quoted when it fits about as well and speaks of what the first one leaves out. */
const alsoFits = 0.75

/** Answers in the words of the team's own documents, and in no other. */
export const documentsResponder: Responder = async (question, telling) => {
  const { text, passages, confidence } = question
  if (question.isSmallTalk) {
    const words = wordsIn(question.language)
    const said = isThanks(text) ? words.welcome : words.greeting
    return { text: said, confidence: 1, isUnsure: false, passages: [], sources: [] }
  }
  const [best, ...others] = passages
  if (!best) return { text: '', confidence: 0, isUnsure: true, passages: [], sources: [] }
  const stems = [...new Set(wordsOf(text).map(stem))]
  const open = stems.filter(one => hitsOf(`${best.title} ${best.headings.join(' ')} ${best.text}`, [one]) === 0)
  const second = others.find(
    other =>
      other.documentId !== best.documentId && other.score >= best.score * alsoFits && hitsOf(other.text, open) > 0
  )
  const used = second ? [best, second] : [best]
  const said = used.map(passage => quote(passage.text, text)).join('\n\n')
  telling.write(said)
  return { text: said, confidence, isUnsure: false, passages: shownPassages(used), sources: sourcesOf(used) }
}
