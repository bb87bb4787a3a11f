/** Kinds of visitors, by what they came for. The chances are per occasion, not per visit. */
export type Persona = {
  name: 'glancer' | 'browser' | 'buyer' | 'organiser' | 'regular'
  share: number
  /** Pages they are ready to look at in a visit, in the middle. */
  patience: number
  /** How likely one more visit follows each visit. */
  comesBack: number
  /** Days until it does, in the middle. */
  daysBetween: number
  /** To put what they look at into the cart. */
  appetite: number
  /** To go from the cart on to the checkout, and from there to the end. */
  resolve: number
  /** To fill in the form on the contact page. */
  asks: number
  /** To have an account with the shop. */
  hasAccount: number
}

export const personas: readonly Persona[] = [
  {
    name: 'glancer',
    share: 50,
    patience: 1.6,
    comesBack: 0.1,
    daysBetween: 6,
    appetite: 0.02,
    resolve: 0.1,
    asks: 0,
    hasAccount: 0.02
  },
  {
    name: 'browser',
    share: 31,
    patience: 4.5,
    comesBack: 0.42,
    daysBetween: 4,
    appetite: 0.08,
    resolve: 0.18,
    asks: 0.04,
    hasAccount: 0.1
  },
  {
    name: 'buyer',
    share: 10,
    patience: 6.5,
    comesBack: 0.5,
    daysBetween: 3.5,
    appetite: 0.45,
    resolve: 0.58,
    asks: 0.06,
    hasAccount: 0.4
  },
  {
    name: 'organiser',
    share: 4,
    patience: 5.5,
    comesBack: 0.5,
    daysBetween: 3,
    appetite: 0.06,
    resolve: 0.3,
    asks: 0.75,
    hasAccount: 0.25
  },
  {
    name: 'regular',
    share: 5,
    patience: 5.5,
    comesBack: 0.8,
    daysBetween: 5,
    appetite: 0.28,
    resolve: 0.7,
    asks: 0.1,
    hasAccount: 0.9
  }
]
