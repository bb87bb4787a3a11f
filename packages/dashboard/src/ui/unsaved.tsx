import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/**
 * Whoever leaves a form with something unsaved in it is asked first: inside Foyer by us, on the way out of it by the browser.
 * `settle` is for the form's own way out, which saved or was told to forget. A form that keeps in its address what is open (`within` the
 * page) is not left by changing it.
 */
export function useUnsaved(isChanged: boolean, within: 'address' | 'page' = 'address') {
  const isSettled = useRef(false)
  const isAtStake = () => isChanged && !isSettled.current
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isAtStake() && (within === 'page' ? current.pathname !== next.pathname : isElsewhere(current, next)),
    enableBeforeUnload: isAtStake,
    withResolver: true
  })
  const isAsked = status === 'blocked'
  return {
    settle: () => {
      isSettled.current = true
    },
    question: (
      <Dialog
        isOpen={isAsked}
        onClose={() => reset?.()}
        title="Leave without saving?"
        description="What you changed here is not saved, and is lost when you leave."
        actions={
          <>
            <Button onClick={() => reset?.()}>Stay</Button>
            <Button look="danger" onClick={() => proceed?.()}>
              Leave
            </Button>
          </>
        }
      />
    )
  }
}

type Place = { pathname: string; search: unknown }

/** A place on the same page, such as its heading, is not another one. */
const isElsewhere = (current: Place, next: Place) =>
  current.pathname !== next.pathname || JSON.stringify(current.search) !== JSON.stringify(next.search)
