import { conversationLimits } from '@foyer/protocol/plain'
import { SendHorizontal } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Textarea } from '../../ui/field.tsx'

export function Ask({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState('')
  const send = () => {
    if (text.trim() === '') return
    onAsk(text.trim())
    setText('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  // As in the chat: enter sends, and with shift it is a new line.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form onSubmit={submit} className="mx-auto flex w-full max-w-3xl shrink-0 items-end gap-2 px-4 pb-4 md:px-5">
      <Textarea
        data-ask
        aria-label="Ask as a visitor"
        placeholder="Do you ship to Norway?"
        rows={1}
        maxLength={conversationLimits.textChars}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-40 min-h-10 resize-none text-base"
      />
      <Button
        type="submit"
        look="primary"
        size="large"
        disabled={text.trim() === ''}
        icon={<SendHorizontal aria-hidden className="size-4" />}
      >
        Ask
      </Button>
    </form>
  )
}
