import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Words } from '../words/words.ts'

const hasFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes('Files')

/** Files that are dragged over the panel may be dropped on it. */
export const DropZone = ({
  box,
  words,
  onFiles
}: {
  box: RefObject<HTMLElement | null>
  words: Words
  onFiles: (files: File[]) => void
}) => {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const panel = box.current
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (!panel?.contains(event.relatedTarget as Node | null)) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onFiles(Array.from(event.dataTransfer?.files ?? []))
    }
    panel?.addEventListener('dragover', onOver)
    panel?.addEventListener('dragleave', onLeave)
    panel?.addEventListener('drop', onDrop)
    return () => {
      panel?.removeEventListener('dragover', onOver)
      panel?.removeEventListener('dragleave', onLeave)
      panel?.removeEventListener('drop', onDrop)
    }
  }, [])
  return isOver ? <div class="drop">{words.dropHere}</div> : null
}
