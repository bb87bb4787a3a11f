import { useEffect, useRef, useState } from 'preact/hooks'
import { plainName } from '../text/plain-name.ts'
import { fill } from '../words/words.ts'
import { Icon } from './icons.tsx'
import type { Given } from './parts.ts'
import { sizeOf } from './sizes.ts'

export const filePath = 'M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9l-5.5-5.5ZM13.5 3.5V9H19'
type File_ = { id: string; name: string; type: string; bytes: number }

const picturePx = 240
/** A picture is looked at without being asked for only while it is small. */
const pictureBytes = 4 * 1024 * 1024

/** A picture drawn rather than linked: no address of it goes into the page, and no img-src of a strict policy is in its way. */
const Picture = ({ file, load }: { file: File_; load: () => Promise<Blob | undefined> }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const blob = await load()
      if (!blob || isGone) return
      const image = await createImageBitmap(blob)
      const target = canvas.current
      if (!target || isGone) return
      const scale = Math.min(1, (picturePx * devicePixelRatio) / Math.max(image.width, image.height))
      target.width = Math.max(1, Math.round(image.width * scale))
      target.height = Math.max(1, Math.round(image.height * scale))
      target.getContext('2d')?.drawImage(image, 0, 0, target.width, target.height)
      setShown(true)
    }
    // One that cannot be drawn is a file like others.
    draw().catch(() => undefined)
    return () => {
      isGone = true
    }
  }, [file.id])
  return (
    <canvas ref={canvas} class={isShown ? 'picture' : 'picture none'} role="img" aria-label={plainName(file.name)} />
  )
}

/** An attachment: what it is, and its bytes when asked for. They are fetched with the visitor's token, so there is no link to it. */
export const FileRow = ({
  file,
  given: { words, locale },
  load
}: {
  file: File_
  given: Given
  load: () => Promise<Blob | undefined>
}) => {
  const [isBusy, setBusy] = useState(false)
  const name = plainName(file.name)
  const isPicture = /^image\/(?:png|jpeg|gif|webp)$/.test(file.type) && file.bytes <= pictureBytes
  const save = async () => {
    setBusy(true)
    const blob = await load()
    setBusy(false)
    if (!blob) return
    const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
  return (
    <button type="button" class="file" onClick={save} aria-label={fill(words.download, { name })} aria-busy={isBusy}>
      {isPicture && <Picture file={file} load={load} />}
      <span class="file-row">
        <Icon path={filePath} size={18} />
        <span class="file-name" dir="auto">
          {name}
        </span>
        <span class="file-size">{sizeOf(locale, file.bytes)}</span>
      </span>
    </button>
  )
}
