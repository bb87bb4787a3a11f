import { useSyncExternalStore } from 'react'

/** As Tailwind's `sm`: below it, rows are two lines and columns are hidden. */
const phone = window.matchMedia('(width < 40rem)')

const subscribe = (listener: () => void) => {
  phone.addEventListener('change', listener)
  return () => phone.removeEventListener('change', listener)
}

export const useIsPhone = () => useSyncExternalStore(subscribe, () => phone.matches)
