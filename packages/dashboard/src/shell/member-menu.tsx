import { useNavigate } from '@tanstack/react-router'
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { SignedIn } from '../session.ts'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import type { Trigger } from '../ui/on-demand.tsx'
import type { Place } from './navigation.ts'
import { signOut } from './sign-out.ts'
import { chooseTheme, onTheme, readTheme, type Theme } from './theme.ts'

const icon = 'size-4 text-ink-soft'
export const themeChoices: { value: Theme; label: string; icon: ReactNode }[] = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden className={icon} /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden className={icon} /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden className={icon} /> }
]

type Props = {
  session: SignedIn
  side: 'top' | 'bottom'
  /** Pages that stand nowhere else. */
  places?: readonly Place[]
  children: Trigger
}

export function MemberMenu({ session, side, places = [], children }: Props) {
  const theme = useSyncExternalStore(onTheme, readTheme)
  const navigate = useNavigate()
  return (
    <Menu trigger={children} side={side} align="start" label={`Menu of ${session.member.name}`}>
      {places.map(({ to, label, icon: Icon }) => (
        <MenuItem key={to} icon={<Icon aria-hidden className={icon} />} onSelect={() => void navigate({ to })}>
          {label}
        </MenuItem>
      ))}
      {places.length > 0 && <MenuLine />}
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} onChange={value => chooseTheme(value as Theme)} choices={themeChoices} />
      <MenuLine />
      <MenuItem
        icon={<UserRound aria-hidden className={icon} />}
        onSelect={() => void navigate({ to: '/settings/account' })}
      >
        Your account
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden className={icon} />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
