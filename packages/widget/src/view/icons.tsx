const shapes = {
  close: 'm6 6 12 12M18 6 6 18',
  down: 'm6 9.5 6 6 6-6',
  back: 'm14.5 6-6 6 6 6',
  list: 'M4 7h16M4 12h16M4 17h10',
  send: 'M12 19V5.5M5.5 12 12 5.5l6.5 6.5',
  clip: 'm20 11.5-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.5a1.7 1.7 0 0 1-2.5-2.4l7.9-7.9',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.2 14.2a4.6 4.6 0 0 0 7.6 0M9 9.6v.1m6-.1v.1',
  sound: 'M11 5 6.5 9H3.5v6h3L11 19V5Zm4.5 3.5a5 5 0 0 1 0 7M18.3 5.7a9 9 0 0 1 0 12.6',
  quiet: 'M11 5 6.5 9H3.5v6h3L11 19V5Zm5 4.5 5 5m0-5-5 5',
  spark: 'M12 4.5 13.8 10l5.7 2-5.7 2L12 19.5 10.2 14l-5.7-2 5.7-2L12 4.5Z',
  one: 'm5 12.5 4.5 4.5L19 7.5',
  two: 'm2.5 12.5 4.5 4.5 9.5-9.5M11 16l1 1 9.5-9.5',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4.4l2.8 1.6',
  bubble:
    'M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3.1 5.8-.1 1.2-.6 2.3-1.5 3.2 1.9-.1 3.6-.8 4.9-1.9.8.2 1.6.3 2.5.3 5 0 9-3.3 9-7.4s-4-7.7-9-7.7Z'
} as const

/** `path`: one that only a later part needs, which brings it along. */
export const Icon = ({ name, path, size = 20 }: { name?: keyof typeof shapes; path?: string; size?: number }) => (
  <svg
    class={`icon i-${name}`}
    viewBox="0 0 24 24"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={path ?? shapes[name ?? 'bubble']} />
  </svg>
)
