import { mayHoldLinks, mayHoldMarks } from '../text/plain.ts'
import { heardPart } from './late.ts'

/** What somebody said. Most of it is plain sentences; what reads marks and links is loaded with the first text that may hold some. */
export const RichText = ({ text, isOwn, root }: { text: string; isOwn: boolean; root: ShadowRoot }) => {
  const part = heardPart.use(isOwn ? mayHoldLinks(text) : mayHoldMarks(text), root)
  if (part) return <part.Blocks text={text} isOwn={isOwn} />
  return (
    <div class="text">
      {(isOwn ? [text] : text.split(/\n\s*\n/)).map(paragraph => (
        <p dir="auto">{paragraph}</p>
      ))}
    </div>
  )
}
