import type { ReactNode } from 'react'
import type { MenuCheckItemProps, MenuChoiceProps, MenuItemProps, MenuProps } from './menu-parts.tsx'
import { OnDemand, onDemand } from './on-demand.tsx'

const parts = onDemand(() => import('./menu-parts.tsx'))

export function Menu(props: MenuProps) {
  return (
    <OnDemand opens="menu" parts={parts} trigger={props.trigger}>
      {() => <parts.here.Menu {...props} />}
    </OnDemand>
  )
}

export const MenuItem = (props: MenuItemProps) => <parts.here.MenuItem {...props} />
export const MenuCheckItem = (props: MenuCheckItemProps) => <parts.here.MenuCheckItem {...props} />
export const MenuChoice = (props: MenuChoiceProps) => <parts.here.MenuChoice {...props} />
export const MenuLine = () => <parts.here.MenuLine />
export const MenuLabel = (props: { children: ReactNode }) => <parts.here.MenuLabel {...props} />
