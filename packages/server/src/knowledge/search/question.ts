import { carriesMeaning, languageOf, spaced, wordsIn } from '../language.ts'
import { sentencesOf } from '../read/split.ts'

export type Wanted = { word: string; weight: number }
export type Asked = {
  /** Two letters; undefined when its words do not say. */
  language: string | undefined
  wanted: Wanted[]
}

const mostWords = 24
const mostChars = 2_000
/** A question of so few words goes on with the one before. */
const fewWords = 3
const earlierWeight = 0.4
const besideWeight = 0.3

/** What a question is about: its words without those that only carry it. */
export function asked(
  text: string,
  options: { earlier?: string | undefined; locale?: string | undefined } = {}
): Asked {
  const locale = options.locale?.slice(0, 2).toLowerCase()
  const language = languageOf(text, locale) ?? locale
  const { questions, rest } = partsOf(text)
  const own = meaningful(questions, language)
  const wanted = own.map(word => ({ word, weight: 1 }))
  const also = (more: string, weight: number) => {
    for (const word of meaningful(more, language))
      if (!wanted.some(known => known.word === word)) wanted.push({ word, weight })
  }
  also(rest, besideWeight)
  if (wanted.length > 0 && wanted.length < fewWords && options.earlier !== undefined)
    also(options.earlier, earlierWeight)
  return { language, wanted: wanted.slice(0, mostWords) }
}

/** "I live in Bern. How long is the warranty?" asks about the warranty. */
function partsOf(text: string): { questions: string; rest: string } {
  const sentences = sentencesOf(text.slice(0, mostChars))
  const questions = sentences.filter(sentence => /[?？؟]\s*$/.test(sentence))
  if (questions.length === 0) return { questions: text, rest: '' }
  return {
    questions: questions.join('\n'),
    rest: sentences.filter(sentence => !questions.includes(sentence)).join('\n')
  }
}

function meaningful(text: string, language: string | undefined): string[] {
  const words = wordsIn(spaced(text.slice(0, mostChars)))
  return [...new Set(words.filter(word => carriesMeaning(word, language)))].slice(0, mostWords)
}
