import { Link } from '@tanstack/react-router'
import { buttonClasses } from '../ui/button.tsx'

/** Where nobody has come yet: how somebody does. */
export const FirstSteps = () => (
  <>
    <Link to="/welcome" className={buttonClasses({ look: 'primary' })}>
      Install the snippet
    </Link>
    <a href="/demo" target="_blank" rel="noopener" className={buttonClasses({})}>
      Open the demo shop
    </a>
  </>
)
