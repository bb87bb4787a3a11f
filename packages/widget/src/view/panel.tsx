import { useEffect, useRef, useState } from 'preact/hooks'
import { Composer, type Dropped } from './composer.tsx'
import { Icon } from './icons.tsx'
import { extrasPart, filesPart } from './late.ts'
import { Log } from './log.tsx'
import type { Given } from './parts.ts'
import { standingOf } from './standing.ts'

export const isFullScreen = () => matchMedia('(max-width: 520px), (max-height: 480px)').matches

const Notice = ({ given: { chat, state, words } }: { given: Given }) => {
  if (state.isTurnedAway) return <p class="notice">{words.turnedAway}</p>
  if (navigator.onLine === false) return <p class="notice">{words.offline}</p>
  if (state.history === 'failed' && !state.thread.messages.length)
    return (
      <p class="notice">
        {words.failed}
        <button type="button" class="link" onClick={chat.reload}>
          {words.again}
        </button>
      </p>
    )
  if (state.thread.facts?.status !== 'resolved') return null
  return (
    <p class="notice">
      {words.reopens}
      <button type="button" class="link" onClick={chat.another}>
        {words.newConversation}
      </button>
    </p>
  )
}

export const Panel = ({
  given,
  isOpen,
  opened,
  onClose
}: {
  given: Given
  isOpen: boolean
  /** Which opening this is, and the text to begin with. */
  opened: { text: string | undefined; at: number }
  onClose: () => void
}) => {
  const { chat, state, words, options, bell } = given
  const [screen, setScreen] = useState<'thread' | 'list'>('thread')
  const [isOn, setOn] = useState(bell.isOn())
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const [isDragged, setDragged] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const extras = extrasPart.use(screen === 'list' || !!(state.thread.id || state.thread.messages[0]), given.root)
  const mayDrop = isDragged && screen === 'thread' && options.attachments !== false
  const DropZone = filesPart.use(mayDrop, given.root)?.DropZone
  const standing = standingOf(given, Date.now())
  const title = options.title || words.title
  const hasList = state.conversations.length > (state.isAnother || state.thread.id ? (state.isAnother ? 0 : 1) : 0)

  useEffect(() => {
    if (!isOpen) return
    // A phone's keyboard would cover half of what was to be read.
    if (matchMedia('(pointer: coarse)').matches) box.current?.focus()
    else (field.current ?? box.current)?.focus()
  }, [isOpen, opened])

  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  const toList = () => {
    setScreen('list')
    chat.reload()
  }
  const toThread = () => {
    setScreen('thread')
    requestAnimationFrame(() => field.current?.focus())
  }
  return (
    <div
      class="panel"
      ref={box}
      role="dialog"
      aria-label={title}
      aria-modal={isFullScreen()}
      tabIndex={-1}
      hidden={!isOpen}
      onKeyDown={onKey}
      onDragEnter={() => setDragged(true)}
    >
      <div class="top">
        {screen === 'list' ? (
          <button type="button" class="tool" aria-label={title} title={title} onClick={toThread}>
            <Icon name="back" />
          </button>
        ) : (
          <span class={`mark${standing.isHere ? ' here' : ''}`} aria-hidden="true">
            <Icon name="bubble" size={18} />
          </span>
        )}
        <div class="heading-box">
          <h2 dir="auto">{screen === 'list' ? words.conversations : title}</h2>
          {screen === 'thread' && (
            <p class="standing" dir="auto">
              {state.line === 'waiting' && !state.isTurnedAway ? words.connecting : standing.text}
            </p>
          )}
        </div>
        {screen === 'thread' && hasList && (
          <button
            type="button"
            class="tool"
            aria-label={words.conversations}
            title={words.conversations}
            onClick={toList}
          >
            <Icon name="list" />
          </button>
        )}
        {bell.isOffered && (
          <button
            type="button"
            class="tool"
            aria-label={isOn ? words.soundOff : words.soundOn}
            title={isOn ? words.soundOff : words.soundOn}
            onClick={() => {
              bell.turn(!isOn)
              bell.wake()
              setOn(!isOn)
            }}
          >
            <Icon name={isOn ? 'sound' : 'quiet'} />
          </button>
        )}
        <button type="button" class="tool" aria-label={words.close} title={words.close} onClick={onClose}>
          <Icon name={isFullScreen() ? 'close' : 'down'} />
        </button>
      </div>
      {screen === 'list' ? (
        extras && <extras.ConversationList given={given} onChosen={toThread} />
      ) : (
        <>
          <Log given={given} isOpen={isOpen}>
            {extras && <extras.EmailCard key={state.thread.id} given={given} />}
            {extras && options.rating !== false && <extras.RateCard key={`rate ${state.thread.id}`} given={given} />}
          </Log>
          <Notice given={given} />
          {extras && <extras.ToPerson key={`by ${state.thread.id}`} given={given} field={field} />}
          {!state.isTurnedAway && (
            <Composer
              given={given}
              field={field}
              dropped={dropped}
              prefill={opened.text === undefined ? null : { text: opened.text, at: opened.at }}
            />
          )}
        </>
      )}
      {DropZone && <DropZone box={box} words={words} onFiles={files => setDropped({ files, at: Date.now() })} />}
    </div>
  )
}
