import type { RefObject } from 'react'

/** Whoever saves a form that cannot be saved is led to what is wrong with it. */
export function focusFirstFault(form: RefObject<HTMLFormElement | null>): void {
  // After what is wrong has been drawn.
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
