import { Dialog } from '../../ui/dialog.tsx'
import { keyText, sendKeys, shortcuts } from './keyboard.ts'

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const rows = [
    ...shortcuts.map(({ keys, words }) => ({ keys: keys.map(keyText), words })),
    { keys: [sendKeys], words: 'Send what you wrote' }
  ]
  return (
    <Dialog isOpen onClose={onClose} title="Keys of the inbox">
      <dl className="flex flex-col">
        {rows.map(({ keys, words }) => (
          <div
            key={words}
            className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-0"
          >
            <dt className="text-sm text-ink-soft">{words}</dt>
            <dd className="flex shrink-0 gap-1">
              {keys.map(key => (
                <kbd
                  key={key}
                  className="rounded-sm border border-line-strong bg-sunken px-1.5 font-sans text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
